"""What an interview says.

In: a question, its fact, what became of an answer. Out: lines of a page. Newly guaranteed: every choice is shown with the number
that stands for it.
"""

from __future__ import annotations

from engine.decision.model import Decision, Presumed, Question
from engine.ground.problems import Problem, quoted
from engine.linked.model import Fact
from engine.render.answers import answer_form
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.replies import Unclear, choices
from engine.render.text_rest import decided_by
from engine.render.words import count


def welcome(page: Page, names: Names) -> None:
    """The first screen."""
    page.heading(names.word("ask.title"))
    page.line(names.word("ask.how"))
    page.line(names.word("ask.privacy"), style="dim")


def question(page: Page, names: Names, fact: Fact, number: int, left: int) -> None:
    """One question, with its choices."""
    page.gap()
    more = f" ({count('ask.left', left, names.lang)})" if left else ""
    page.line(names.word("ask.number", n=number) + more, style="dim")
    page.line(names.question(fact.name), style="bold")
    for at, value in enumerate(choices(fact), 1):
        page.line(names.value(fact.name, value), 2, bullet=f"{at:>2}. ")
    if fact.type.many:
        page.line(names.word("ask.several"), 2, style="dim")


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


def presumed(page: Page, names: Names, found: tuple[Presumed, ...]) -> None:
    """What is taken to be so, all together."""
    page.gap()
    page.line(names.word("ask.presumed"), style="bold")
    for at, entry in enumerate(found, 1):
        text = names.word("colon", label=names.fact(entry.fact), text=names.value(entry.fact, entry.is_))
        page.line(text, 2, bullet=f"{at:>2}. ")


def ending(page: Page, names: Names, decision: Decision, left: int, *, stopped: bool) -> None:
    """Why the questions end."""
    page.gap()
    if stopped and left:
        page.line(count("ask.stopped", left, names.lang))
    elif decision.settled.by == "no":
        page.line(names.word("ask.unsettled"))
    else:
        page.line(names.word("ask.settled"))
