"""`policy-eval diff A B`: what changed in meaning between two policy sets, and whom it touches.

In: two folders, bundles or revisions of git. Out: changes, each with a profile that shows it; exit 1 when meaning changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from engine.cli import exits
from engine.cli.options import as_of_option, output_options
from engine.cli.output import Output

if TYPE_CHECKING:
    from engine.api.affected import Line
    from engine.api.policyset import PolicySet


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", required=False)
@as_of_option
@click.option("--witnesses/--no-witnesses", default=True, show_default=True, help="Look for a profile that shows each change.")
@click.option(
    "--changes",
    type=click.IntRange(1),
    default=40,
    show_default=True,
    metavar="N",
    help="Look for profiles of the first N changes.",
)
@click.option(
    "--population", metavar="FILE", help="Decide the profiles of a file (JSON Lines, CSV, Parquet) on both sides, and count."
)
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="Processes that decide the population.")
@output_options("text", "plain", "json", "markdown", "svg")
def command(
    before: str,
    after: str | None,
    as_of: str | None,
    witnesses: bool,
    changes: int,
    population: str | None,
    jobs: int,
    out: Output,
) -> int:
    """Show what changed in meaning between two policy sets, and whom it touches.

    A and B are folders, bundles or git:REV[:PATH]; B is the bundled policies by default. Order and form of the files are no
    change; wording stands apart. svg is a picture of the outcomes of the population, before and after. Exit code 1 when
    meaning changed.
    """
    import datetime

    from engine.api.diffing import diff_policies

    if out.format == "svg" and population is None:
        raise click.UsageError("--format svg draws a population: add --population FILE")
    counting = None
    if population is not None:
        from functools import partial

        from engine.api.affected import flow_of

        counting = partial(flow_of, file=population, as_of=as_of, lines=_reader(population), jobs=jobs)
    today = datetime.date.fromisoformat(as_of) if as_of else None
    looked = witnesses and out.format != "svg"
    report = diff_policies(before, after, today=today, witnesses=looked, most=changes, population=counting)
    if out.format == "json":
        from engine.render.diff_json import diff_json

        out.write(json.dumps(diff_json(report, out.lang), ensure_ascii=False, indent=2))
    elif out.format == "svg":
        from engine.render.diff_flow import flow_svg

        assert report.flow is not None
        out.write(flow_svg(report.flow, report.after.book, out.lang))
    elif out.format == "markdown":
        from engine.render.diff_markdown import diff_markdown

        out.write(diff_markdown(report, out.lang))
    else:
        from engine.render.diff_text import diff_text
        from engine.render.layout import Page

        out.write(diff_text(Page(out.lang, out.format, out.color_for(sys.stdout), out.width()), report))
    return exits.FINDINGS if report.meaning else exits.DECIDED


def _reader(population: str) -> Callable[[str, PolicySet], Iterable[Line]] | None:
    """What reads a population that is not JSON Lines."""
    if not population.endswith((".csv", ".tsv", ".parquet", ".pq")):
        return None
    from engine.batch.needs import columns_installed

    columns_installed()

    def read(path: str, policies: PolicySet) -> Iterable[Line]:
        from engine.batch.explain import profiles_in

        return profiles_in(path, policies.book)

    return read
