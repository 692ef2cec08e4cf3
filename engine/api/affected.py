"""Whom a change touches: a population decided by two policy sets.

In: two policy sets and the profiles of a file, by line. Out: `Flow`. Newly guaranteed: every line is counted once: decided on
both sides, or refused with the codes of its problems.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from engine.analysis.diff.report import Flow
from engine.analysis.diff.views import differing, view
from engine.analysis.parallel import spread
from engine.api.policyset import PolicySet
from engine.document.json_text import read_json
from engine.document.nodes import Document
from engine.document.text import PROFILE_LIMIT, read_bytes
from engine.ground.problems import Problems, Rejected
from engine.ground.records import dataclass

EXAMPLES = 5
"""Lines named for one pair of outcomes."""
POPULATION_LIMIT = 500_000_000
BATCH = 20_000
"""Lines held at once."""
OPEN = "open"
"""A ground that is not settled."""


Profile = Mapping[str, object] | Document | Rejected
Line = tuple[int, Profile]
"""The number of a line, and its profile, or why it is none."""


def flow_of(
    before: PolicySet,
    after: PolicySet,
    file: str,
    as_of: str | None = None,
    lines: Callable[[str, PolicySet], Iterable[Line]] | None = None,
    jobs: int = 1,
) -> Flow:
    """Decide every profile of a file on both sides and count.

    Raises `Rejected` where the file cannot be read, or holds no profile at all.

    lines: what reads the file, where it is not JSON Lines. jobs: processes.
    """
    found = _Counts()
    refused: Rejected | None = None
    several = iter(_lines(file) if lines is None else lines(file, before))
    while batch := list(islice(several, BATCH)):
        seen = spread(lambda at: _seen(before, after, batch[at][1], as_of), range(len(batch)), jobs)
        for (number, line), one in zip(batch, seen, strict=True):
            found.add(number, one)
            if refused is None and isinstance(one, Refused):
                refused = _why(before, after, line, as_of)
    if refused is not None and not found.outcomes:
        raise refused
    return found.flow(file)


@dataclass(frozen=True, slots=True)
class Seen:
    """One profile on both sides: outcomes, grounds; at which office, and whether anything differs."""

    outcome: tuple[str, str]
    ground: tuple[str, str]
    office: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A profile that a side refuses, with the codes of the problems."""

    codes: tuple[str, ...]


class _Counts:
    """What was counted so far."""

    def __init__(self) -> None:
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self._grounds: Counter[tuple[str, str]] = Counter()
        self._offices: dict[str, list[int]] = {}
        self._examples: dict[tuple[str, str], list[int]] = {}
        self._rejected: list[tuple[int, tuple[str, ...]]] = []
        self._shown = 0

    def add(self, number: int, one: Seen | Refused) -> None:
        """Count the profile of a line."""
        if isinstance(one, Refused):
            self._rejected.append((number, one.codes))
            return
        self.outcomes[one.outcome] += 1
        self._grounds[one.ground] += 1
        self._shown += one.differs
        at = self._offices.setdefault(one.office, [0, 0])
        at[0], at[1] = at[0] + one.differs, at[1] + 1
        if one.outcome[0] != one.outcome[1] and len(self._examples.setdefault(one.outcome, [])) < EXAMPLES:
            self._examples[one.outcome].append(number)

    def flow(self, file: str) -> Flow:
        """All of it."""
        offices = {code: (n, of) for code, (n, of) in self._offices.items()}
        examples = {pair: tuple(lines) for pair, lines in self._examples.items()}
        return Flow(
            file, sum(self.outcomes.values()), dict(self.outcomes), dict(self._grounds), offices, examples,
            tuple(self._rejected), self._shown,
        )  # fmt: skip


def _seen(before: PolicySet, after: PolicySet, line: Profile, as_of: str | None) -> Seen | Refused:
    try:
        if isinstance(line, Rejected):
            raise line
        old, new = (policies.decide(line, as_of=as_of, executor="lanes").unasked for policies in (before, after))
    except Rejected as found:
        return Refused(tuple(dict.fromkeys(problem.code for problem in found.problems)))
    grounds = str(old.ground or OPEN), str(new.ground or OPEN)
    return Seen((old.entitlement, new.entitlement), grounds, new.office.code or "", bool(differing(view(old), view(new))))


def _why(before: PolicySet, after: PolicySet, line: Profile, as_of: str | None) -> Rejected | None:
    """What is wrong with a profile that was refused."""
    if isinstance(line, Rejected):
        return line
    try:
        for policies in (before, after):
            policies.decide(line, as_of=as_of, executor="lanes")
    except Rejected as found:
        return found
    return None


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
