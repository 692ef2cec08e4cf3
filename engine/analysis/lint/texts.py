"""Texts that readers need.

In: a context. Out: PE421 values without label, PE422 texts that are the same in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.analysis.lint.context import Context
from engine.ground.spans import Span
from engine.linked.model import Fact
from engine.policy.model import Text

WORDS = 4
"""From this many words on, the same text in both languages is no name but a translation forgotten."""


def check_texts(context: Context) -> None:
    """Report missing and untranslated texts."""
    for fact in context.book.facts.values():
        missing = _without_label(fact)
        if missing:
            context.problems.add("PE421", fact.span, fact=fact.name, names=missing)
    for text, span in _texts(context):
        if text.en.strip() == text.fr.strip() and len(text.en.split()) >= WORDS:
            context.problems.add("PE422", span, text=text.en)


def _without_label(fact: Fact) -> list[str]:
    """Values that no text names; those of a table of offices have their names there."""
    labelled = {value for value, _ in fact.labels}
    return (
        [value for value in fact.values if value not in labelled] if fact.type.kind == "enum" and fact.type.table is None else []
    )


def _texts(context: Context) -> Iterator[tuple[Text, Span]]:
    for rule in context.written.values():
        yield rule.title, rule.span
    for fact in context.book.facts.values():
        for text in (fact.label, fact.question, fact.help, *(label for _, label in fact.labels)):
            if text is not None:
                yield text, fact.span
    for step in context.policies.steps:
        for text in (step.title, step.text):
            if text is not None:
                yield text, step.span
    yield from ((item.title, item.span) for item in context.policies.documents)
    yield from ((item.title, item.span) for item in context.policies.requirements)
