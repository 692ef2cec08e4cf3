"""Rules with names resolved and their shape checked.

In: the rule files of a policy set. Out: linked rules, in the order of the files.
Newly guaranteed: a rule has one kind; it concludes derived facts within their domains; exceptions are of its kind; an
office's rule keeps to what an office may change; force, demand and confidence are settled.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.ground.problems import Problems, Term
from engine.ground.records import dataclass, replace
from engine.ground.spans import Span
from engine.linked import domains
from engine.linked.conditions import Linker
from engine.linked.model import FORCES, NATIONAL, Fact, Rule
from engine.linked.names import Names
from engine.linked.walk import facts_read
from engine.policy import model as written
from engine.policy.model import Value


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
        before = self.problems.reported
        kind = self._kind(rule)
        when = self.linker.condition(rule.when)
        then = self._conclusions(rule.then)
        says = self._conclusions(rule.says)
        self._check_window(rule)
        if layer != NATIONAL:
            self._check_office(rule)
        cites = tuple(cite for cite in rule.cites if self.names.known("source", cite.source, cite.span))
        for ref in rule.gap_facts:
            self._check_derived(ref.name, ref.span)
        result = {
            "require": self.names.all_known("requirement", rule.require),
            "not_required": self.names.all_known("requirement", rule.not_required),
            "advise": self.names.all_known("step", rule.advise),
            "gap_facts": self.names.all_known("fact", rule.gap_facts),
        }
        if when is None or self.problems.reported > before:
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
            if not self._check_derived(fact.name, conclusion.span):
                continue
            if not domains.accepts_value(fact, conclusion.value):
                self.problems.add("PE311", conclusion.value_span, "", **domains.wrong_value(fact, conclusion.value))
            else:
                found.append((fact.name, conclusion.value))
        return tuple(found)

    def _check_derived(self, name: str, span: Span) -> bool:
        """Whether rules may conclude the fact; told and computed ones are reported."""
        fact = self.facts.get(name)
        if fact is None or fact.origin == "derived":
            return True
        self.problems.add("PE314", span, fact=name, origin=Term(f"origin.{fact.origin}"))
        return False

    def _check_window(self, rule: written.Rule) -> None:
        if rule.applies.is_empty():
            self.problems.add("PE331", rule.applies_at, start=rule.applies.start, end=rule.applies.end)

    def _check_office(self, rule: written.Rule) -> None:
        if rule.exception_to:
            self.problems.add("PE319", rule.exception_to[0].span, rule=rule.id)
        if rule.kind == "gap":
            self.problems.add("PE320", rule.span, rule=rule.id)
            return
        for conclusion in rule.then:
            fact = self.facts.get(conclusion.fact)
            if fact is not None and fact.origin == "derived" and not fact.varies:
                self.problems.add("PE318", conclusion.span, fact=fact.name)
        if rule.evidence is None:
            self.problems.add("PE326", rule.span, rule=rule.id)
        elif rule.evidence.grade in ("C", "D") and (rule.then or rule.require or rule.not_required):
            self.problems.add("PE327", rule.grade_at, rule=rule.id, grade=rule.evidence.grade)
        elif rule.evidence.grade == "B" and rule.not_required:
            lifted = [ref.name for ref in rule.not_required]
            self.problems.add("PE337", rule.not_required[0].span, rule=rule.id, requirement=lifted)

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
                if this.layer != NATIONAL:
                    continue  # an office's rule excepts nothing, which was said where it was checked
                if other.layer != NATIONAL:
                    self.problems.add("PE335", ref.span, other=ref.name, office=other.layer)
                elif _family(this) != _family(other) or _family(other) == "gap":
                    kinds = Term(f"family.{_family(this)}"), Term(f"family.{_family(other)}")
                    self.problems.add("PE316", ref.span, rule=rule.id, other=ref.name, kind=kinds[0], other_kind=kinds[1])
                else:
                    extra.setdefault(ref.name, []).append(rule.id)
        return {name: replace(rule, exceptions=(*rule.exceptions, *extra.get(name, ()))) for name, rule in rules.items()}


def _family(rule: Rule) -> str:
    """What a rule speaks of; nothing excepts a gap, which is refuted only where it does not apply."""
    return rule.kind if rule.kind in ("paper", "gap") else "fact"


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
