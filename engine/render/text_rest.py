"""What follows the papers: steps, cautions, differences, questions, gaps, conflicts.

In: a decision. Out: lines of a page. Newly guaranteed: reports show when they were seen, and are marked where they
may be out of date.
"""

from __future__ import annotations

from engine.decision.model import ConflictFound, Decision, Difference, Gap, Said, StepFound
from engine.linked.model import NATIONAL
from engine.policy.model import Evidence, Step
from engine.render.answers import answer_form
from engine.render.dates import span
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.words import count

QUESTIONS = 5
DECIDED = 2
"""Papers and facts named beside the answer, of those that a question decides."""
ANSWER = ("entitlement", "ground", "procedure")


def steps(page: Page, names: Names, decision: Decision) -> None:
    """What to do, in order."""
    if not decision.steps:
        return
    page.heading(names.word("steps"))
    event: str | None = ""
    for number, found in enumerate(decision.steps, 1):
        step = names.book.steps[found.id]
        when = when_line(names, step)
        if when != event:
            page.line(when, style="dim")
            event = when
        _step(page, names, step, found, f"{number:>2}. ")


def when_line(names: Names, step: Step) -> str:
    """After or before which event."""
    if step.event is None or step.relation is None:
        return names.word("when.any")
    event = names.book.events.get(step.event.name)
    return names.word(f"when.{step.relation}", event=names.text(event.title) if event else step.event.name)


def takes_line(names: Names, step: Step) -> str | None:
    """How long it takes, and when that was seen."""
    takes = step.takes
    if takes is None:
        return None
    text = span(takes.shortest, takes.longest, names.lang)
    if takes.observed_on is None:
        return names.word("takes", span=text)
    return names.word("takes.seen", span=text, date=names.day(takes.observed_on))


def _step(page: Page, names: Names, step: Step, found: StepFound, bullet: str) -> None:
    page.line(names.text(step.title), bullet=bullet, style=None)
    indent = len(bullet)
    if step.text is not None:
        page.line(names.text(step.text), indent)
    takes = takes_line(names, step)
    if takes is not None:
        page.line(takes, indent, style="dim")
    page.labelled(names.word("source"), names.cites(found.cites), indent, style="dim")


def notes(page: Page, names: Names, decision: Decision) -> None:
    """Cautions, with what they stand on."""
    if not decision.notes:
        return
    page.heading(names.word("notes"))
    for found in decision.notes:
        step = names.book.steps[found.id]
        page.line(names.text(step.title), bullet="• ")
        if step.text is not None:
            page.line(names.text(step.text), 2)
        parts = [names.word(f"rests.{found.force}"), *(_evidence(names, item) for item in found.evidence)]
        page.line(names.join([*dict.fromkeys(parts), names.cites(found.cites)]), 2, style="dim")


def _evidence(names: Names, evidence: Evidence) -> str:
    from engine.decision.support import stale
    from engine.ground.dates import parse_date

    return seen(names, evidence.grade, evidence.observed_on, stale(evidence, parse_date(names.as_of)))


def seen(names: Names, grade: str | None, observed_on: str | None, stale: bool) -> str:
    """The grade of evidence, when it was seen, and whether it may be out of date."""
    date = names.word("seen", date=names.day(observed_on)) if observed_on else names.word("undated")
    parts = [names.word(f"grade.{grade}")] if grade else []
    return ", ".join([*parts, date, *([names.word("stale")] if stale else [])])


def differences(page: Page, names: Names, decision: Decision) -> None:
    """What the law says, what this office asks, what people report."""
    if not decision.differences:
        return
    page.heading(names.word("differences"))
    for found in decision.differences:
        kind = names.word(f"kind.{found.kind}")
        page.line(f"{names.fact(found.fact)} ({kind})", bullet="• ")
        _law(page, names, found)
        for said in found.said:
            said_lines(page, names, found.fact, said)


def _law(page: Page, names: Names, found: Difference) -> None:
    label = names.word("guidance_says" if found.force == "guidance" else "law_says")
    page.labelled(label, names.value(found.fact, found.is_), 2)
    if found.because:
        page.line(names.join([names.rules(found.because), names.cites(found.cites)]), 4, style="dim")


def said_lines(page: Page, names: Names, fact: str, said: Said) -> None:
    """Who says what, in which words, seen when, where."""
    page.labelled(speaker(names, said), names.value(fact, said.is_), 2)
    evidence = [seen(names, said.grade, said.observed_on, said.stale)] if said.grade else []
    desk = [names.word("desk", desk=names.desk(said.desk))] if said.desk else []
    text = names.join([names.rule(said.rule), *desk, *evidence, names.cites(said.cites)])
    page.line(text, 4, style="warn" if said.stale else "dim")


def speaker(names: Names, said: Said) -> str:
    """Who asks or says it."""
    if said.by == NATIONAL:
        return names.word("people_report.national" if said.force == "report" else "source_says")
    office = names.office(said.by)
    key = "office_concludes" if said.concludes else "people_report" if said.force == "report" else "office_says"
    return names.word(key, office=office)


def questions(page: Page, names: Names, decision: Decision) -> None:
    """The most useful questions still open."""
    if not decision.open:
        return
    page.heading(names.word("questions"))
    page.line(names.word("answer.null"), style="dim")
    for number, question in enumerate(decision.open[:QUESTIONS], 1):
        page.line(names.question(question.fact), bullet=f"{number:>2}. ")
        fact = names.book.facts.get(question.fact)
        if fact is not None and fact.help is not None:
            page.line(names.text(fact.help), 4, style="dim")
        if fact is not None:
            page.line(f"{question.fact} — {answer_form(names, fact)}", 4)
        page.line(names.word("decides", what=decided_by(names, question.decides)), 4, style="dim")
    if len(decision.open) > QUESTIONS:
        page.line(count("and_more", len(decision.open) - QUESTIONS, names.lang), 4, style="dim")


def decided_by(names: Names, decides: tuple[str, ...]) -> str:
    """What a question decides: the answer, then the first papers and facts, the others counted."""
    others = list(dict.fromkeys(goal(names, name) for name in decides if name not in ANSWER))
    parts = [names.word("decides.outcome")] if len(decides) > 0 and any(name in ANSWER for name in decides) else []
    parts += others[:DECIDED]
    more = len(others) - DECIDED
    return ", ".join(parts) + (f" {count('more', more, names.lang)}" if more > 0 else "")


def goal(names: Names, name: str) -> str:
    """What a question decides: a fact or a paper."""
    return names.fact(name) if name in names.book.facts else names.paper(name)


def gaps(page: Page, names: Names, decision: Decision) -> None:
    """What is missing on our side."""
    if decision.gaps:
        page.heading(names.word("gaps"))
        for gap in decision.gaps:
            page.line(gap_line(names, gap), bullet="• ")


def gap_line(names: Names, gap: Gap) -> str:
    """One gap in a sentence."""
    if gap.kind == "table":
        table = names.book.tables.get(gap.table or "")
        key = ", ".join(names.countries.get(part, part) for part in gap.key)
        return names.word("gap.table", table=names.text(table.title) if table else gap.table, key=key)
    if gap.kind == "law":
        return names.word("gap.law", facts=", ".join(names.fact(name) for name in gap.facts), title=names.rule(gap.rule or ""))
    return names.word("gap.period", date=names.day(names.book.decides.start or ""))


def conflicts(page: Page, names: Names, decision: Decision) -> None:
    """Rules that contradict each other, an error of the policies."""
    if decision.conflicts:
        page.heading(names.word("conflicts"))
        for found in decision.conflicts:
            page.line(conflict_line(names, found), bullet="• ", style="bad")
            page.labelled(names.word("rules"), names.rules(found.rules), 2)


def conflict_line(names: Names, found: ConflictFound) -> str:
    """One conflict in a sentence."""
    if found.what in names.book.facts:
        values = ", ".join(names.value(found.what, value) for value in found.values)
        return names.word("conflict", what=names.fact(found.what), values=values)
    return names.word("conflict.need", what=names.paper(found.what))
