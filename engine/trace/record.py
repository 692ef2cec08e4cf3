"""The trace of a decision: its claim, the digest, and an envelope.

In: a reading, its firings. Out: a JSON object, and the salts of redacted values (kept by the person, apart).
Newly guaranteed: the digest is that of the claim; the envelope (engine, executor, firings) stands outside it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

from engine.facts.case import Case
from engine.linked.model import Rulebook
from engine.run.outcome import Firing
from engine.run.reading import Reading
from engine.trace.cells import Tried
from engine.trace.claim import OUTCOME, Redaction, claim_digest, make_claim
from engine.trace.roots import shown_literals

TRACE_FORMAT = 1
SALT_BYTES = 16


def new_salts(case: Case, book: Rulebook) -> Redaction:
    """A fresh salt for each sensitive told value."""
    names = (name for name in case.told if name in book.facts and book.facts[name].sensitive)
    return Redaction({name: secrets.token_hex(SALT_BYTES) for name in names})


def claim_of(reading: Reading, redaction: Redaction | None, tried: Tried | None = None) -> dict[str, object]:
    """The claim of a reading, and of the cells that settle what it does not derive."""
    return make_claim(reading, shown_literals(reading), _outcome(reading), redaction, tried)


def trace_of(
    reading: Reading, firings: Iterable[Firing], executor: str, version: str, redaction: Redaction | None,
    tried: Tried | None = None,
) -> dict[str, object]:  # fmt: skip
    """The whole trace of a decision."""
    claim = claim_of(reading, redaction, tried)
    return {
        "format": TRACE_FORMAT,
        "claim": claim,
        "claim_digest": claim_digest(claim),
        "envelope": {
            "engine": "policy-eval",
            "version": version,
            "executor": executor,
            "redacted": redaction is not None,
            "firings": firing_record(reading, firings),
        },
    }


def firing_record(reading: Reading, firings: Iterable[Firing]) -> list[list[str]]:
    """Each firing as the names of its literals: the head, then the premises."""
    program = reading.compiled.program
    record = []
    for firing in firings:
        body = dict.fromkeys(premise for at in firing.clauses for premise in program.clauses[at].body)
        record.append([program.literal_name(literal) for literal in (firing.head, *body)])
    return record


def _outcome(reading: Reading) -> Mapping[str, object]:
    values = {name: reading.value(name) for name in OUTCOME if name in reading.book.facts}
    required = [name for name in reading.book.requirements if reading.need(name)]
    return {**values, "required": required, "conflicts": [found.what for found in reading.conflicts]}
