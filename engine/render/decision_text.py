"""A decision as text for people: 80 columns, or plain for screen readers.

In: a decision and its reading. Out: text in English or French. Newly guaranteed: the order of the screen (answer, reasons,
papers, steps, cautions, differences, questions, gaps; the questions follow the answer while it is undetermined); every line
of law or practice stands with its source.
"""

from __future__ import annotations

from engine.decision.model import Decision
from engine.render import text_answer, text_papers, text_rest
from engine.render.layout import Page
from engine.render.names import Names
from engine.run.reading import Reading


def decision_text(decision: Decision, reading: Reading, page: Page) -> str:
    """The whole decision."""
    names = Names(reading.book, page.lang, decision.as_of)
    text_answer.answer(page, names, decision)
    text_rest.conflicts(page, names, decision)
    undetermined = decision.entitlement == "undetermined"
    if undetermined:
        text_rest.questions(page, names, decision)
    text_answer.because(page, names, decision, reading)
    if decision.entitlement == "not_entitled":
        from engine.render.refusal import refusal  # only a refusal needs the proofs

        refusal(page, names, reading)
    text_answer.presumed(page, names, decision)
    text_papers.papers(page, names, decision)
    text_papers.not_required(page, names, decision)
    text_rest.steps(page, names, decision)
    text_rest.notes(page, names, decision)
    text_rest.differences(page, names, decision)
    if not undetermined:
        text_rest.questions(page, names, decision)
    text_rest.gaps(page, names, decision)
    return page.text()
