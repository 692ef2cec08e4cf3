"""What verification found, as problems with their places.

In: a rulebook and `Verified`. Out: `VerifyReport`. Newly guaranteed: every finding is a problem with a code, pointing at a rule
or a table; a finding that a profile shows quotes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from engine.analysis.verify.model import Answer, Verified
from engine.ground.problems import Problem, Problems, Whole
from engine.ground.records import dataclass
from engine.ground.spans import Span
from engine.linked.model import Rulebook

CODES: Mapping[tuple[str, str], str] = {
    ("conflict", ""): "PE820",
    ("dead", "never"): "PE821",
    ("dead", "excepted"): "PE822",
    ("exception", ""): "PE823",
    ("exception", "never"): "PE823",
    ("default", ""): "PE824",
    ("versions", ""): "PE825",
    ("rows", ""): "PE826",
}


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """A verification. problems: the findings, by place. z3: whether it is installed. seconds: the limit for a question."""

    name: str
    version: str
    root: str
    z3: bool
    seconds: float
    verified: Verified
    problems: tuple[Problem, ...]

    @property
    def passed(self) -> bool:
        """Nothing was found."""
        return not self.problems


def report_of(book: Rulebook, verified: Verified, sources: Mapping[str, str], *, z3: bool, seconds: float) -> VerifyReport:
    """The report. sources: the texts of the policy files."""
    problems = Problems()
    for file, text in sources.items():
        problems.source(file, text)
    for answer in verified.findings:
        _add(book, answer, problems)
    return VerifyReport(book.name, book.version, book.root, z3, seconds, verified, problems.sorted())


def code_of(answer: Answer) -> str:
    """The code of a finding."""
    return CODES[answer.goal.kind, answer.why]


def _add(book: Rulebook, answer: Answer, problems: Problems) -> None:
    goal, witness = answer.goal, answer.witness
    shown: dict[str, object] = {}
    if witness is not None:
        shown = {
            "as_of": witness.as_of.isoformat(),
            "office": witness.office,
            "profile": Whole(json.dumps(witness.profile, ensure_ascii=False)),
            "rules": list(_named(answer)) or None,
        }
    if answer.parts:
        shown["parts"] = Whole("; ".join(answer.parts))
    problems.add(code_of(answer), _span(book, answer), goal.what, what=goal.what, **{**goal.about, **shown})


def _named(answer: Answer) -> tuple[str, ...]:
    """The rules that the witness shows at work; for a rule that is always excepted, its exceptions."""
    rules = answer.witness.rules if answer.witness is not None else ()
    return tuple(rule for rule in rules if not (answer.why == "excepted" and rule == answer.goal.rules[0]))


def _span(book: Rulebook, answer: Answer) -> Span | None:
    if answer.goal.kind == "rows":
        return book.tables[answer.goal.about["table"]].span
    if not answer.goal.rules:
        return book.requirements[answer.goal.about["requirement"]].span
    named = [*_named(answer), *answer.goal.rules] if answer.goal.kind == "conflict" else answer.goal.rules
    return book.index.rule(named[0]).span
