"""Explanations that commands show.

In: a decided case and what to explain. Out: trees, as text or as JSON. Newly guaranteed: under `redact` no sensitive
value is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.ground.records import dataclass
from engine.trace.hide import hidden_fact

if TYPE_CHECKING:
    from engine.api.decided import Decided
    from engine.render.layout import Page
    from engine.render.names import Names
    from engine.trace.model import FactLine

KINDS = ("why", "why-not", "full")
OUTCOME = ("entitlement", "ground", "procedure")
BEST_FIRST = ("entitled", "waiting", "case_by_case")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Trees under a heading each, and (for `full`) the verdict of every condition of every rule."""

    why: tuple[FactLine, ...]
    why_not: tuple[FactLine, ...]
    verdicts: tuple[dict[str, object], ...] = ()


def explanation(decided: Decided, kind: str, *, redact: bool) -> Explanation:
    """why: the outcome; why-not: the outcomes and grounds that do not hold; full: both, the papers, and every rule."""
    book = decided.reading.book
    why = _why(decided, full=kind == "full") if kind != "why-not" else []
    why_not = _why_not(decided) if kind != "why" else []
    if redact:
        why = [hidden_fact(line, book) for line in why]
        why_not = [hidden_fact(line, book) for line in why_not]
    verdicts = decided.verdicts(redact=redact) if kind == "full" else []
    return Explanation(tuple(why), tuple(why_not), tuple(verdicts))


def _why(decided: Decided, *, full: bool) -> list[FactLine]:
    names = [name for name in OUTCOME if name in decided.reading.book.facts]
    if full:
        names += [item.id for item in decided.decision.requirements]
    return [decided.explain(name) for name in names]


def _why_not(decided: Decided) -> list[FactLine]:
    """Better outcomes than the one that holds, then the grounds that fail."""
    reading, found = decided.reading, []
    holds = reading.value("entitlement") if "entitlement" in reading.book.facts else None
    better = BEST_FIRST[: BEST_FIRST.index(str(holds))] if holds in BEST_FIRST else BEST_FIRST
    found += [decided.explain_not("entitlement", value) for value in better if "entitlement" in reading.book.facts]
    ground = reading.book.facts.get("ground")
    if ground is not None:
        found += [decided.explain_not("ground", value) for value in ground.values if value != ground.default]
    return [line for line in found if line is not None]


def show(page: Page, names: Names, found: Explanation) -> None:
    """The trees on a page."""
    from engine.render.explain_text import explanation as write

    for key, lines in (("explain.why", found.why), ("explain.why_not", found.why_not)):
        if lines:
            page.heading(names.word(key))
            for line in lines:
                write(page, names, line)
    if found.verdicts:
        page.heading(names.word("explain.rules"))
        for entry in found.verdicts:
            _verdict(page, names, entry)


def _verdict(page: Page, names: Names, entry: dict[str, object]) -> None:
    rule, verdict, at = str(entry["rule"]), str(entry["verdict"]), entry["at"]
    place = f"{at['file']}:{at['line']}" if isinstance(at, dict) else ""
    page.line(f"{names.word(f'verdict.{verdict}')} — {names.rule(rule)} [{rule}] {place}", bullet="• ")


def as_json(found: Explanation) -> dict[str, object]:
    """The trees as JSON values."""
    from engine.render.explain_json import explanation_json

    return {
        "why": [explanation_json(line) for line in found.why],
        "why_not": [explanation_json(line) for line in found.why_not],
        "verdicts": list(found.verdicts),
    }
