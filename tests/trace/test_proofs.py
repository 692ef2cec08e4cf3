"""Proofs on random rulebooks: every literal has one, failing sets are smallest, claims do not depend on the executor."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.facts.case import Case
from engine.facts.truth import Truth, initial
from engine.linked import model as linked
from engine.linked.model import HERE, LAW, And, AtLeast, Condition, Fact, Is, Not, Or, Rulebook
from engine.run import lanes
from engine.run.forward import Forward
from engine.run.reading import Reading
from engine.trace.claim import claim_digest, make_claim
from engine.trace.explain import Explainer
from engine.trace.model import FactLine, Line, RuleLine
from engine.trace.proof import Proofs
from tests.semantics.answers import Lowered, lowered
from tests.semantics.cases import any_cases
from tests.semantics.rulebooks import rulebooks

Kleene = bool | None


def reading_of(book: Rulebook, found: Lowered, case: Case, executor: str = "lanes") -> Reading:
    """The reading of a case by one executor."""
    compiled = found.compiled
    literals = tuple(initial(compiled, Truth(book, case)))
    if executor == "lanes":
        outcome = lanes.run(compiled.program, dict.fromkeys(literals, 1), 1)
    else:
        outcome, _ = Forward(compiled.program).run(literals)
    return Reading(book, compiled, case, outcome)


@given(rulebooks(), any_cases())
def test_every_established_literal_has_a_proof_down_to_told_facts(book: Rulebook, case: Case) -> None:
    """Theorem (f): following chosen clauses from any literal ends at atoms, and never in a circle."""
    reading = reading_of(book, lowered(book), case)
    proofs = Proofs(reading)
    atoms = set(reading.compiled.program.atoms)
    done: set[int] = set()
    for literal, established in enumerate(reading.established):
        if not established:
            continue
        assert literal // 2 in atoms or literal in proofs.chosen
        clause = proofs.chosen.get(literal)
        if clause is not None:
            assert all(reading.established[premise] for premise in clause.body)
        done.add(literal)
    order = {id(clause): at for at, clause in enumerate(reading.compiled.program.clauses)}
    for literal in done:
        clause = proofs.chosen.get(literal)
        for premise in clause.body if clause is not None else ():
            below = proofs.chosen.get(premise)
            assert below is None or order[id(below)] < order[id(clause)]


def failing(condition: Condition, reading: Reading, name: str) -> int | None:
    """The size of the smallest failing set of a condition, by definition; None where it does not fail."""
    match condition:
        case linked.Test():
            return 1 if reading.truth.test(condition.fact, condition.checks) is False else None
        case Is():
            return 1 if is_test(condition, reading, name) is False else None
        case Not():
            return holding(condition.child, reading, name)
        case And():
            found = [failing(child, reading, name) for child in condition.children]
            return min((size for size in found if size is not None), default=None)
        case Or():
            found = [failing(child, reading, name) for child in condition.children]
            return None if None in found else sum(size for size in found if size is not None)
        case AtLeast():
            sizes = sorted(s for child in condition.children if (s := failing(child, reading, name)) is not None)
            wanted = len(condition.children) - condition.count + 1
            return sum(sizes[:wanted]) if len(sizes) >= wanted else None


def holding(condition: Condition, reading: Reading, name: str) -> int | None:
    """The size of the smallest set that carries a condition; None where it does not hold."""
    match condition:
        case linked.Test():
            return 1 if reading.truth.test(condition.fact, condition.checks) is True else None
        case Is():
            return 1 if is_test(condition, reading, name) is True else None
        case Not():
            return failing(condition.child, reading, name)
        case And():
            found = [holding(child, reading, name) for child in condition.children]
            return None if None in found else sum(size for size in found if size is not None)
        case Or():
            found = [holding(child, reading, name) for child in condition.children]
            return min((size for size in found if size is not None), default=None)
        case AtLeast():
            sizes = sorted(s for child in condition.children if (s := holding(child, reading, name)) is not None)
            return sum(sizes[: condition.count]) if len(sizes) >= condition.count else None


def is_test(condition: Is, reading: Reading, name: str) -> Kleene:
    """The verdict of a test of a derived fact."""
    fact = reading.book.facts[condition.fact]
    shown = name if fact.varies else LAW
    if len(condition.values) == 1:
        literal = reading.compiled.value(fact.name, condition.values[0], shown)
        if literal is None:
            return False
        return True if reading.established[literal] else False if reading.established[literal ^ 1] else None
    return is_set(condition, fact, reading, shown)


def is_set(condition: Is, fact: Fact, reading: Reading, shown: str) -> Kleene:
    """A test of several values: true when all the others are refuted, false when all of them are."""

    def refuted(value: object) -> bool:
        literal = reading.compiled.value(fact.name, value, shown)  # type: ignore[arg-type]  # a value of the domain
        return literal is None or bool(reading.established[literal ^ 1])

    domain = (True, False) if fact.type.kind == "boolean" else fact.values
    if all(refuted(value) for value in domain if value not in condition.values):
        return True
    return False if all(refuted(value) for value in condition.values) else None


@given(rulebooks(), any_cases())
def test_a_defeated_rule_shows_the_smallest_set_that_failed(book: Rulebook, case: Case) -> None:
    """No more lines than the definition of the smallest failing set, unless something else defeats the rule in one."""
    reading = reading_of(book, lowered(book), case)
    if reading.conflicts:
        return
    for rule in book.rules:
        for shown in (LAW, HERE) if rule.twice else (LAW,):
            if reading.rule(rule, shown) is not False:
                continue
            line = Explainer(reading).rule(rule, shown)
            smallest = failing(rule.when, reading, shown)
            other = 1 if other_reason(reading, rule.id, shown, book) else None
            limit = min(size for size in (smallest, other) if size is not None)
            assert len(line.because) <= limit
            assert line.because or limit == 0  # an empty disjunction fails for no reason


def other_reason(reading: Reading, name: str, shown: str, book: Rulebook) -> bool:
    """Whether the window, an exception, or the office defeats a rule by itself."""
    rule = next(found for found in book.rules if found.id == name)
    if not rule.applies.covers(reading.case.as_of.isoformat()):
        return True
    rules = {found.id: found for found in book.rules}
    if any(reading.rule(rules[other], shown) for other in rule.exceptions):
        return True
    return rule.layer != "national" and reading.rails(reading.compiled.proposition(f"here={rule.layer}")) is False


@given(rulebooks(), any_cases())
def test_explanations_are_trees_of_true_lines(book: Rulebook, case: Case) -> None:
    """Every line agrees with the reading; every value of an explanation is the value read."""
    reading = reading_of(book, lowered(book), case)
    if reading.conflicts:
        return
    explainer = Explainer(reading)
    for fact in book.derived():
        for shown in (LAW, HERE) if fact.varies else (LAW,):
            line = explainer.fact(fact.name, shown)
            value = reading.value(fact.name, shown)
            assert line.value == value
            check_lines(line, reading)
            if value is None:
                assert line.how == "open"


def check_lines(line: Line, reading: Reading) -> None:
    """A rule line has the rule's verdict; an open line has open tests below it."""
    if isinstance(line, RuleLine):
        assert line.verdict == reading.rule(line.rule, line.reading)
    if isinstance(line, FactLine | RuleLine):
        for below in line.because:
            check_lines(below, reading)


@given(rulebooks(), any_cases(), st.booleans())
def test_claims_do_not_depend_on_the_executor(book: Rulebook, case: Case, backwards: bool) -> None:
    """Forward chaining and lanes claim the same, whatever literals are asked for."""
    found = lowered(book)
    first, second = (reading_of(book, found, case, executor) for executor in ("lanes", "forward"))
    assert first.established == second.established
    roots = [literal for literal, established in enumerate(first.sound) if established]
    if backwards:
        roots.reverse()
    claims = [make_claim(reading, roots, {}, None) for reading in (first, second)]
    assert claim_digest(claims[0]) == claim_digest(claims[1])
