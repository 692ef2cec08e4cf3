"""One profile of many, decided alone.

In: a profile and the fields to fill. Out: their values, or the problems of the profile. Newly guaranteed: the answer is the one
that deciding this profile by itself gives; a profile that comes again is decided once.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.api.policyset import PolicySet
from engine.batch.model import Deciding
from engine.batch.selection import Field
from engine.decision.model import UNDETERMINED
from engine.decision.settled import OUTCOME, Completions, settle
from engine.document.json_text import read_json
from engine.facts.case import Case
from engine.facts.profile import Options, with_presumptions
from engine.ground.problems import Problem, Problems, Rejected
from engine.linked.model import HERE
from engine.policy.model import Value
from engine.run.reading import Reading

Found = tuple[object, ...] | tuple[Problem, ...]
MOST = 200_000
"""Answers kept."""


class Exact:
    """Decides profiles one by one, and remembers."""

    def __init__(self, policies: PolicySet, deciding: Deciding, fields: tuple[Field, ...]) -> None:
        self._policies, self._fields = policies, fields
        self._options = Options(deciding.today, deciding.as_of, deciding.office, deciding.presume)
        self._slow = any(field.slow for field in fields)
        self._asking = any(field.name == "open" for field in fields)
        self._memory: dict[bytes, tuple[tuple[object, ...] | None, tuple[Problem, ...]]] = {}

    def __len__(self) -> int:
        return len(self._memory)

    def answer(self, key: bytes, profile: Mapping[str, object] | bytes) -> tuple[tuple[object, ...] | None, tuple[Problem, ...]]:
        """The values of the fields, or None and what is wrong. key: the same for the same profile."""
        found = self._memory.get(key)
        if found is None:
            if len(self._memory) >= MOST:
                self._memory.clear()
            found = self._memory[key] = self._decided(profile)
        return found

    def forget(self) -> None:
        """Keys have changed their meaning."""
        self._memory.clear()

    def _decided(self, profile: Mapping[str, object] | bytes) -> tuple[tuple[object, ...] | None, tuple[Problem, ...]]:
        try:
            case = self._case(profile)
        except Rejected as rejected:
            return None, rejected.problems
        return (self._by_decision(case) if self._slow else self._by_reading(case)), ()

    def _case(self, profile: Mapping[str, object] | bytes) -> Case:
        if not isinstance(profile, bytes):
            return self._policies.case(profile, self._options)
        problems = Problems()
        document = read_json(profile, "profile.json", problems)
        if document is None:
            raise Rejected(problems.sorted(), "profile")
        return self._policies.case(document, self._options)

    def _by_decision(self, case: Case) -> tuple[object, ...]:
        decided = self._policies.decide_case(case, presume=self._options.presume, executor="lanes")
        decision = decided.decision if self._asking else decided.unasked
        return tuple(_own(field, field.read(decision)) for field in self._fields)

    def _by_reading(self, case: Case) -> tuple[object, ...]:
        """What no decision is needed for: values of facts, those that cases settle, papers required."""
        policies, book = self._policies, self._policies.book
        shown = with_presumptions(case, book) if self._options.presume else case
        compiled = policies.selected(case)
        if book.decides.start is not None and case.as_of.isoformat() < book.decides.start:
            return tuple(_own(field, None) for field in self._fields)
        outcome, _ = policies.run(compiled, shown, "lanes")
        reading = Reading(book, compiled, shown, outcome)
        by_cases: Mapping[str, Value] = {}
        if any(field.fact in OUTCOME for field in self._fields):
            by_cases = settle(reading, Completions(reading, policies.reads_of(compiled)))[1]
        return tuple(_own(field, self._value(field, reading, by_cases)) for field in self._fields)

    def _value(self, field: Field, reading: Reading, by_cases: Mapping[str, Value]) -> object:
        if field.fact is not None:
            if field.fact in by_cases:
                return by_cases[field.fact]
            return reading.value(field.fact, field.reading)
        if field.paper is not None:
            return reading.need(field.paper, HERE)
        if field.kind == "list":
            return tuple(name for name in reading.book.requirements if reading.need(name, HERE))
        return None


def _own(field: Field, value: object) -> object:
    """An entitlement that is open is called undetermined; a list without members is empty, not missing."""
    if field.name == "entitlement":
        return value or UNDETERMINED
    return () if field.kind == "list" and value is None else value
