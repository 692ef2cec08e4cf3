"""How the answer to a question is written in a profile.

In: an input of the vocabulary. Out: a phrase ("one of single, married...", "a date, like 2026-05-03").
Newly guaranteed: every type of input has its phrase, in both languages.
"""

from __future__ import annotations

from typing import Final

from engine.linked.model import Fact
from engine.render.names import Names

EXAMPLES: Final = {"date": "2026-05-03", "country": "US", "language": "en", "postcode": '"75019"', "commune": '"75119"'}
LISTED = 24
"""Values of a list that are named; of longer ones (the funds) the first, and an ellipsis."""


def answer_form(names: Names, fact: Fact) -> str:
    """What to write for a fact."""
    text = _values(names, fact) if fact.values else _kind(names, fact.type.kind)
    return names.word("answer.set", what=text) if fact.type.many else text


def _values(names: Names, fact: Fact) -> str:
    shown = ", ".join(fact.values[:LISTED]) + (", …" if len(fact.values) > LISTED else "")
    return names.word("answer.enum", values=shown)


def _kind(names: Names, kind: str) -> str:
    key = f"answer.{kind}" if kind in ("boolean", "integer", *EXAMPLES) else "answer.text"
    return names.word(key, example=EXAMPLES.get(kind, ""))
