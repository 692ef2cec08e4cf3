"""`policy-eval population`: plausible people who do not exist, in any number.

In: weights of the policies, a seed, a day. Out: JSON Lines, CSV or Parquet; what was written on standard error. The same weights,
seed and day give the same rows.
"""

from __future__ import annotations

import datetime
import os
import sys
from itertools import islice
from typing import TYPE_CHECKING

import click

from engine.cli import exits
from engine.cli.options import as_of_option, output_options, policies_option
from engine.cli.output import Output

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.analysis.population.rows import People, Row
    from engine.api.policyset import PolicySet
    from engine.policy.population import Population

FORMS = ("jsonl", "csv", "parquet")
ENDINGS = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet", ".pq": "parquet"}
WORD = "synthetic"


@click.command("population")
@click.option("--size", type=click.IntRange(1), default=100, show_default=True, metavar="N", help="How many people.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, metavar="N", help="The same seed, the same people.")
@click.option("--output", metavar="FILE", help="Where they go, a name with the word synthetic; standard output by default.")
@click.option("--to", "form", type=click.Choice(FORMS), help="Format; by default what the ending of FILE names, else jsonl.")
@click.option("--weights", metavar="FILE", help="Weights to draw from, in place of population.yaml of the policies.")
@as_of_option
@policies_option
@output_options("text", "plain")
def command(
    size: int,
    seed: int,
    output: str | None,
    form: str | None,
    weights: str | None,
    as_of: str | None,
    policies: str | None,
    out: Output,
) -> int:
    """Draw people who do not exist, from the weights of the policies.

    Every profile passes the check of profiles. Every row carries an id that begins with SYNTHETIC: eval recognises it, and
    decisions of `batch --id id` carry it on.
    """
    from engine.api.policyset import load
    from engine.api.population import people

    form = form or ENDINGS.get(os.path.splitext(output or "")[1].lower(), "jsonl")
    _check_name(output, form, seed)
    day = datetime.date.fromisoformat(as_of) if as_of else datetime.date.today()
    loaded = load(policies)
    found, stream = people(loaded, seed, day, weights)
    rows = islice(iter(stream), size)
    if form == "parquet":
        _parquet(rows, stream.columns, loaded, output, {"seed": str(seed), "weights": f"{found.name} {found.version}"})
    else:
        _text(rows, stream, form, output)
    _say(found, output, size, seed, day, out)
    return exits.DECIDED


def _check_name(output: str | None, form: str, seed: int) -> None:
    """A file whose name does not say that its people do not exist could be taken for another."""
    if output is None and form == "parquet":
        raise click.UsageError("--to parquet needs --output FILE")
    if output is not None and output != os.devnull and WORD not in os.path.basename(output).lower():
        from engine.ground.problems import Problems, Rejected

        problems = Problems()
        folder, name = os.path.split(output)
        suggested = os.path.join(folder, f"{WORD}-{name or f'{seed}.{form}'}")
        problems.add("PE887", None, "--output", name=output, suggested=suggested)
        raise Rejected(problems.sorted(), "usage")


def _text(rows: Iterable[Row], stream: People, form: str, output: str | None) -> None:
    from engine.ground.files import beside
    from engine.render.population import WRITERS

    parts = WRITERS[form](rows, stream.columns)
    if output is None:
        for part in parts:
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
        return
    with beside(output) as file:
        for part in parts:
            file.write(part)


def _parquet(
    rows: Iterable[Row], columns: Iterable[str], policies: PolicySet, output: str | None, metadata: dict[str, str]
) -> None:
    try:
        from engine.batch.population import write
    except ImportError:
        raise click.UsageError("--to parquet needs pyarrow: pip install pyarrow") from None
    from engine.ground.files import beside

    assert output is not None
    with beside(output) as file:
        write(file, rows, columns, policies.book, metadata)


def _say(found: Population, output: str | None, size: int, seed: int, day: datetime.date, out: Output) -> None:
    from engine.render.words import count, word

    title = found.title.fr if out.lang == "fr" else found.title.en
    lines = [
        count("population.written", size, out.lang, seed=seed, day=day.isoformat()),
        word("population.weights", out.lang, title=title, version=found.version),
    ]
    if output is not None:
        lines += [word("population.written_to", out.lang, file=output), word("population.decide", out.lang, file=output)]
    sys.stderr.write("\n".join(lines) + "\n")
