"""`policy-eval timeline PROFILE`: every date on which the decision changes, and why.

In: a profile and options. Out: a line of changes with the day of the decision on it.
"""

from __future__ import annotations

import datetime
import json
import sys

import click

from engine.cli import exits
from engine.cli.evaluate import Deciding
from engine.cli.options import day_option, deciding_options, output_options, profile_argument
from engine.cli.output import Output
from engine.cli.profiles import read_profile
from engine.ground.dates import parse_date


@click.command("timeline")
@profile_argument
@click.option("--from", "since", metavar="DATE", callback=day_option, help="Show the line from this day on.")
@click.option("--until", metavar="DATE", callback=day_option, help="Show the line up to this day.")
@click.option("--everything", is_flag=True, help="Show steps and cautions too, and all of the past.")
@deciding_options
@output_options("text", "plain", "json")
def command(profile: str, since: str | None, until: str | None, everything: bool, deciding: Deciding, out: Output) -> int:
    """Show every date on which the decision changes, past and future, and why.

    The answers of the profile are held; only the day moves.
    """
    from engine.render.timeline import timeline_text
    from engine.render.timeline_json import timeline_json

    first, last = _parsed(since), _parsed(until)
    if first is not None and last is not None and last < first:
        raise click.BadParameter(f"{until} lies before {since}", param_hint="--until")
    policies, document = deciding.load(), read_profile(profile)
    decided = policies.decide(document, as_of=deciding.as_of, office=deciding.office, presume=deciding.presume)
    line = decided.timeline(since=first, until=last)
    if out.format == "json":
        out.write(json.dumps(timeline_json(line, policies.book, out.lang), ensure_ascii=False, indent=2))
        return exits.POLICIES if line.now.outcome.conflicts else exits.DECIDED
    from engine.render.layout import Page
    from engine.render.names import Names

    page = Page(out.lang, out.format, out.color_for(sys.stdout), out.width())
    names = Names(policies.book, out.lang, line.as_of.isoformat())
    out.write(timeline_text(page, names, line, everything=everything, whole=first is not None))
    return exits.POLICIES if line.now.outcome.conflicts else exits.DECIDED


def _parsed(stated: str | None) -> datetime.date | None:
    return None if stated is None else parse_date(stated)
