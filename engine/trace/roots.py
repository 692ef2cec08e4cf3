"""The literals that a decision shows: what its claim must prove.

In: a reading. Out: literals in a fixed order. Newly guaranteed: each is established.
"""

from __future__ import annotations

from engine.linked.model import HERE
from engine.run.reading import Reading
from engine.trace.claim import OUTCOME


def shown_literals(reading: Reading) -> tuple[int, ...]:
    """Literals of the outcome, of required papers and their attributes, of papers lifted by a rule, of steps."""
    book, compiled = reading.book, reading.compiled
    found: dict[int, None] = {}

    def add(literal: int | None) -> None:
        if literal is not None and reading.sound[literal]:
            found.setdefault(literal)

    for name in OUTCOME:
        value = reading.value(name) if name in book.facts else None
        if value is not None:
            add(compiled.value(name, value))
    for requirement in book.requirements.values():
        proposition = compiled.need(requirement.id)
        if proposition is None or not reading.need(requirement.id):
            continue
        add(2 * proposition)
        for _, fact in requirement.attributes:
            value = reading.value(fact, HERE)
            if value is not None:
                add(compiled.value(fact, value, HERE))
    lifted = {name for rule in book.rules if reading.rule(rule, HERE) for name in rule.not_required}
    for name in book.requirements:
        proposition = compiled.need(name)
        if name in lifted and proposition is not None:
            add(2 * proposition + 1)
    for step in book.steps:
        proposition = compiled.proposition(f"step:{step}")
        if proposition is not None:
            add(2 * proposition)
    return tuple(found)
