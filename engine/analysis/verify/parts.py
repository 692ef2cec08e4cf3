"""Literals in the words of the policy language.

In: a program and literals that are wanted together. Out: the parts that they are made of, each with a text. Newly guaranteed: all
of the parts together say what the literals say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.clauses.compiled import Compiled

NAMED = 3
"""Tests named of a part that is made of several."""


def parts(compiled: Compiled, literals: Iterable[int]) -> dict[int, str]:
    """The conditions of an all, one by one."""
    return {part: text(compiled, part) for literal in literals for part in _parts(compiled, literal)}


def _parts(compiled: Compiled, literal: int) -> Iterator[int]:
    clauses = compiled.by_head.get(literal, ())
    if _is_condition(compiled, literal) and len(clauses) == 1 and clauses[0].body:
        for premise in clauses[0].body:
            yield from _parts(compiled, premise)
    else:
        yield literal


def text(compiled: Compiled, literal: int) -> str:
    """`stay.lawful`, `not: stay.lawful`, `stay.document {is: 'card'}`; of a nested condition, the tests in it."""
    name = compiled.program.names[literal // 2].removeprefix("?")
    if _is_condition(compiled, literal):
        leaves = list(dict.fromkeys(_leaves(compiled, literal)))
        return f"({', '.join(leaves[:NAMED])}{', …' if len(leaves) > NAMED else ''})"
    return f"not: {name}" if literal % 2 else name


def _leaves(compiled: Compiled, literal: int) -> Iterator[str]:
    for clause in compiled.by_head.get(literal, ()):
        for premise in clause.body:
            if _is_condition(compiled, premise):
                yield from _leaves(compiled, premise)
            else:
                yield text(compiled, premise)


def _is_condition(compiled: Compiled, literal: int) -> bool:
    return compiled.program.names[literal // 2].startswith(("when:", "alternative:"))
