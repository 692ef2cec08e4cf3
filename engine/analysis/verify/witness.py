"""Profiles run before they are shown.

In: a subject (policies with their program) and a profile told in full. Out: what a run of it establishes; the same with as
little told as shows it. Newly guaranteed: a profile was read and decided as any profile is; one that would be refused shows
nothing.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence

from engine.analysis.policytests import Subject, decides
from engine.analysis.verify.model import Goal, Witness
from engine.clauses.program import positive
from engine.document.json_text import read_json
from engine.facts.case import Case, Told
from engine.facts.nesting import nested
from engine.facts.profile import Options, read_case, with_presumptions
from engine.facts.truth import Truth, initial
from engine.ground.problems import Problems
from engine.run import lanes

DAY = "as_of"
Rails = Sequence[int]


class Runner:
    """Runs profiles of one subject."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.count = 0

    def case(self, told: Mapping[str, Told], as_of: datetime.date, office: str | None) -> Case | None:
        """The case of a profile, with presumptions; None when the profile is refused."""
        subject, problems = self.subject, Problems()
        document = read_json(json.dumps(nested(told)).encode(), "profile.json", problems)
        if document is None:
            return None
        options = Options(today=as_of, as_of=as_of, office=office)
        case = read_case(document.root, subject.book, subject.places, options, problems)
        return None if case is None else with_presumptions(case, subject.book)

    def run(self, told: Mapping[str, Told], as_of: datetime.date, office: str | None) -> Rails | None:
        """The literals that a decision of the profile establishes; None when the profile is refused."""
        case = self.case(told, as_of, office)
        if case is None or not decides(self.subject.book, case):
            return None
        self.count += 1
        established = initial(self.subject.compiled, Truth(self.subject.book, case))
        return lanes.run(self.subject.compiled.program, dict.fromkeys(established, 1), 1).rails

    def smallest(self, goal: Goal, told: Mapping[str, Told], as_of: datetime.date, office: str | None) -> Witness | None:
        """The profile with only the answers that show the goal, run once more; None when the whole does not show it."""
        rails = self.run(told, as_of, office)
        if rails is None or not shows(goal, rails):
            return None
        if office is not None and (anywhere := self.run(told, as_of, None)) is not None and shows(goal, anywhere):
            rails, office = anywhere, None
        kept = dict(told)
        step = max(1, len(kept) // 2)
        while step:
            for names in _chunks(list(kept), step):
                fewer = {name: value for name, value in kept.items() if name not in names}
                found = self.run(fewer, as_of, office)
                if found is not None and shows(goal, found):
                    kept, rails = fewer, found
            step //= 2
        stated: dict[str, Told] = {DAY: as_of.isoformat()} if DAY in self.subject.book.facts else {}
        return Witness(nested({**stated, **kept}), as_of, office, self._effective(goal, rails))

    def _effective(self, goal: Goal, rails: Rails) -> tuple[str, ...]:
        found = []
        for name in dict.fromkeys(goal.rules):
            readings = {self.subject.compiled.rule(name, reading) for reading in ("law", "here")}
            if any(rails[positive(proposition)] for proposition in readings if proposition is not None):
                found.append(name)
        return tuple(found)


def shows(goal: Goal, rails: Rails) -> bool:
    """Whether a run (or one lane of several) establishes what the goal asks."""
    return lanes_showing(goal, rails) != 0


def lanes_showing(goal: Goal, rails: Rails, every: int = -1) -> int:
    """The lanes that establish what the goal asks."""
    found = 0
    for literals in goal.any_of:
        mask = every
        for literal in literals:
            mask &= rails[literal]
        found |= mask
    return found


def _chunks(names: list[str], size: int) -> list[frozenset[str]]:
    return [frozenset(names[at : at + size]) for at in range(0, len(names), size)]
