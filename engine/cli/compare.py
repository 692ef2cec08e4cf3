"""`policy-eval compare PROFILE --offices A,B,C`, or `--all`: offices side by side for one profile.

In: a profile and codes of offices, or all. Out: the outcome, each paper and attribute that differs, and what is said, next to
the law.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from engine.cli import exits
from engine.cli.evaluate import Deciding
from engine.cli.options import deciding_options, output_options, profile_argument
from engine.cli.output import Output
from engine.cli.profiles import read_profile

if TYPE_CHECKING:
    from engine.linked.model import Rulebook
    from engine.render.layout import Page
    from engine.render.names import Names

DEFAULT = "751,691,061"


@click.command("compare")
@profile_argument
@click.option("--offices", metavar="CODES", help=f"Codes of the offices, with commas.  [default: {DEFAULT}]")
@click.option("--all", "everywhere", is_flag=True, help="Compare all offices: who asks for more than the law, who for less.")
@click.option("--differing", is_flag=True, help="Show only what differs from the law.")
@deciding_options
@output_options("text", "plain", "json")
def command(profile: str, offices: str | None, everywhere: bool, differing: bool, deciding: Deciding, out: Output) -> int:
    """Show one profile at several offices, next to the law.

    Entitlement, ground and procedure never depend on the office; papers and what they must be like can.
    """
    if deciding.office is not None:
        raise click.UsageError("--office goes with eval; compare takes --offices")
    if everywhere:
        if offices is not None:
            raise click.UsageError("--all compares every office: leave --offices out")
        return _everywhere(profile, deciding, out, differing=differing)
    codes = list(dict.fromkeys(code.strip() for code in (DEFAULT if offices is None else offices).split(",") if code.strip()))
    if not codes:
        raise click.BadParameter("name at least one office", param_hint="--offices")
    return _side_by_side(profile, codes, deciding, out, differing=differing)


def _side_by_side(profile: str, codes: list[str], deciding: Deciding, out: Output, *, differing: bool) -> int:
    from engine.render.compare import compare_json, compare_text

    policies, document = deciding.load(), read_profile(profile)
    decided = [policies.decide(document, as_of=deciding.as_of, office=code, presume=deciding.presume).decision for code in codes]
    compared = tuple(zip(codes, decided, strict=True))
    code = exits.POLICIES if any(decision.conflicts for decision in decided) else exits.DECIDED
    if out.format == "json":
        out.write(json.dumps(compare_json(compared, policies.book, out.lang, differing=differing), ensure_ascii=False, indent=2))
        return code
    page, names = _page(out, policies.book, decided[0].as_of)
    out.write(compare_text(page, names, compared, differing=differing))
    return code


def _everywhere(profile: str, deciding: Deciding, out: Output, *, differing: bool) -> int:
    from engine.render.everywhere import everywhere_json, everywhere_text

    policies, document = deciding.load(), read_profile(profile)
    found = policies.at_offices(document, as_of=deciding.as_of, presume=deciding.presume)
    everywhere = [(codes, decided.decision) for codes, decided in found]
    conflicts = any(decision.conflicts for _, decision in everywhere)
    if out.format == "json":
        values = everywhere_json(everywhere, policies.book, out.lang, differing=differing)
        out.write(json.dumps(values, ensure_ascii=False, indent=2))
        return exits.POLICIES if conflicts else exits.DECIDED
    page, names = _page(out, policies.book, everywhere[0][1].as_of)
    out.write(everywhere_text(page, names, everywhere, differing=differing))
    return exits.POLICIES if conflicts else exits.DECIDED


def _page(out: Output, book: Rulebook, as_of: str) -> tuple[Page, Names]:
    from engine.render.layout import Page
    from engine.render.names import Names

    return Page(out.lang, out.format, out.color_for(sys.stdout), out.width()), Names(book, out.lang, as_of)
