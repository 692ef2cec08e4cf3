"""What if, as text: the sets of changes, the answers to give, what completes the file, how far was searched.

In: a `WhatIf` and perhaps a `FilePlan`. Out: lines of a page. Newly guaranteed: nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.analysis.whatif import Change, ChangeSet, Goal, Result, Searched, WhatIf
from engine.analysis.whatif_papers import FilePlan, PaperOption, PaperStep
from engine.facts.case import Told
from engine.policy.model import Value
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.words import count

SHOWN = 6
"""Alternatives of one answer named in text; JSON has all of them."""
RULES = 5
"""Rules named of those that make the difference."""
OPTIONS = 5
"""Papers named for one requirement."""


def what_if_text(page: Page, names: Names, found: WhatIf, plan: FilePlan | None = None, presumed: Sequence[str] = ()) -> str:
    """Everything on a page. presumed: facts that nobody told."""
    page.labelled(names.word("as_of"), names.day(names.as_of))
    page.labelled(names.word("whatif.now"), outcome(names, found.goal, found.now))
    page.labelled(names.word("whatif.sought"), _sought(names, found.goal))
    if found.reached:
        page.line(names.word("whatif.reached"), style="good")
    if found.tells:
        page.heading(names.word("whatif.tells"))
        _sets(page, names, found, found.tells, presumed)
    if not found.reached:
        page.heading(names.word("whatif.losing" if found.losing else "whatif.sets"))
        _sets(page, names, found, found.sets, presumed)
        if not found.sets:
            page.line(_nothing(names, found.searched))
        if found.more:
            page.line(names.word("whatif.more"))
    if plan is not None:
        _file(page, names, plan)
    if not found.reached:
        page.gap()
        _searched(page, names, found.searched)
    return page.text()


def outcome(names: Names, goal: Goal, result: Result) -> str:
    """What is decided, on one line."""
    parts = [names.word(result.entitlement)]
    if goal.fact not in ("entitlement", "ground", "procedure"):
        parts.insert(0, names.word("colon", label=names.fact(goal.fact), text=names.value(goal.fact, result.value)))
    if result.ground not in (None, "none"):
        parts.append(names.value("ground", result.ground))
    if result.procedure is not None:
        parts.append(names.value("procedure", result.procedure))
    if result.entitled_from is not None:
        parts.append(names.word("whatif.from", day=names.day(result.entitled_from)))
    return ", ".join(parts)


def _sought(names: Names, goal: Goal) -> str:
    values = [
        names.word(str(value)).lower() if goal.fact == "entitlement" else names.value(goal.fact, value) for value in goal.values
    ]
    return names.word("colon", label=names.fact(goal.fact), text=_one_of(names, values)) if values else names.word("none")


def _nothing(names: Names, searched: Searched) -> str:
    if searched.cut:
        return names.word("whatif.none_cut")
    return names.word("whatif.none_any") if searched.anything else count("whatif.none", searched.size, names.lang)


def _sets(page: Page, names: Names, found: WhatIf, sets: Sequence[ChangeSet], presumed: Sequence[str]) -> None:
    for number, item in enumerate(sets, 1):
        if number > 1:
            page.gap()
        for at, change in enumerate(item.changes):
            text = _change(names, change, presumed)
            page.line(
                names.word("whatif.and", change=text) if at else text, 4 if at else 0, bullet="" if at else f"{number:>2}. "
            )
        _result(page, _on_the_day(names, item), found.goal, item.result)


def _result(page: Page, names: Names, goal: Goal, result: Result) -> None:
    """Where a set leads, with the rules that make the difference and their sources."""
    page.labelled(names.word("whatif.then"), outcome(names, goal, result), 4, style="bold")
    if result.because:
        page.labelled(names.word("whatif.because"), _some(names, [names.rule(rule) for rule in result.because]), 4)
    elif result.no_longer:
        page.labelled(names.word("whatif.no_longer"), _some(names, [names.rule(rule) for rule in result.no_longer]), 4)
    if result.cites:
        page.labelled(names.word("source"), names.cites(result.cites), 4, style="dim")


def _on_the_day(names: Names, item: ChangeSet) -> Names:
    """Names that cite the texts in force on the day that is waited for."""
    day = next((str(change.values[0]) for change in item.changes if change.kind == "wait"), names.as_of)
    return names if day == names.as_of else Names(names.book, names.lang, day)


def _some(names: Names, titles: list[str]) -> str:
    shown = names.join(titles[:RULES])
    left = len(titles) - RULES
    return names.join((shown, count("more", left, names.lang))) if left > 0 else shown


def _change(names: Names, change: Change, presumed: Sequence[str]) -> str:
    """An answer that would be otherwise, with what is told now and what it takes."""
    if change.kind == "wait":
        return names.word("whatif.wait", day=names.day(str(change.values[0])))
    shown = [_value(names, change.fact, value) for value in change.values]
    text = _one_of(names, shown)
    if change.example:
        text = names.word("whatif.example", value=text)
    notes = []
    if change.kind == "tell":
        notes.append(names.word("whatif.unsure" if change.asked else "whatif.untold"))
    elif change.now is not None:
        key = "whatif.presumed" if change.fact in presumed else "whatif.was"
        notes.append(names.word(key, value=_value(names, change.fact, change.now)))
    if change.kind == "change" and change.changeable != "yes":
        notes.append(names.word(f"whatif.{change.changeable}"))
    line = names.word("colon", label=names.fact(change.fact), text=text)
    return f"{line} ({', '.join(notes)})" if notes else line


def _one_of(names: Names, values: Sequence[str]) -> str:
    if len(values) == 1:
        return values[0]
    shown, left = names.join(values[:SHOWN]), len(values) - SHOWN
    if left > 0:
        shown = count("whatif.more_values", left, names.lang, values=shown)
    return names.word("whatif.one_of", values=shown)


def _value(names: Names, fact: str, value: Told) -> str:
    if isinstance(value, tuple):
        return " + ".join(names.value(fact, member) for member in value) or names.word("none")
    return names.value(fact, value)


def _searched(page: Page, names: Names, searched: Searched) -> None:
    """How far was searched, said plainly."""
    parts = [count("whatif.ran", searched.lanes, names.lang, decisions=searched.decisions)]
    if searched.size:
        parts.append(count("whatif.size", searched.size, names.lang))
    if searched.cut:
        parts.append(names.word("whatif.cut"))
    if searched.untried:
        parts.append(names.word("whatif.untried", facts=", ".join(names.fact(name) for name in searched.untried)))
    if not searched.anything:
        parts.append(names.word("whatif.changeable_only"))
    for part in parts:
        page.line(part, style="dim")


# the file ------------------------------------------------------------------------------------------------------------


def _file(page: Page, names: Names, plan: FilePlan) -> None:
    page.heading(names.word("whatif.file"))
    if not plan.unmet:
        page.line(names.word("whatif.file.complete" if plan.held else "whatif.file.none"), style="good" if plan.held else None)
    elif not plan.told:
        page.line(names.word("whatif.file.untold"))
    for number, step in enumerate(plan.steps, 1):
        _step(page, names, step, number)
    if plan.verified:
        page.line(count("whatif.file.verified", len(plan.steps), names.lang), style="good")
    for key, papers in (("whatif.file.stuck", plan.stuck), ("whatif.file.open", plan.open)):
        if papers:
            page.line(names.word(key, papers=names.join(names.paper(paper) for paper in papers)), style="warn")


def _step(page: Page, names: Names, step: PaperStep, number: int) -> None:
    for at, option in enumerate(step.options[:OPTIONS]):
        text = _option(names, option)
        page.line(
            text if at == 0 else names.word("whatif.file.or", option=text),
            0 if at == 0 else 4,
            bullet="" if at else f"{number:>2}. ",
        )
    if len(step.options) > OPTIONS:
        page.line(count("more", len(step.options) - OPTIONS, names.lang), 4, style="dim")
    page.line(
        names.word("whatif.file.serves", papers=names.join(names.paper(paper) for paper in step.requirements)), 4, style="dim"
    )
    if step.because:
        page.labelled(names.word("reason"), _some(names, [names.rule(rule) for rule in step.because]), 4)
    if step.cites:
        page.labelled(names.word("source"), names.cites(step.cites), 4, style="dim")


def _option(names: Names, option: PaperOption) -> str:
    found = names.word("whatif.file.add" if option.at is None else "whatif.file.amend", paper=names.document(option.document))
    record = _record(names, option)
    wanted = [_attribute(names, record, name, value) for name, value in option.attributes.items()]
    return f"{found} ({', '.join(wanted)})" if wanted else found


def _record(names: Names, option: PaperOption) -> str:
    """The facts that have words for what the paper is: its own, else those of what it is asked as."""
    facts = names.book.documents[option.document].facts
    needed = (fact for paper in sorted(option.covers) for _, fact in names.book.requirements[paper].attributes)
    return facts or next((fact.rpartition(".")[0] for fact in needed), "")


def _attribute(names: Names, record: str, name: str, value: Value) -> str:
    """What a paper has to be."""
    if name == "issued_on":
        return names.word("whatif.issued_on", day=names.day(str(value)))
    if name == "months" and isinstance(value, int):
        return count("span.months", value, names.lang)
    if name == "form":
        return names.word(f"whatif.form.{value}")
    return names.word("colon", label=names.word(f"attribute.{name}").lower(), text=names.value(f"{record}.{name}", value))
