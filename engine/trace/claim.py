"""The claim: what a decision asserts, complete enough to audit without the program.

In: a reading, the outcome of its decision as plain values. Out: a JSON object whose canonical form has a digest.
Newly guaranteed: every executor gives the same claim; a step refers only to steps before it; redacted values are absent, and
the verdicts of the tests that were made on them are kept so that the claim can still be checked.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping

from engine.clauses.compiled import FactTest
from engine.facts.computed import inputs_below
from engine.ground.canonical import digest
from engine.ground.records import dataclass, field
from engine.linked.model import NATIONAL, Rule
from engine.policy.model import Cite
from engine.run.reading import Reading
from engine.trace.cells import Tried, cells_json
from engine.trace.explain import Explainer
from engine.trace.names import Meaning
from engine.trace.values import Plain, read, test_of

CLAIM_FORMAT = 1
OUTCOME = ("entitlement", "ground", "procedure")


@dataclass(frozen=True, slots=True)
class Redaction:
    """Which salt hides each sensitive value: fact -> salt (hex). Salts are kept by the person, never in the trace."""

    salts: Mapping[str, str] = field(default_factory=dict)


def salted(salt: str, value: object) -> str:
    """The digest that stands for a redacted value: HMAC-SHA-256 of its JSON text under the salt."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "hmac-sha256:" + hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


def make_claim(
    reading: Reading, roots: Iterable[int], outcome: Mapping[str, object], redaction: Redaction | None, tried: Tried | None = None
) -> dict[str, object]:
    """The claim of a decision; `roots` are the literals that the decision shows, `tried` the cells that settle the rest."""
    return _Claim(reading, redaction).make(roots, outcome, tried)


def claim_digest(claim: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON of a claim."""
    return digest(claim)


def sensitive(reading: Reading, fact: str) -> bool:
    """Whether a value of the fact stays out of redacted traces."""
    found = reading.book.facts.get(fact)
    return found is not None and found.sensitive


class _Claim:
    def __init__(self, reading: Reading, redaction: Redaction | None) -> None:
        self.reading, self.redaction = reading, redaction
        self.explainer = Explainer(reading)
        self.proofs, self.meanings = self.explainer.proofs, self.explainer.meanings
        self.steps: list[dict[str, object]] = []
        self.numbers: dict[int, int] = {}
        self.computed: dict[str, int] = {}
        self.used: dict[str, None] = {}

    def make(self, roots: Iterable[int], outcome: Mapping[str, object], tried: Tried | None) -> dict[str, object]:
        book, case = self.reading.book, self.reading.case
        for root in roots:
            self._number(root)
        for literal in self._refuted_rules():
            self._number(literal)
        for name in tried.read if tried else ():
            self._use(name)
        refuted = [step for step in self.steps if step.pop("rail") == "-"]
        return {
            "format": CLAIM_FORMAT,
            "policy_set": {"name": book.name, "version": book.version, "digest": book.digest},
            "as_of": case.as_of.isoformat(),
            "office": {
                "set": case.forced,
                "place": sorted(case.place) if case.place is not None else None,
                "found_by": case.found_by,
            },
            "presumptions": [{"fact": name, "is": value} for name, value in sorted(case.presumed.items()) if name in self.used],
            "inputs": [self._input(name) for name in sorted(self.used)],
            "steps": [step for step in self.steps if step not in refuted],
            "refuted": refuted,
            "outcome": dict(outcome),
            **({"cases": [cells_json(table) for table in tried.tables]} if tried else {}),
        }

    def _refuted_rules(self) -> list[int]:
        """The defeated national rules that could have given the outcome another value."""
        found = []
        index = self.reading.book.index
        names = {name for fact in OUTCOME for name in index.concluding(fact)}
        for name in sorted(names, key=index.order):
            proposition = self.reading.compiled.rule(name)
            if proposition is not None and self.reading.verdict(name) is False:
                found.append(2 * proposition + 1)
        return found

    # steps -------------------------------------------------------------------------------------------------------------

    def _number(self, root: int) -> int:
        """The number of the step that concludes a literal; makes it, and what it stands on, at first use."""
        waiting = [root]
        while waiting:
            literal = waiting[-1]
            missing = [leaf for leaf in self._below(literal) if leaf not in self.numbers] if literal not in self.numbers else []
            if missing:
                waiting.extend(reversed(missing))
                continue
            waiting.pop()
            if literal not in self.numbers:
                self.numbers[literal] = self._step(literal)
        return self.numbers[root]

    def _below(self, literal: int) -> list[int]:
        return [leaf for leaf in self._premises(literal) if self.meanings.of(leaf // 2).kind != "atom"]

    def _premises(self, literal: int) -> tuple[int, ...]:
        """The leaves of a step; an effective rule that concludes a fact is told in the step of the fact."""
        found: dict[int, None] = {}
        for leaf in self.proofs.premises(literal):
            meaning = self.meanings.of(leaf.literal // 2)
            merged = meaning.kind == "rule" and leaf.literal % 2 == 0 and self._concluding_rule(literal) is meaning.rule
            for inner in self.proofs.premises(leaf.literal) if merged else (leaf,):
                found.setdefault(inner.literal)
        return tuple(found)

    def _concluding_rule(self, literal: int) -> Rule | None:
        """The rule whose effect is the literal, where the chosen clause is of a rule."""
        clause = self.proofs.chosen.get(literal)
        if clause is None or self.proofs.program.origins[clause.why].kind not in ("rule", "gap"):
            return None
        name = self.proofs.program.origins[clause.why].name
        index = self.reading.book.index
        return index.rule(name) if name in index else None

    def _step(self, literal: int) -> int:
        meaning, rule = self.meanings.of(literal // 2), self._concluding_rule(literal)
        clause = self.proofs.chosen.get(literal)
        step: dict[str, object] = {
            "n": 0,
            "rail": "-" if literal % 2 else "+",
            "rule": rule.id if rule else None,
            "by": self.proofs.program.origins[clause.why].kind if clause else "told",
            "layer": rule.layer if rule else NATIONAL,
            "concludes": _concludes(meaning, literal % 2 == 0),
            "from": [self._from(leaf) for leaf in self._premises(literal)],
            "cites": _cites(rule.cites) if rule else [],
            "force": rule.force if rule else None,
            "confidence": rule.confidence if rule else None,
        }
        step["n"] = len(self.steps) + 1
        self.steps.append(step)
        return len(self.steps)

    def _from(self, leaf: int) -> dict[str, object]:
        meaning = self.meanings.of(leaf // 2)
        if meaning.atom is None:
            return {"step": self.numbers[leaf]}
        fact, test = test_of(meaning.atom)
        verdict = leaf % 2 == 0
        line: dict[str, object] = {"fact": fact, "test": test, "is": verdict}
        if isinstance(meaning.atom, FactTest):
            self._use(fact)
            number = self._computed_step(fact)
            if number is not None:
                line["step"] = number
        return line

    # inputs ------------------------------------------------------------------------------------------------------------

    def _use(self, fact: str) -> None:
        """Note that a told fact, or what a computed one was computed from, was used."""
        for name in inputs_below(self.reading.book, fact):
            known = name in self.reading.case.withheld or self.reading.truth.value(name) is not None
            if name != "as_of" and known:
                self.used.setdefault(name)

    def _computed_step(self, fact: str) -> int | None:
        """The step that tells how a computed fact came about (made before the step that uses it); none for a hidden one."""
        line = self.explainer.computed(fact)
        if line is None or line.value is None or any(self._hidden(name) for name in inputs_below(self.reading.book, fact)):
            return None
        if fact not in self.computed:
            row = line.row
            step: dict[str, object] = {
                "n": len(self.steps) + 1,
                "rail": "+",
                "rule": None,
                "by": line.function,
                "layer": NATIONAL,
                "concludes": {"fact": fact, "is": line.value},
                "from": [_valued(name, value) for name, value, _ in line.of],
                "cites": [{"source": row.source}] if row is not None and row.source else [],
                "force": None,
                "confidence": row.confidence if row is not None else None,
            }
            if row is not None:
                step["row"] = {
                    "table": line.table, "key": list(row.key), "valid_from": row.window.start,
                    "valid_until": row.window.end, "line": row.line,
                }  # fmt: skip
            self.steps.append(step)
            self.computed[fact] = len(self.steps)
        return self.computed[fact]

    def _hidden(self, fact: str) -> bool:
        """Whether the told value of the fact stays out; a presumed value is no secret."""
        case = self.reading.case
        return self.redaction is not None and sensitive(self.reading, fact) and fact not in case.presumed

    def _input(self, name: str) -> dict[str, object]:
        value, origin = read(self.reading, name)
        if self.redaction is None or not self._hidden(name):
            return {"fact": name, "is": value, "from": origin}
        known = self.reading.case.withheld.get(name)
        stands = known if known is not None else salted(self.redaction.salts[name], value)
        return {"fact": name, "digest": stands, "from": "told", "tests": self._tests(name)}

    def _tests(self, name: str) -> dict[str, bool]:
        """The verdict of every test that a withheld value settles, by name of the atom."""
        compiled, case = self.reading.compiled, self.reading.case
        found: dict[str, bool] = {}
        for proposition, spec in zip(compiled.program.atoms, compiled.atoms, strict=True):
            if isinstance(spec, FactTest) and name in inputs_below(self.reading.book, spec.fact):
                atom = compiled.program.names[proposition]
                verdict = case.settled.get(atom, self.reading.truth.atom(spec))
                if verdict is not None:
                    found[atom] = verdict
        return found


def _concludes(meaning: Meaning, true: bool) -> dict[str, object]:
    match meaning.kind:
        case "fact" if meaning.value is True:
            found: dict[str, object] = {"fact": meaning.name, "is": true}
        case "fact":
            found = {"fact": meaning.name, "is" if true else "is_not": meaning.value}
        case "set":
            found = {"fact": meaning.name, "one_of": str(meaning.value), "is": true}
        case "rule":
            found = {"rule": meaning.name, "is": "effective" if true else "defeated"}
        case "need":
            name, _, _ = meaning.name.partition("@")
            found = {"requirement": name, "is": true}
        case kind:
            found = {"office" if kind == "here" else kind: meaning.name, "is": true}
    if meaning.reading != "law" or meaning.name.endswith("@here"):
        found["reading"] = "here"
    return found


def _valued(name: str, value: Plain) -> dict[str, object]:
    return {"fact": name, "is": value}


def _cites(cites: tuple[Cite, ...]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for cite in cites:
        found.append({"source": cite.source, "item": cite.item} if cite.item else {"source": cite.source})
    return found
