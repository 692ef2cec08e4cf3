"""`policy-eval compare PROFILE --offices A,B,C`: offices side by side for one profile.

In: a profile and codes of offices. Out: the outcome, each paper and attribute that differs, and what is said, next to the law.
"""

from __future__ import annotations

import json
import sys

import click

from engine.cli import exits
from engine.cli.evaluate import Deciding
from engine.cli.options import deciding_options, output_options, profile_argument
from engine.cli.output import Output
from engine.cli.profiles import read_profile

DEFAULT = "751,691,061"


@click.command("compare")
@profile_argument
@click.option("--offices", default=DEFAULT, show_default=True, metavar="CODES", help="Codes of the offices, with commas.")
@deciding_options
@output_options("text", "plain", "json")
def command(profile: str, offices: str, deciding: Deciding, out: Output) -> int:
    """Show one profile at several offices, next to the law.

    Entitlement, ground and procedure never depend on the office; papers and what they must be like can.
    """
    from engine.render.compare import compare_json, compare_text

    if deciding.office is not None:
        raise click.UsageError("--office goes with eval; compare takes --offices")
    policies, document = deciding.load(), read_profile(profile)
    codes = list(dict.fromkeys(code.strip() for code in offices.split(",") if code.strip()))
    if not codes:
        raise click.BadParameter("name at least one office", param_hint="--offices")
    decided = [policies.decide(document, as_of=deciding.as_of, office=code, presume=deciding.presume).decision for code in codes]
    compared = tuple(zip(codes, decided, strict=True))
    if out.format == "json":
        out.write(json.dumps(compare_json(compared, policies.book, out.lang), ensure_ascii=False, indent=2))
        return exits.DECIDED
    from engine.render.layout import Page
    from engine.render.names import Names

    page = Page(out.lang, out.format, out.color_for(sys.stdout), out.width())
    out.write(compare_text(page, Names(policies.book, out.lang, decided[0].as_of), compared))
    return exits.POLICIES if any(decision.conflicts for decision in decided) else exits.DECIDED
