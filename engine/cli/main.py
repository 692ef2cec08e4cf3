"""The program `policy-eval`.

In: arguments. Out: an exit code. Newly guaranteed: whatever goes wrong ends in an exit code of `engine.cli.exits`
and a message, never in a traceback (except on request, to debug the engine). Files alone (with a dot in their names: no
command has one), without any option, are decided without loading what parses options.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence

from engine.cli import exits

COMPLETION = "_POLICY_EVAL_COMPLETE"
"""Set by the completion script of a shell."""
YOUNG = 100_000
"""Objects made before they are searched for cycles: a decision makes many that live as long as it does."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def script() -> None:
    """The installed command. Leaves at once: taking the policies apart, object by object, takes longer than reading them."""
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # whoever read it has gone
            code = code or exits.DECIDED
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the program; its exit code."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without accents is no reason to stop
    return exits.guarded(lambda: _run(arguments))


def _run(arguments: Sequence[str]) -> int:
    if arguments and COMPLETION not in os.environ and all("." in name and os.path.isfile(name) for name in arguments):
        from engine.cli.evaluate import Deciding, Wanted, evaluate
        from engine.cli.output import Output, default_language

        out = Output(default_language()).use()
        return evaluate(tuple(arguments), Deciding(), Wanted(out, several=len(arguments) > 1))
    from engine.cli.program import run as run_command

    return run_command(arguments)
