"""Settled by cases, held against every completion of small random rulebooks; questions; traces of cells."""

from __future__ import annotations

import copy
import datetime
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import pytest
from hypothesis import assume, event, given, note, settings
from hypothesis import strategies as st

from engine.api.policyset import PolicySet, load
from engine.api.replay import replay
from engine.clauses.compiled import Compiled
from engine.decision import goals as goals_of
from engine.decision import questions as asking
from engine.decision import settled as settling
from engine.decision.completions import excluding
from engine.decision.settled import Completions, cells, settle
from engine.facts.case import Case, Told
from engine.facts.lanes import Reads
from engine.facts.truth import Truth, initial
from engine.ground.canonical import digest
from engine.ground.problems import Rejected
from engine.ground.records import replace
from engine.linked.model import NATIONAL, And, Combination, Condition, Is, Not, Or, Rule, Rulebook
from engine.policy.model import FactType, Value, Window
from engine.run import lanes
from engine.run.reading import Reading
from tests.semantics.answers import lowered, show
from tests.semantics.rulebooks import assemble, rulebooks
from tests.semantics.vocabulary import DAYS, PLACES, SPAN, TESTS, TEXT, VALUES, fact
from tests.trace.test_claims import AS_OF, PROFILE

UNTOLD = ("flag", "odd", "kind", "mood", "number", "birth", "since")
GOALS = ("d0", "d1")
"""Facts of the random rulebooks that stand for the outcome."""
MOST = 1_500
FEW = settings(max_examples=60)


@st.composite
def splitting(draw: st.DrawFn) -> Rulebook:
    """A rulebook in which a test and its contrary often conclude the same."""
    kinds = FactType("enum")
    facts = [fact(name, "derived", kinds, ("one", "two", "three"), default="three") for name in GOALS]
    rules: list[Rule] = []

    def add(when: Condition, name: str, value: str, kind: str = "fact", **more: Any) -> None:
        then = ((name, value),) if kind == "fact" else ()
        plain: dict[str, Any] = {"says": (), "require": (), "not_required": (), "advise": (), "gap_facts": (), "exceptions": ()}
        rules.append(
            Rule(
                id=f"r{len(rules)}",
                layer=NATIONAL,
                kind=kind,
                title=TEXT,
                when=when,
                then=then,
                applies=Window(),
                case=False,
                cites=(),
                force="law",
                demand="must",
                confidence="high",
                evidence=None,
                twice=False,
                span=SPAN,
                **{**plain, **more},
            )
        )

    tests = [test for test in TESTS if test.fact in (*UNTOLD, "age", "early", "near")]
    for at, name in enumerate(GOALS):
        for _ in range(draw(st.integers(1, 2))):
            condition: Condition = draw(st.sampled_from(tests))
            if at and draw(st.booleans()):
                condition = And((condition, Is(GOALS[0], (draw(st.sampled_from(("one", "two"))),), SPAN)), SPAN)
            value = draw(st.sampled_from(("one", "two")))
            add(condition, name, value)
            add(Not(condition, SPAN), name, value if draw(st.integers(0, 4)) else draw(st.sampled_from(("one", "two"))))
    condition = Or((draw(st.sampled_from(tests)), Is(GOALS[1], ("one",), SPAN)), SPAN)
    add(condition, "", "", "paper", require=("paper",))
    return assemble(facts, rules)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Rulebook, Case]:
    """A rulebook, perhaps with combinations that cannot be, and a case of which little is untold."""
    book = draw(st.one_of(splitting(), splitting(), rulebooks()))
    apart = draw(st.lists(st.tuples(st.sampled_from(TESTS), st.sampled_from(TESTS)), max_size=2))
    never = tuple(Combination(f"c{at}", And(pair, SPAN), TEXT, SPAN) for at, pair in enumerate(apart))
    untold = draw(st.lists(st.sampled_from(UNTOLD), min_size=1, max_size=3, unique=True))
    told: dict[str, Told] = {name: draw(st.sampled_from(VALUES[name])) for name in VALUES if name not in untold}
    asked = frozenset(name for name in untold if draw(st.integers(0, 4)) == 4)
    day = datetime.date.fromisoformat(draw(st.sampled_from(DAYS)))
    return replace(book, combinations=never), Case(day, told, asked, place=draw(st.sampled_from(PLACES)))


def reading_of(book: Rulebook, compiled: Compiled, case: Case) -> Reading:
    """The reading of one case."""
    outcome = lanes.run(compiled.program, dict.fromkeys(initial(compiled, Truth(book, case)), 1), 1)
    return Reading(book, compiled, case, outcome)


@contextmanager
def outcome_of(book: Rulebook) -> Iterator[None]:
    """The goals stand for the outcome."""
    names = tuple(name for name in GOALS if name in book.facts)
    with ExitStack() as stack:
        for module in (settling, asking, goals_of):
            stack.enter_context(mock.patch.object(module, "OUTCOME", names))
        yield


def every_completion(book: Rulebook, compiled: Compiled, case: Case, completions: Completions) -> dict[tuple[Told, ...], Reading]:
    """The readings of all completions of the untold inputs that can be, by their values."""
    untold = [name for name in UNTOLD if name not in case.told]
    options = [sorted({*VALUES[name], *(completions.values(name) or ())}, key=str) for name in untold]
    size = 1
    for values in options:
        size *= len(values)
    assume(size <= MOST)
    found = {}
    for chosen in itertools.product(*options):
        told = {**case.told, **dict(zip(untold, chosen, strict=True))}
        completed = replace(case, told=told, asked=frozenset())
        if can_be(book, completed):
            found[chosen] = reading_of(book, compiled, completed)
    return found


def can_be(book: Rulebook, case: Case) -> bool:
    """What the check of a profile asks: numbers in their domains, no impossible combination."""
    truth = Truth(book, case)
    for number in (book.facts[name] for name in book.index.facts("number")):
        value, low, high = truth.value(number.name), number.type.minimum, number.type.maximum
        if isinstance(value, int) and not (low is None or low <= value) & (high is None or value <= high):
            return False
    return not any(truth.holds(combination.never) for combination in book.combinations)


@FEW
@given(situations())
def test_settled_by_cases_is_what_every_completion_says(situation: tuple[Rulebook, Case]) -> None:
    """Said of a value if all completions have it, and (where all can be listed) only then."""
    book, case = situation
    assume(can_be(book, case))
    note(show(book))
    compiled = lowered(book).compiled
    reading = reading_of(book, compiled, case)
    completions = Completions(reading, Reads(book, compiled))
    with outcome_of(book):
        by_cases = settle(reading, completions)[1]
        missing = settling.missing(reading)
    every = every_completion(book, compiled, case, completions)
    assume(every and not reading.conflicts and missing)
    event("by cases" if by_cases else "open")
    listed = all(completions.classes(name) for name in UNTOLD if name not in case.told)
    exact = listed and len(excluding(reading)) == len(book.combinations)
    for name in missing:
        values = {completed.value(name) for completed in every.values()}
        if name in by_cases:  # as what is derived, it holds wherever rules do not contradict each other
            assert {completed.value(name) for completed in every.values() if not completed.conflicts} <= {by_cases[name]}
        elif exact:
            assert len(values) > 1 or None in values, (name, values)


@FEW
@given(situations())
def test_a_question_stands_for_an_answer_that_changes_something(situation: tuple[Rulebook, Case]) -> None:
    """Two completions that differ in it alone differ in what it is said to decide; of what is left out none do."""
    book, case = situation
    assume(can_be(book, case))
    note(show(book))
    compiled = lowered(book).compiled
    reading = reading_of(book, compiled, case)
    completions = Completions(reading, Reads(book, compiled))
    with outcome_of(book):
        by_cases = settle(reading, completions)[1]
        asked = asking.questions(reading, completions, by_cases)
        missing = settling.missing(reading)
    every = every_completion(book, compiled, case, completions)
    untold = [name for name in UNTOLD if name not in case.told]
    listed = all(completions.classes(name) for name in untold)
    assume(listed and not reading.conflicts and len(excluding(reading)) == len(book.combinations))
    assume(not any(completed.conflicts for completed in every.values()))
    goals: dict[str, Callable[[Reading], Value | None]] = {
        **{name: (lambda found, name=name: found.value(name)) for name in missing},
        **{name: (lambda found, name=name: found.need(name)) for name in book.requirements if reading.need(name) is None},
    }
    event(f"questions: {len(asked)}")
    named = {(question.fact, goal) for question in asked for goal in question.decides}
    for at, asking_for in enumerate(untold):
        rest: dict[tuple[Told, ...], list[Reading]] = {}
        for chosen, completed in every.items():
            rest.setdefault(chosen[:at] + chosen[at + 1 :], []).append(completed)
        for goal, read in goals.items():
            changes = any(len({read(completed) for completed in group}) > 1 for group in rest.values())
            assert ((asking_for, goal) in named) == (changes and asking_for not in case.asked), (asking_for, goal)


@FEW
@given(situations())
def test_cells_are_the_possible_completions(situation: tuple[Rulebook, Case]) -> None:
    """Each cell establishes what the case with its answers establishes."""
    book, case = situation
    assume(can_be(book, case))
    compiled = lowered(book).compiled
    reading = reading_of(book, compiled, case)
    with outcome_of(book):
        tables = cells(reading, Completions(reading, Reads(book, compiled)))
        for table in tables:
            event("a table of cells")
            for values, literals in table.rows:
                told = {**case.told, **dict(zip(table.over, values, strict=True))}
                cell = reading_of(book, compiled, replace(case, told=told, asked=frozenset()))
                if cell.conflicts:
                    continue
                both = [literal for name in settling.OUTCOME for literal in settling._both(reading, name)]
                expected = sorted(compiled.program.literal_name(literal) for literal in both if cell.sound[literal])
                assert list(literals) == sorted(set(expected))
                assert all(cell.value(name) == value for name, value in table.settles)


# traces --------------------------------------------------------------------------------------------------------------

OPEN: dict[str, Any] = {
    "person": {"birth_date": "1961-03-18", "nationalities": ["US"]},
    "number": {"status": "none"},
    "stay": {"document": "vls_ts", "mention": "visiteur", "expires_on": "2027-09-20"},
    "residence": {
        "territory": "metropole", "postcode": "06000", "since": "2026-10-01", "home_in_france": True,
        "in_protected_establishment": False,
    },
    "activity": {"status": "inactive", "international_volunteer_return": False},
    "cover": {"rights_open": False, "other_state": False, "s1": False, "comprehensive": True},
    "family": {"link": "none", "marital_status": "single", "minor_children": 0},
    "means": {"benefits": []},
}  # fmt: skip
"""Whether the visa is validated is untold, and does not matter."""


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    """The bundled policies."""
    return load()


def traced(policies: PolicySet, *, redact: bool = False) -> dict[str, Any]:
    """The trace of a decision that cases settle, as it is read back from its file."""
    decided = policies.decide(OPEN, as_of=AS_OF)
    assert decided.decision.settled.by == "cases"
    assert decided.decision.settled.cells >= 2
    assert decided.entitled_from is None
    read: dict[str, Any] = json.loads(json.dumps(decided.trace(redact=redact)[0]))
    return read


@pytest.mark.parametrize("redact", [False, True])
def test_cells_replay_identical(policies: PolicySet, redact: bool) -> None:
    """The cells are listed with their digests, and made again by each executor from what the trace tells."""
    trace = traced(policies, redact=redact)
    (table,) = trace["claim"]["cases"]
    assert table["over"] == ["stay.validated"]
    assert table["settles"]["entitlement"] == "waiting"
    assert sorted(cell["is"] for cell in table["cells"]) == [[False], [True]]
    found = replay(policies, trace)
    assert found.identical, found.difference


def test_a_tampered_cell_is_found(policies: PolicySet) -> None:
    """A cell changed, left out or added differs from the cells made again, at its place, even under a new digest."""

    def forged(change: Callable[[list[Any]], object]) -> str:
        trace = copy.deepcopy(whole)
        change(trace["claim"]["cases"][0]["cells"])
        with pytest.raises(Rejected):
            replay(policies, trace)
        trace["claim_digest"] = digest(trace["claim"])
        found = replay(policies, trace)
        assert not found.identical and found.difference is not None
        return found.difference[1]

    whole = traced(policies)
    assert forged(lambda cells: cells[1].update(digest="sha256:" + "0" * 64)) == "claim.cases[0].cells[1].digest"
    assert forged(lambda cells: cells[0].update({"is": [not cells[0]["is"][0]]})) == "claim.cases[0].cells[0].is[0]"
    assert forged(lambda cells: cells.pop()) == "claim.cases[0].cells.length"


def test_what_cases_settle_survives_the_removal_of_facts(policies: PolicySet) -> None:
    """Whatever pair of answers is taken away, a decision of cases replays identical and no answer changes it."""
    facts = [(group, name) for group, told in OPEN.items() for name in told]
    for first, second in itertools.islice(itertools.combinations(facts, 2), 0, None, 17):
        profile = copy.deepcopy(OPEN)
        for group, name in {first, second}:
            profile[group].pop(name)
        trace = json.loads(json.dumps(policies.decide(profile, as_of=AS_OF, executor="lanes").trace()[0]))
        found = replay(policies, trace)
        assert found.identical, (first, second, found.difference)


def test_what_is_derived_lists_no_cells(policies: PolicySet) -> None:
    """Cells are for what nothing derives."""
    assert "cases" not in policies.decide(PROFILE, as_of=AS_OF).trace()[0]["claim"]  # type: ignore[operator]
