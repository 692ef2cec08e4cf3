"""Exit codes, and what becomes of errors.

In: something to run. Out: an exit code; messages on standard error. Newly guaranteed: problems of an input are shown in the
reader's language; a bug of the engine is called one and shows nothing of the profile; a closed pipe and Ctrl-C are no errors.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from engine.ground.problems import Rejected

DECIDED = 0
FINDINGS = 1
USAGE = 2
PROFILE = 3
POLICIES = 4
BUG = 70
INTERRUPTED = 130
BORDERS = {"profile": PROFILE, "policies": POLICIES, "trace": PROFILE, "usage": USAGE}
DEBUG = "POLICY_EVAL_DEBUG"
"""Set to anything, it shows the traceback of a bug (which may hold parts of the profile)."""


class Unwritable(Exception):  # noqa: N818  the name says what happened to the file
    """A file that was asked for could not be written."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason


def guarded(run: Callable[[], int]) -> int:
    """Run, and turn whatever happens into an exit code."""
    try:
        code = run()
        sys.stdout.flush()
        return code
    except Rejected as rejected:
        show_rejected(rejected)
        return BORDERS[rejected.border]
    except Unwritable as found:
        from engine.cli.output import Output
        from engine.render.words import word

        print(word("unwritable", Output.current().lang, name=found.name, reason=found.reason), file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return _closed_pipe()
    except Exception as error:  # the last guard: anything else is of click, or a bug of ours
        code_of_click = _of_click(error)
        return _bug(error) if code_of_click is None else code_of_click


def _of_click(error: Exception) -> int | None:
    """The exit code of an exception of click, its message shown; None for any other."""
    if "click" not in sys.modules:
        return None
    import click

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        print(file=sys.stderr)
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    return None


def show_rejected(rejected: Rejected) -> None:
    """The problems of an input, on standard error."""
    from engine.cli.output import Output
    from engine.ground.show import show_all

    out = Output.current()
    print(show_all(rejected.problems, out.lang, color=out.color_for(sys.stderr)), file=sys.stderr)


def _closed_pipe() -> int:
    """Whoever reads has seen enough. What is still buffered must go nowhere, or Python complains at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return DECIDED


def _bug(error: Exception) -> int:
    """Names the kind of error and where it rose, never its text: that may quote the profile."""
    from engine.cli.output import Output
    from engine.render.words import word

    if os.environ.get(DEBUG):
        import traceback

        traceback.print_exc()
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno}" if place else "?"
    print(word("bug", Output.current().lang, kind=type(error).__name__, where=where), file=sys.stderr)
    return BUG
