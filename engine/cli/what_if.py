"""`policy-eval what-if PROFILE`: the smallest changes of the answers that would change the outcome.

In: a profile, what is sought. Out: sets of changes, each decided anew, and what would complete the file.
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
    from engine.policy.model import Value

COMPLETE = "dossier.complete"
ENTITLEMENTS = ("entitled", "waiting", "case_by_case", "not_entitled")


@click.command("what-if")
@profile_argument
@click.option(
    "--to", type=click.Choice(ENTITLEMENTS), help="The entitlement sought; by default any better one than now, or what ends it."
)
@click.option(
    "--goal", metavar="FACT[=VALUE]", help="Another conclusion sought: procedure=reactivation, ground, stay.lawful=true..."
)
@click.option("--any", "anything", is_flag=True, help="Try also answers that nobody can change (age, birth...).")
@click.option("--most", type=click.IntRange(1, 3), default=3, show_default=True, help="Changes together.")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, help="Sets shown.")
@click.option("--dossier", is_flag=True, help="Show what would complete the file, also where no papers in hand are told.")
@deciding_options
@output_options("text", "plain", "json")
def command(
    profile: str,
    to: str | None,
    goal: str | None,
    anything: bool,
    most: int,
    limit: int,
    dossier: bool,
    deciding: Deciding,
    out: Output,
) -> int:
    """Show the smallest changes of the answers that would change the outcome, cheapest first.

    Each set is decided as a profile of its own, and no part of it would do. Time may pass, too: `wait until`.
    """
    from engine.render.names import Names

    if to is not None and goal is not None:
        raise click.UsageError("--to and --goal exclude each other")
    policies = deciding.load()
    fact, value = (
        _goal(goal, policies.book, out)
        if goal is not None
        else _goal(f"entitlement={to}" if to else "entitlement", policies.book, out)
    )
    decided = policies.decide(read_profile(profile), as_of=deciding.as_of, office=deciding.office, presume=deciding.presume)
    found = decided.what_if(fact, value, anything=anything, most=most, limit=limit)
    plan = decided.file_plan() if dossier or decided.reading.case.held else None
    names = Names(policies.book, out.lang, decided.decision.as_of)
    if out.format == "json":
        from engine.render.what_if_json import what_if_json

        out.write(json.dumps(what_if_json(names, found, plan), ensure_ascii=False, indent=2))
    else:
        from engine.render.layout import Page
        from engine.render.what_if import what_if_text

        page = Page(out.lang, out.format, out.color_for(sys.stdout), out.width())
        out.write(what_if_text(page, names, found, plan, tuple(decided.reading.case.presumed)))
    return exits.POLICIES if decided.decision.conflicts else exits.DECIDED


def _goal(stated: str, book: Rulebook, out: Output) -> tuple[str, Value | None]:
    """The fact and the value that are sought; a usage error that names the nearest ones."""
    from engine.ground.nearest import nearest
    from engine.render.words import word

    name, equals, text = stated.partition("=")
    found = book.facts.get(name)
    if found is None or found.origin != "derived":
        guess = nearest(name, [fact.name for fact in book.derived()])
        key = "whatif.unknown_nearest" if guess else "whatif.unknown"
        raise click.UsageError(word(key, out.lang, name=name, nearest=guess))
    if name == COMPLETE:
        raise click.UsageError(word("whatif.by_papers", out.lang, name=name))
    if not equals:
        return name, None
    domain: dict[str, Value] = {"true": True, "false": False} if found.type.kind == "boolean" else {v: v for v in found.values}
    if text not in domain:
        raise click.UsageError(word("whatif.value", out.lang, name=name, value=text, values=", ".join(domain)))
    return name, domain[text]
