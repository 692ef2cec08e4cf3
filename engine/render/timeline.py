"""The timeline on a page: a line of days, each with what changes and why.

In: a `Timeline`. Out: text. Newly guaranteed: the day of the decision has its mark; what is left out is counted.
"""

from __future__ import annotations

import datetime

from engine.analysis.standing import Standing
from engine.analysis.timeline import Change, Deadline, Timeline
from engine.render.dates import duration
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.timeline_changes import advice_lines
from engine.render.timeline_why import why_lines
from engine.render.words import count

DOT, DUE, TODAY, BAR = "●  ", "○  ", "◆  ", "│  "
STYLES = {"entitled": "good", "waiting": "wait", "case_by_case": "wait", "not_entitled": "bad", "undetermined": "open"}


def timeline_text(page: Page, names: Names, line: Timeline, *, everything: bool = False, whole: bool = False) -> str:
    """The line. everything: steps and cautions too, all of the past. whole: an earlier day to begin from was asked for."""
    _Writer(page, names, everything=everything).write(line if whole or everything else _from_floor(line), floored=not whole)
    return page.text()


def _from_floor(line: Timeline) -> Timeline:
    """The line from the day since which the person lives or works here: before, the answers speak of nobody."""
    if line.floor is None or (line.begins is not None and line.floor <= line.begins):
        return line
    return line.between(line.floor, line.until)


def _beyond_a_life(change: Change) -> bool:
    """An age that nobody reaches ends every line: that is not news."""
    return len(change.after.impossible) > 1


class _Writer:
    def __init__(self, page: Page, names: Names, *, everything: bool) -> None:
        self._page, self._names, self._everything = page, names, everything

    def write(self, line: Timeline, *, floored: bool) -> None:
        page, names = self._page, self._names
        page.heading(names.word("timeline.title"))
        page.line(names.word("timeline.held"))
        if floored and not self._everything and line.floor is not None and line.begins == line.floor:
            page.line(names.word("timeline.floor", day=names.day(line.floor.isoformat())))
        page.gap()
        self._begin(line)
        past = [change for change in line.changes if change.day <= line.as_of]
        future = [change for change in line.changes if change.day > line.as_of and not _beyond_a_life(change)]
        due = list(line.deadlines)
        self._changes(past, "timeline.skipped", {"outcome"}, [found for found in due if found.day <= line.as_of], line.as_of)
        if line.until is None or line.as_of <= line.until:
            self._today(line)
        self._changes(
            future, "timeline.hidden", {"outcome", "papers"}, [found for found in due if found.day > line.as_of], line.as_of
        )
        page.gap()
        if line.until is None:
            page.line(names.word("timeline.end"))
        elif not past and not future and not due:
            page.line(names.word("timeline.nothing"))

    def _begin(self, line: Timeline) -> None:
        day = self._names.word("timeline.always") if line.begins is None else self._names.day(line.begins.isoformat())
        start = self._names.book.decides.start
        if line.begins is not None and line.begins.isoformat() == start:
            day = f"{day} ({self._names.word('timeline.period')})"
        self._head(day, line.first, DOT)
        self._bar()

    def _today(self, line: Timeline) -> None:
        day = f"{self._names.day(line.as_of.isoformat())} ({self._names.word('timeline.today')})"
        start = self._names.book.decides.start
        if start is not None and line.as_of.isoformat() < start:
            self._page.beside(
                self._names.word("colon", label=day, text=self._names.word("timeline.undecided")), TODAY, BAR, "bold"
            )
        else:
            self._head(day, line.now, TODAY)
        self._bar()

    def _changes(self, changes: list[Change], omitted: str, shown: set[str], due: list[Deadline], as_of: datetime.date) -> None:
        kept = [change for change in changes if self._everything or shown & set(change.aspects)]
        if len(kept) < len(changes):
            self._page.beside(count(omitted, len(changes) - len(kept), self._names.lang), BAR, BAR, "dim")
            self._bar()
        both: list[Change | Deadline] = [*kept, *due]
        for found in sorted(both, key=lambda found: found.day):
            if isinstance(found, Deadline):
                self._deadline(found, passed=found.day < as_of)
            else:
                self._change(found)

    def _deadline(self, due: Deadline, *, passed: bool) -> None:
        page, names = self._page, self._names
        step, event = names.book.steps[due.step], names.book.events[due.event]
        day, title = names.day(due.day.isoformat()), names.text(step.title)
        page.beside(names.word("colon", label=day, text=names.word("timeline.last_day", step=title)), DUE, BAR, "warn")
        texts = [names.word("timeline.before", event=names.text(event.title), date=names.day(due.date.isoformat()))]
        texts += [names.word("timeline.takes", span=duration(due.takes, names.lang))] if due.takes is not None else []
        texts += [names.word("timeline.passed")] if passed else []
        page.beside(names.join(texts), BAR, BAR + "  ")
        self._bar()

    def _change(self, change: Change) -> None:
        page, names = self._page, self._names
        day = names.day(change.day.isoformat())
        if "outcome" in change.aspects:
            self._head(day, change.after, DOT)
        else:
            page.beside(day, DOT, BAR, "bold")
        for label, text in (*why_lines(names, change), *advice_lines(names, change, everything=self._everything)):
            page.beside(names.word("colon", label=label, text=text), BAR, BAR + "  ")
        self._bar()

    def _head(self, day: str, standing: Standing, mark: str) -> None:
        style = STYLES[standing.outcome.entitlement] if not standing.impossible else "warn"
        self._page.beside(self._names.word("colon", label=day, text=_standing(self._names, standing)), mark, BAR, style)

    def _bar(self) -> None:
        if not self._page.plain:
            self._page.lines.append(BAR.strip())


def _standing(names: Names, standing: Standing) -> str:
    if len(standing.impossible) > 1:
        return names.word("timeline.fact_impossible", label=names.fact(standing.impossible[1]))
    if standing.impossible:
        return names.word("timeline.impossible")
    outcome = standing.outcome
    if outcome.conflicts:
        return names.word("timeline.conflict")
    ground = outcome.ground if outcome.entitlement != "not_entitled" else None  # "none" is no news beside it
    parts = [names.word(outcome.entitlement).lower()]
    parts += [names.value(name, value) for name, value in (("ground", ground), ("procedure", outcome.procedure)) if value]
    return names.join(parts)
