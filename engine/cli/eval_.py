"""`policy-eval eval PROFILE...`: decide.

In: profiles and options. Out: decisions on standard output, problems on standard error; the exit code is the worst of all.
"""

from __future__ import annotations

import click

from engine.cli.evaluate import Deciding, Wanted, evaluate
from engine.cli.options import deciding_options, output_options
from engine.cli.output import Output


@click.command("eval")
@click.argument("profiles", metavar="PROFILE...", nargs=-1, required=True)
@deciding_options
@click.option(
    "--explain", type=click.Choice(["why", "why-not", "full"]), help="Add proofs of what holds, of what does not, or all."
)
@click.option("--trace", type=click.Path(), metavar="FILE", help="Write the trace, for replay.")
@click.option("--redact", is_flag=True, help="Withhold the values of sensitive facts from traces and explanations.")
@click.option("--salts", type=click.Path(), metavar="FILE", help="Under --redact, write the salts that can prove the values.")
@click.option("--exit-code", is_flag=True, help="Tell the outcome: 0 entitled, 10 waiting, 11 case by case, 12 not, 13 open.")
@output_options("text", "plain", "json")
def command(
    profiles: tuple[str, ...],
    deciding: Deciding,
    explain: str | None,
    trace: str | None,
    redact: bool,
    salts: str | None,
    exit_code: bool,
    out: Output,
) -> int:
    """Decide one profile or several.

    PROFILE is a JSON or YAML file, or - for standard input. With several profiles, JSON is one decision a line, each
    with the name of its profile; the trace file then holds one trace a line.
    """
    if salts is not None and not redact:
        raise click.UsageError("--salts goes with --redact")
    wanted = Wanted(out, explain, redact, trace, salts, several=len(profiles) > 1)
    return evaluate(profiles, deciding, wanted, exit_code=exit_code)
