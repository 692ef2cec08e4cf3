"""The answer: entitled or not, on which ground, from when, by which procedure, at which office, what to do first, and why.

In: a decision and its reading. Out: lines of a page. Newly guaranteed: nothing.
"""

from __future__ import annotations

from engine.decision.model import Decision, OfficeFound
from engine.decision.reasons import reasons
from engine.facts.case import UNLISTED
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.words import count
from engine.run.reading import Reading

STYLES = {"entitled": "good", "waiting": "wait", "case_by_case": "wait", "not_entitled": "bad", "undetermined": "open"}
OUTCOME = ("entitlement", "ground", "procedure")
SHOWN_OFFICES = 4
SHOWN_MISSING = 3
LABELS = ("as_of", "ground", "from", "procedure", "office", "mail", "page", "first", "settled", "confidence")
READY = "dossier-complete"
"""The event before which papers are gathered."""


def answer(page: Page, names: Names, decision: Decision) -> None:
    """The first screen."""
    label = names.word(decision.entitlement)
    page.lines.append(page.paint(label.upper() if not page.plain else f"{label}.", STYLES[decision.entitlement]))
    page.line(_meaning(names, decision))
    page.gap()
    column = max(len(names.word(label)) for label in LABELS) + 2
    page.labelled(names.word("as_of"), names.day(decision.as_of), column=column)
    if decision.ground != "none" or decision.entitlement != "not_entitled":
        ground = names.word("outcome.open") if decision.ground is None else names.value("ground", decision.ground)
        page.labelled(names.word("ground"), ground, column=column)
    if decision.entitlement in ("entitled", "waiting"):
        since = names.day(decision.entitled_from) if decision.entitled_from else names.word("from.none")
        page.labelled(names.word("from"), since, column=column)
    known = decision.procedure is not None
    procedure = names.value("procedure", decision.procedure) if known else names.word("outcome.open_feminine")
    page.labelled(names.word("procedure"), procedure, column=column)
    _office(page, names, decision.office, column)
    todo = first(names, decision)
    if todo is not None:
        page.labelled(names.word("first"), todo, column=column)
    page.labelled(names.word("settled"), _settled(names, decision), column=column)
    if decision.entitlement != "undetermined":
        page.labelled(names.word("confidence"), names.word(f"confidence.{decision.confidence}"), column=column)


def first(names: Names, decision: Decision) -> str | None:
    """The one thing to do now, where there is one."""
    required = sum(1 for item in decision.requirements if item.required)
    unclear = decision.entitlement == "undetermined" or (decision.procedure is None and not required)
    if unclear and (decision.open or decision.entitlement == "undetermined"):
        return names.word("first.questions") if decision.open else None
    step = names.book.steps[decision.steps[0].id] if decision.steps else None
    if step is not None and (step.event is None or (step.relation == "before" and step.event.name == READY)):
        return names.text(step.title)
    if decision.complete is False:
        return names.word("first.missing", what=missing(names, decision))
    if not required or step is None:
        return names.text(step.title) if step is not None else None
    return names.word("first.complete") if decision.complete else count("first.gather", required, names.lang)


def missing(names: Names, decision: Decision) -> str:
    """Papers required that are not in hand, or fall short; the first of them by name."""
    found = [names.paper(item.id) for item in decision.requirements if item.required and item.status != "held"]
    return _some(names, found, SHOWN_MISSING)


def _some(names: Names, found: list[str], most: int) -> str:
    shown = ", ".join(found[:most])
    return count("office.and_more", len(found) - most, names.lang, names=shown) if len(found) > most else shown


def _meaning(names: Names, decision: Decision) -> str:
    if decision.entitlement == "undetermined" and decision.conflicts:
        return names.word("undetermined.conflict")
    if decision.entitlement == "undetermined" and not decision.open and decision.gaps:
        return names.word("undetermined.gap")
    return names.word(f"{decision.entitlement}.means")


def _settled(names: Names, decision: Decision) -> str:
    facts = ", ".join(names.fact(name) for name in decision.settled.over)
    answerable = any(name in OUTCOME for question in decision.open for name in question.decides)
    by = "nothing" if decision.settled.by == "no" and not answerable else decision.settled.by
    return names.word(f"settled.{by}", facts=facts)


def _office(page: Page, names: Names, office: OfficeFound, column: int) -> None:
    page.labelled(names.word("office"), office_line(names, office), column=column)
    if office.mail is not None:
        page.labelled(names.word("mail"), ", ".join(office.mail.lines), column=column)
        seen, source = office.mail.observed_on, names.source(office.mail.source)
        if seen:
            page.line(names.word("mail.seen", date=names.day(seen), source=source), indent=column, style="dim")
    if office.page is not None:
        page.labelled(names.word("page"), office.page, column=column)


def office_line(names: Names, office: OfficeFound) -> str:
    """The competent office, and how it was found."""
    how = f"found.{office.found_by}"
    found = f", {names.word(how)}" if office.found_by else ""
    if office.code == UNLISTED or office.candidates == (UNLISTED,):
        return names.word("office.unlisted") + found
    if office.code is not None:
        return names.office(office.code) + found
    if not office.candidates:
        return names.word("office.none")
    shown = _some(names, [names.office(code) for code in office.candidates], SHOWN_OFFICES)
    return names.word("office.several", names=shown) + found


def because(page: Page, names: Names, decision: Decision, reading: Reading) -> None:
    """The rules on which the answer stands."""
    literals = []
    for name in ("ground", "entitlement", "procedure"):
        value = reading.value(name) if name in reading.book.facts else None
        literal = reading.compiled.value(name, value) if value is not None else None
        if literal is not None:
            literals.append(literal)
    found = reasons(reading, literals)
    if not found:
        return
    page.heading(names.word("because"))
    for rule in found:
        page.line(names.text(rule.title), bullet="• ", style=None)
        page.line(names.cites(rule.cites), indent=2, style="dim")


def presumed(page: Page, names: Names, decision: Decision) -> None:
    """What the answer takes for granted."""
    if not decision.presumed:
        return
    page.heading(names.word("presumed"))
    for item in decision.presumed:
        fact = names.book.facts[item.fact]
        value = names.value(item.fact, item.is_)
        page.line(names.word("colon", label=names.fact(item.fact), text=value), bullet="• ")
        if fact.presumed_because is not None:
            page.line(names.text(fact.presumed_because), indent=2, style="dim")
