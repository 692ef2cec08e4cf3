"""Whom a change touches: a population decided by two policy sets.

In: two policy sets and the profiles of a file, by line. Out: `Flow`. Newly guaranteed: every line is counted once: decided on
both sides, or refused with the codes of its problems.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from engine.analysis.diff.report import Flow
from engine.analysis.diff.views import differing, view
from engine.api.policyset import PolicySet
from engine.decision.model import Decision
from engine.document.json_text import read_json
from engine.document.nodes import Document
from engine.document.text import PROFILE_LIMIT, read_bytes
from engine.ground.problems import Problems, Rejected

EXAMPLES = 5
"""Lines named for one pair of outcomes."""
POPULATION_LIMIT = 500_000_000
OPEN = "open"
"""A ground that is not settled."""


Line = tuple[int, Mapping[str, object] | Document | Rejected]
"""The number of a line, and its profile, or why it is none."""


def flow_of(
    before: PolicySet,
    after: PolicySet,
    file: str,
    as_of: str | None = None,
    lines: Callable[[str, PolicySet], Iterable[Line]] | None = None,
) -> Flow:
    """Decide every profile of a file on both sides and count.

    Raises `Rejected` where the file cannot be read, or holds no profile at all.

    lines: what reads the file, where it is not JSON Lines.
    """
    outcomes: Counter[tuple[str, str]] = Counter()
    grounds: Counter[tuple[str, str]] = Counter()
    offices: dict[str, list[int]] = {}
    examples: dict[tuple[str, str], list[int]] = {}
    rejected: list[tuple[int, tuple[str, ...]]] = []
    first: Rejected | None = None
    shown = 0
    for number, line in _lines(file) if lines is None else lines(file, before):
        try:
            if isinstance(line, Rejected):
                raise line
            old, new = (_decided(policies, line, as_of) for policies in (before, after))
        except Rejected as found:
            first = first or found
            rejected.append((number, tuple(dict.fromkeys(problem.code for problem in found.problems))))
            continue
        pair = (old.entitlement, new.entitlement)
        outcomes[pair] += 1
        grounds[str(old.ground or OPEN), str(new.ground or OPEN)] += 1
        touched = bool(differing(view(old), view(new)))
        shown += touched
        at = offices.setdefault(new.office.code or "", [0, 0])
        at[0], at[1] = at[0] + touched, at[1] + 1
        if pair[0] != pair[1] and len(examples.setdefault(pair, [])) < EXAMPLES:
            examples[pair].append(number)
    if first is not None and not outcomes:
        raise first
    return Flow(
        file, sum(outcomes.values()), dict(outcomes), dict(grounds), {code: (n, of) for code, (n, of) in offices.items()},
        {pair: tuple(lines) for pair, lines in examples.items()}, tuple(rejected), shown,
    )  # fmt: skip


def _decided(policies: PolicySet, line: Mapping[str, object] | Document, as_of: str | None) -> Decision:
    return policies.decide(line, as_of=as_of, executor="lanes").decision


def _lines(file: str) -> Iterator[Line]:
    problems = Problems()
    data = read_bytes(Path(file), file, problems, POPULATION_LIMIT)
    if data is None:
        raise Rejected(problems.sorted(), "usage")
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        wrong = Problems()
        document = read_json(line, f"{file}:{number}", wrong, PROFILE_LIMIT)
        yield number, Rejected(wrong.sorted(), "profile") if document is None else document
