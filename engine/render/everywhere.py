"""All offices for one profile: who asks for more than the law, who for less, on what evidence.

In: decisions of one profile, each for a set of offices that say the same. Out: text and JSON. Newly guaranteed: every office is
named or counted once; whatever departs from the law stands with its rule, its source and the grade of its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.decision.advice import compare
from engine.decision.model import Decision
from engine.decision.support import stale
from engine.ground.dates import parse_date
from engine.ground.records import dataclass
from engine.linked.model import NATIONAL, Rule, Rulebook
from engine.policy.model import Cite, Value
from engine.render.compare import Row, outcome_line, row_title, rows, shown_value, support
from engine.render.decision_json import Json, cites, difference_json
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.text_rest import said_lines, seen
from engine.render.words import count

KINDS = ("asks_more", "asks_less", "other_value", "open")
NAMED = 8
"""Offices named on one line; the others are counted."""
Everywhere = Sequence[tuple[tuple[str, ...], Decision]]


@dataclass(frozen=True, slots=True)
class Departure:
    """A row in which offices depart from the law: what they have, in which way, by which rules and sources."""

    row: Row
    kind: str
    value: Value | None
    codes: tuple[str, ...]
    because: tuple[str, ...]
    cites: tuple[Cite, ...]


def departures(everywhere: Everywhere, book: Rulebook) -> list[Departure]:
    """Every departure, what is asked more first."""
    compared = tuple((codes[0], decision) for codes, decision in everywhere)
    attributes = {fact for requirement in book.requirements.values() for _, fact in requirement.attributes}
    found = []
    for row in rows(compared):
        if not row.paper and row.fact in attributes:
            continue  # what a paper would have to be that nobody asks for
        for (codes, decision), value in zip(everywhere, row.here, strict=True):
            if value != row.law:
                because, cited = support(decision, row)
                found.append(Departure(row, _kind(book, row, value), value, codes, because, cited))
    return sorted(found, key=lambda departure: KINDS.index(departure.kind))


def _kind(book: Rulebook, row: Row, value: Value | None) -> str:
    if value is None or row.law is None:
        return "open"
    if row.fact is None:
        return "asks_more" if value is True else "asks_less"
    return compare(book, row.fact, row.law, value)


def following(everywhere: Everywhere, found: Sequence[Departure]) -> list[str]:
    """The offices that depart in nothing."""
    departing = {code for departure in found for code in departure.codes}
    return [code for codes, _ in everywhere for code in codes if code not in departing]


# text ----------------------------------------------------------------------------------------------------------------


def everywhere_text(page: Page, names: Names, everywhere: Everywhere, *, differing: bool = False) -> str:
    """The comparison on a page. differing: only what departs from the law."""
    found = departures(everywhere, names.book)
    page.heading(names.word("compare.outcome"))
    for line in dict.fromkeys(outcome_line(names, decision) for _, decision in everywhere):
        page.labelled(names.word("compare.same"), line)
    for kind in KINDS:
        of_kind = [departure for departure in found if departure.kind == kind]
        if of_kind:
            page.heading(names.word(f"everywhere.{kind}"))
            _of_kind(page, names, everywhere, of_kind)
    if not found:
        page.heading(names.word("compare.papers"))
        page.line(names.word("everywhere.none"))
    if not differing:
        _said(page, names, everywhere)
        _following(page, names, following(everywhere, found))
    return page.text()


def _of_kind(page: Page, names: Names, everywhere: Everywhere, found: list[Departure]) -> None:
    for row in dict.fromkeys(departure.row for departure in found):
        page.line(row_title(names, row), bullet="• ")
        law = next((said for _, decision in everywhere for said in decision.differences if said.fact == row.fact), None)
        grounds = names.join((names.rules(law.because), names.cites(law.cites))) if law is not None else ""
        value = shown_value(names, row, row.law)
        page.labelled(names.word("compare.law"), f"{value} ({grounds})" if grounds else value, 2)
        for departure in found:
            if departure.row == row:
                _departure(page, names, departure)


def _departure(page: Page, names: Names, departure: Departure) -> None:
    page.labelled(named(names, departure.codes), shown_value(names, departure.row, departure.value), 2)
    rules = [names.book.index.rule(rule) for rule in departure.because]
    text = names.join((names.rules(departure.because), *(_evidence(names, rule) for rule in rules), names.cites(departure.cites)))
    if text:
        page.line(text, 4, style="dim")


def _evidence(names: Names, rule: Rule) -> str:
    """The grade of a rule's evidence, and when it was seen."""
    evidence = rule.evidence
    if evidence is None:
        return ""
    return seen(names, evidence.grade, evidence.observed_on, stale(evidence, parse_date(names.as_of)))


def named(names: Names, codes: Sequence[str]) -> str:
    """Offices on one line; many are counted."""
    shown = ", ".join(names.office(code) for code in codes[:NAMED])
    return names.word("everywhere.and", names=shown, n=len(codes) - NAMED) if len(codes) > NAMED else shown


def _said(page: Page, names: Names, everywhere: Everywhere) -> None:
    """What offices say and do not ask, by fact."""
    said = {
        fact.fact: None
        for _, decision in everywhere
        for fact in decision.differences
        if any(entry.by != NATIONAL and not entry.concludes for entry in fact.said)
    }
    if said:
        page.heading(names.word("compare.said"))
    for name in said:
        page.line(names.fact(name), bullet="• ")
        entries = [
            entry for _, decision in everywhere for fact in decision.differences if fact.fact == name for entry in fact.said
        ]
        for entry in dict.fromkeys(entry for entry in entries if entry.by != NATIONAL and not entry.concludes):
            said_lines(page, names, name, entry)


def _following(page: Page, names: Names, codes: list[str]) -> None:
    page.heading(names.word("everywhere.law"))
    silent = [code for code in codes if code in names.book.offices]
    if len(codes) > len(silent):
        page.line(count("everywhere.fileless", len(codes) - len(silent), names.lang))
    if silent:
        page.line(count("everywhere.silent", len(silent), names.lang, names=", ".join(map(names.office, silent))))


# JSON ----------------------------------------------------------------------------------------------------------------


def everywhere_json(everywhere: Everywhere, book: Rulebook, lang: str, *, differing: bool = False) -> Json:
    """The comparison as JSON values. differing: only what departs from the law."""
    first = everywhere[0][1]
    names = Names(book, lang, first.as_of)
    found = departures(everywhere, book)
    departing: Json = {"as_of": first.as_of, "departures": [_departure_json(names, departure) for departure in found]}
    if differing:
        return departing
    return {
        **departing,
        "law_as_it_is": following(everywhere, found),
        "without_file": [code for codes, _ in everywhere for code in codes if code not in book.offices],
        "groups": [
            {
                "offices": list(codes),
                "entitlement": decision.entitlement,
                "ground": decision.ground,
                "procedure": decision.procedure,
                "requirements": [item.id for item in decision.requirements if item.required],
                "here": dict(decision.here),
                "notes": [note.id for note in decision.notes],
                "differences": [difference_json(said) for said in decision.differences],
            }
            for codes, decision in everywhere
        ],
    }


def _departure_json(names: Names, departure: Departure) -> Json:
    row, rules = departure.row, [names.book.index.rule(rule) for rule in departure.because]
    return {
        "kind": departure.kind,
        "requirement": row.paper or None,
        "attribute": row.attribute,
        "fact": row.fact,
        "title": row_title(names, row),
        "law": row.law,
        "is": departure.value,
        "offices": list(departure.codes),
        "because": [
            {
                "rule": rule.id,
                "grade": rule.evidence.grade if rule.evidence is not None else None,
                "observed_on": rule.evidence.observed_on if rule.evidence is not None else None,
                "stale": rule.evidence is not None and stale(rule.evidence, parse_date(names.as_of)),
            }
            for rule in rules
        ],
        "cites": cites(departure.cites),
    }
