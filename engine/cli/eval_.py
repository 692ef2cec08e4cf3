"""`policy-eval eval PROFILE...`: decide.

In: profiles and options. Out: decisions on standard output, problems on standard error; the exit code is the worst of all.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from engine.cli import exits
from engine.cli.options import Deciding, deciding_options, output_options
from engine.cli.output import Output
from engine.cli.profiles import read_profile
from engine.ground.problems import Rejected

if TYPE_CHECKING:
    from engine.api.decided import Decided
    from engine.api.policyset import PolicySet

OUTCOMES = {"entitled": 0, "waiting": 10, "case_by_case": 11, "not_entitled": 12, "undetermined": 13}


@click.command("eval")
@click.argument("profiles", metavar="PROFILE...", nargs=-1, required=True)
@deciding_options
@click.option("--exit-code", is_flag=True, help="Tell the outcome: 0 entitled, 10 waiting, 11 case by case, 12 not, 13 open.")
@output_options("text", "plain", "json")
def command(profiles: tuple[str, ...], deciding: Deciding, exit_code: bool, out: Output) -> int:
    """Decide one profile or several.

    PROFILE is a JSON or YAML file, or - for standard input. With several profiles, JSON is one decision a line.
    """
    policies = deciding.load()
    codes = [_decide(name, policies, deciding, exit_code, out, several=len(profiles) > 1) for name in profiles]
    return max(codes)


def _decide(name: str, policies: PolicySet, deciding: Deciding, exit_code: bool, out: Output, *, several: bool) -> int:
    try:
        decided = policies.decide(read_profile(name), as_of=deciding.as_of, office=deciding.office, presume=deciding.presume)
    except Rejected as rejected:
        exits.show_rejected(rejected)
        return exits.BORDERS[rejected.border]
    if out.format == "json":
        _json(name, decided, out, several=several)
    else:
        _text(name, decided, out, several=several)
    if decided.decision.conflicts:
        return exits.POLICIES
    return OUTCOMES[decided.decision.entitlement] if exit_code else exits.DECIDED


def _json(name: str, decided: Decided, out: Output, *, several: bool) -> None:
    from engine.render.decision_json import decision_json

    found = decision_json(decided.decision, decided.reading.book, out.lang)
    if several:
        out.write(json.dumps({"profile": name, **found}, ensure_ascii=False))
    else:
        out.write(json.dumps(found, ensure_ascii=False, indent=2))


def _text(name: str, decided: Decided, out: Output, *, several: bool) -> None:
    import sys

    from engine.render.decision_text import decision_text
    from engine.render.layout import Page
    from engine.render.words import word

    page = Page(out.lang, out.format, out.color_for(sys.stdout), out.width())
    if several:
        page.heading(word("profile", out.lang, name=name))
    out.write(decision_text(decided.decision, decided.reading, page))
    if several:
        out.write("")
