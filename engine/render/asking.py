"""What an interview says.

In: a question, its fact, what became of an answer. Out: lines of a page. Newly guaranteed: every choice is shown with the number
that stands for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.decision.model import UNDETERMINED, Decision, Presumed, Question
from engine.ground.problems import Problem, quoted
from engine.ground.records import dataclass
from engine.linked.model import Fact
from engine.render.answers import answer_form
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.replies import Unclear, choices
from engine.render.text_rest import decided_by
from engine.render.words import count

ABOUT = {
    "entitlement": "ask.about_entitlement",
    "outcome": "ask.about_outcome",
    "papers": "ask.about_papers",
    "everything": "ask.about_everything",
}
"""What the questions of a stage are about."""


def welcome(page: Page, names: Names) -> None:
    """The first screen."""
    page.heading(names.word("ask.title"))
    page.line(names.word("ask.how"))
    page.line(names.word("ask.privacy"), style="dim")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands: its number, how many of its stage may follow, the stage (None: asked again)."""

    number: int
    left: int
    stage: str | None


def question(page: Page, names: Names, fact: Fact, place: Place) -> None:
    """One question, with its choices."""
    page.gap()
    about = f" · {names.word(ABOUT[place.stage])}" if place.stage is not None else ""
    more = f" ({count('ask.left', place.left, names.lang)})" if place.left and place.stage is not None else ""
    page.line(names.word("ask.number", n=place.number) + about + more, style="dim")
    page.line(names.question(fact.name), style="bold")
    for at, value in enumerate(choices(fact), 1):
        page.line(names.value(fact.name, value), 2, bullet=f"{at:>2}. ")
    if fact.type.many:
        page.line(names.word("ask.several"), 2, style="dim")


def settled(page: Page, names: Names, decision: Decision, left: int) -> None:
    """A stage is over: what is settled so far, and how many questions are left."""
    page.gap()
    open_ = decision.entitlement == UNDETERMINED
    text = names.word("ask.right_open") if open_ else names.value("entitlement", decision.entitlement)
    page.line(names.word("ask.right", answer=text), style="bold")
    page.line(count("ask.go_on", left, names.lang), style="dim")


def help_on(page: Page, names: Names, fact: Fact, asked: Question | None) -> None:
    """All there is to say about a question."""
    page.line(names.text(fact.help) if fact.help is not None else names.word("ask.no_help"), 2)
    page.line(_expected(names, fact), 2, style="dim")
    if asked is not None:
        page.line(names.word("ask.decides", what=decided_by(names, asked.decides)), 2, style="dim")


def _expected(names: Names, fact: Fact) -> str:
    """What to type."""
    return names.word("ask.choose") if choices(fact) else names.word("ask.form", form=answer_form(names, fact))


def unclear(page: Page, names: Names, fact: Fact, found: Unclear) -> None:
    """An answer that is not understood."""
    page.line(names.word("ask.unclear", text=quoted(found.text)), 2, style="warn")
    if found.nearest:
        page.line(names.word("ask.nearest", nearest=names.word("ask.or").join(found.nearest)), 2)
    page.line(_expected(names, fact), 2, style="dim")


def refused(page: Page, names: Names, problems: tuple[Problem, ...]) -> None:
    """An answer that contradicts others, or that cannot be."""
    page.line(names.word("ask.refused"), 2, style="warn")
    for problem in problems:
        page.line(problem.message(names.lang), 4)


def review(page: Page, names: Names, presumed: Sequence[Presumed], unknown: Sequence[str]) -> None:
    """What is taken to be so, and what is not known: each with the number by which it can be said otherwise."""
    if presumed:
        page.gap()
        page.line(names.word("ask.presumed"), style="bold")
    for at, entry in enumerate(presumed, 1):
        text = names.word("colon", label=names.fact(entry.fact), text=names.value(entry.fact, entry.is_))
        page.line(text, 2, bullet=f"{at:>2}. ")
    if unknown:
        page.gap()
        page.line(names.word("ask.unknown"), style="bold")
    for at, name in enumerate(unknown, len(presumed) + 1):
        page.line(names.fact(name), 2, bullet=f"{at:>2}. ")


def beyond(page: Page, names: Names, left: int) -> None:
    """The questions that were not asked because they cannot settle it."""
    if left:
        page.line(count("ask.beyond", left, names.lang), style="dim")


def ending(page: Page, names: Names, decision: Decision, left: int, *, stopped: bool, right_alone: bool = False) -> None:
    """Why the questions end. right_alone: nothing else was to be asked about."""
    page.gap()
    if stopped and left:
        page.line(count("ask.stopped", left, names.lang))
    elif right_alone and decision.entitlement != UNDETERMINED:
        page.line(names.word("ask.right_settled"))
    elif decision.settled.by == "no":
        page.line(names.word("ask.unsettled"))
    else:
        page.line(names.word("ask.settled"))
