"""Rules with names resolved and their shape checked.

In: the rule files of a policy set. Out: linked rules, in the order of the files.
Newly guaranteed: a rule has one kind; it concludes derived facts within their domains; exceptions are of its kind; an
office's rule keeps to what an office may change; force, demand and confidence are settled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.ground.nearest import nearest
from engine.ground.problems import Problems
from engine.linked import domains
from engine.linked.conditions import Linker
from engine.linked.model import NATIONAL, Fact, Rule
from engine.linked.names import Names
from engine.linked.walk import facts_read
from engine.policy import model as written
from engine.policy.model import Value

FORCES = ("law", "guidance", "practice", "report")
"""Strongest first."""
DEMANDS = ("must", "should", "may")
CONFIDENCES = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class RuleLinker:
    """Links the rules of one set."""

    facts: Mapping[str, Fact]
    sources: Mapping[str, written.Source]
    linker: Linker
    names: Names
    problems: Problems
    papers: frozenset[str]
    """Ids of the rules that require papers or give advice: a rule that only excepts one of them is of their kind."""

    def rules(self, files: tuple[written.PolicyFile, ...]) -> tuple[Rule, ...]:
        """Every rule of every file, linked; rules with problems are left out (reported)."""
        linked: dict[str, Rule] = {}
        for file in files:
            layer = NATIONAL if file.office is None else file.office.name
            for rule in file.rules:
                found = self._rule(rule, layer)
                if found is not None and rule.id not in linked:
                    linked[rule.id] = found
        with_exceptions = self._exceptions(files, linked)
        return _twice(with_exceptions, self.facts)

    def _rule(self, rule: written.Rule, layer: str) -> Rule | None:
        before = len(self.problems)
        kind = self._kind(rule)
        when = self.linker.condition(rule.when)
        then = self._conclusions(rule.then)
        says = self._conclusions(rule.says)
        self._check_window(rule)
        if layer != NATIONAL:
            self._check_office(rule)
        cites = tuple(cite for cite in rule.cites if self.names.known("source", cite.source, cite.span))
        result = {
            "require": self.names.all_known("requirement", rule.require),
            "not_required": self.names.all_known("requirement", rule.not_required),
            "advise": self.names.all_known("step", rule.advise),
            "gap_facts": self.names.all_known("fact", rule.gap_facts),
        }
        if when is None or len(self.problems) > before:
            return None
        return Rule(
            id=rule.id, layer=layer, kind=kind, title=rule.title, when=when, then=then, says=says,
            applies=rule.applies, exceptions=rule.earlier, case=rule.kind == "case", cites=cites,
            force=rule.force or self._weakest(cites), demand=rule.demand or "must",
            confidence=rule.confidence or "high", evidence=rule.evidence, twice=False, span=rule.span, **result,
        )  # fmt: skip

    def _kind(self, rule: written.Rule) -> str:
        papers = bool(rule.require or rule.not_required or rule.advise)
        kinds = [
            kind
            for kind, present in (
                ("fact", bool(rule.then)),
                ("says", bool(rule.says)),
                ("paper", papers),
                ("gap", rule.kind == "gap"),
            )
            if present
        ]
        if len(kinds) > 1:
            self.problems.add("PE315", rule.span, rule=rule.id)
        if not kinds and not rule.exception_to:
            self.problems.add("PE336", rule.span, rule=rule.id)
        for ref in rule.require:
            if ref.name in {other.name for other in rule.not_required}:
                self.problems.add("PE332", ref.span, rule=rule.id, requirement=ref.name)
        excepts_papers = any(ref.name in self.papers for ref in rule.exception_to)
        return kinds[0] if kinds else "paper" if excepts_papers else "fact"

    def _conclusions(self, conclusions: tuple[written.Conclusion, ...]) -> tuple[tuple[str, Value], ...]:
        found = []
        for conclusion in conclusions:
            if not self.names.known("fact", conclusion.fact, conclusion.span):
                continue
            fact = self.facts[conclusion.fact]
            if fact.origin != "derived":
                self.problems.add("PE314", conclusion.span, fact=fact.name, origin=fact.origin)
            elif not domains.accepts_value(fact, conclusion.value):
                guess = nearest(str(conclusion.value), fact.values)
                self.problems.add(
                    "PE311", conclusion.value_span, value=str(conclusion.value), fact=fact.name,
                    expected=domains.describe(fact), nearest=guess,
                )  # fmt: skip
            else:
                found.append((fact.name, conclusion.value))
        return tuple(found)

    def _check_window(self, rule: written.Rule) -> None:
        for day in (rule.applies.start, rule.applies.end):
            if day is not None and not domains.is_date(day):
                self.problems.add("PE313", rule.span, value=day, fact="applies", expected="YYYY-MM-DD")
                return
        start, end = rule.applies.start, rule.applies.end
        if start is not None and end is not None and start > end:
            self.problems.add("PE331", rule.span, rule=rule.id, start=start, end=end)

    def _check_office(self, rule: written.Rule) -> None:
        if rule.exception_to:
            self.problems.add("PE319", rule.exception_to[0].span, rule=rule.id)
        if rule.kind == "gap":
            self.problems.add("PE320", rule.span, rule=rule.id)
        for conclusion in rule.then:
            fact = self.facts.get(conclusion.fact)
            if fact is not None and fact.origin == "derived" and not fact.varies:
                self.problems.add("PE318", conclusion.span, fact=fact.name, rule=rule.id)
        if rule.evidence is None:
            self.problems.add("PE326", rule.span, rule=rule.id)
        elif rule.evidence.grade in ("C", "D") and (rule.then or rule.require or rule.not_required):
            self.problems.add("PE327", rule.span, rule=rule.id, grade=rule.evidence.grade)
        elif rule.evidence.grade == "B" and rule.not_required:
            self.problems.add("PE327", rule.span, rule=rule.id, grade="B")

    def _weakest(self, cites: tuple[written.Cite, ...]) -> str:
        kinds = [self.sources[cite.source].kind for cite in cites if cite.source in self.sources]
        return max(kinds, key=FORCES.index, default="report")

    def _exceptions(self, files: tuple[written.PolicyFile, ...], rules: Mapping[str, Rule]) -> dict[str, Rule]:
        """Turn `exception_to` around: each rule names the rules that except it."""
        extra: dict[str, list[str]] = {}
        for rule in (rule for file in files for rule in file.rules):
            for ref in rule.exception_to:
                if not self.names.known("rule", ref.name, ref.span):
                    continue
                this, other = rules.get(rule.id), rules.get(ref.name)
                if this is None or other is None:
                    continue
                if _family(this) != _family(other) or this.kind == "gap" or other.layer != NATIONAL:
                    self.problems.add("PE316", ref.span, rule=rule.id, other=ref.name)
                else:
                    extra.setdefault(ref.name, []).append(rule.id)
        return {name: replace(rule, exceptions=(*rule.exceptions, *extra.get(name, ()))) for name, rule in rules.items()}


def _family(rule: Rule) -> str:
    return "paper" if rule.kind == "paper" else "fact"


def _twice(rules: dict[str, Rule], facts: Mapping[str, Fact]) -> tuple[Rule, ...]:
    """Mark the national paper rules whose two readings can differ: they, or an exception of theirs, read a fact that varies."""
    varying = {
        name
        for name, rule in rules.items()
        if rule.kind == "paper" and rule.layer == NATIONAL and any(facts[fact].varies for fact in facts_read(rule.when))
    }
    grown = True
    while grown:
        more = {name for name, rule in rules.items() if rule.kind == "paper" and varying & set(rule.exceptions)}
        grown = bool(more - varying)
        varying |= more
    return tuple(replace(rule, twice=name in varying) for name, rule in rules.items())
