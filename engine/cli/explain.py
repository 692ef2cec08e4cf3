"""`policy-eval explain FACT PROFILE`: the proof of one fact, true or false, or what keeps it open.

In: the name of a derived fact or of a requirement, a profile. Out: its proof, in the law's reading and at the office.
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
    from engine.api.policyset import PolicySet
    from engine.trace.model import FactLine


@click.command("explain")
@click.argument("fact", metavar="FACT")
@profile_argument
@deciding_options
@click.option("--redact", is_flag=True, help="Withhold the values of sensitive facts.")
@output_options("text", "plain", "json")
def command(fact: str, profile: str, deciding: Deciding, redact: bool, out: Output) -> int:
    """Prove one fact, true or false, or say what keeps it open.

    FACT is a fact that rules conclude (stay.lawful, ground...) or a requirement (birth-record...).
    """
    policies = deciding.load()
    known = _known(fact, policies, out)
    decided = policies.decide(read_profile(profile), as_of=deciding.as_of, office=deciding.office, presume=deciding.presume)
    found = decided.reading.book.facts.get(known)
    lines: list[FactLine] = [decided.explain(known)]
    if found is not None and found.varies:
        lines.append(decided.explain(known, "here"))
    if redact:
        from engine.trace.hide import hidden_fact

        lines = [hidden_fact(line, policies.book) for line in lines]
    if out.format == "json":
        from engine.render.explain_json import explanation_json

        values = [explanation_json(line) for line in lines]
        out.write(json.dumps(values[0] if len(values) == 1 else values, ensure_ascii=False, indent=2))
        return exits.DECIDED
    from engine.render.explain_text import explanation
    from engine.render.layout import Page
    from engine.render.names import Names

    page = Page(out.lang, out.format, out.color_for(sys.stdout), out.width())
    names = Names(policies.book, out.lang, decided.reading.case.as_of.isoformat())
    for line in lines:
        explanation(page, names, line)
    out.write(page.text())
    return exits.DECIDED


def _known(name: str, policies: PolicySet, out: Output) -> str:
    """The name, if rules conclude it; a usage error that names the nearest one otherwise."""
    from engine.ground.nearest import nearest
    from engine.render.words import word

    book = policies.book
    derived = [fact.name for fact in book.derived()]
    if name in derived or name in book.requirements:
        return name
    if name in book.facts:
        raise click.UsageError(word("explain.told", out.lang, name=name))
    guess = nearest(name, [*derived, *book.requirements])
    key = "explain.unknown_nearest" if guess else "explain.unknown"
    raise click.UsageError(word(key, out.lang, name=name, nearest=guess))
