"""Changed rules put to a solver: a profile that shows the change, or the proof that no complete profile does.

In: both subjects, which differ in rules only. Out: for a change a verdict, and a `Candidate` where there is one. Newly
guaranteed: "none" is the verdict of the solver on both programs over the same answers: no possible complete profile on a day of
the period makes the rule effective, or gives anything that it concludes, on one side only.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from engine.analysis.around import probed
from engine.analysis.diff.candidates import Candidate
from engine.analysis.diff.meaning import Change
from engine.analysis.policytests import Subject
from engine.analysis.trials import Trials, difference
from engine.analysis.verify.apart import differing
from engine.analysis.verify.encode import Model
from engine.analysis.verify.model import NONE, UNKNOWN
from engine.analysis.verify.questioner import Questioner
from engine.analysis.verify.witness import Runner
from engine.clauses.compiled import rule_name
from engine.linked.model import READINGS, Rule

DERIVED = frozenset(
    ("layer", "kind", "when", "then", "require", "not_required", "advise", "gap_facts", "applies", "exceptions"),
)  # fmt: skip
"""What of a rule decides what it derives; the rest is only told beside it."""


class Proved:
    """Answers for the rules of one pair."""

    def __init__(self, before: Subject, after: Subject, today: datetime.date, seconds: float = 5.0) -> None:
        rules = [*before.book.rules, *after.book.rules]
        self._sides = tuple(probed(side, rules) for side in (before, after))
        self._runner = Runner(self._sides[0])
        self._questions = Questioner(self._sides[0], self._runner, today, seconds)

    def of(self, change: Change) -> tuple[str, Candidate | None]:
        """The verdict on one change, with a profile to be decided on both sides."""
        rules = [rule for rule in (change.before, change.after) if isinstance(rule, Rule)]
        if not rules or not {part.name for part in change.parts} <= DERIVED:
            return UNKNOWN, None
        effective = {rule_name(rule.id, reading) for rule in rules for reading in READINGS}
        concluded = {name for rule in rules for name in self._concluded(rule)}
        verdict, found = self._ask(concluded) if concluded else (NONE, None)
        return self._ask(concluded | effective) if verdict == NONE else (verdict, found)

    def _concluded(self, rule: Rule) -> Iterator[str]:
        facts = {name for name, _ in rule.then} | set(rule.gap_facts)
        for side in self._sides:
            for name in (*side.compiled.index, *side.compiled.aliases):
                kind, _, rest = name.removesuffix("@here").removesuffix("@law").partition(":")
                named = {"need": (*rule.require, *rule.not_required), "step": rule.advise}.get(kind, ())
                if rest in named or (not rest and kind.partition("=")[0] in facts):
                    yield name

    def _ask(self, names: set[str]) -> tuple[str, Candidate | None]:
        first, second = (side.compiled for side in self._sides)
        asked = differing(self._questions.formula, first, second, lambda name: name in names)
        verdict, model = self._questions.everyday([asked], lambda model, _: self._apart(model, names))
        return verdict, None if model is None else Candidate(model.told_all(), model.as_of, model.spot.forced)

    def _apart(self, model: Model, names: set[str]) -> bool:
        """Whether a run of each side establishes another truth of one of the names."""
        case = self._runner.case(model.told_all(), model.as_of, model.spot.forced)
        if case is None:
            return False
        before, after = (Trials(side, [case], {}).first for side in self._sides)
        return bool(difference(before, after, names.__contains__))
