"""Synthetic populations: nobody impossible, the same for the same seed, marked in every row."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.population.checked import check
from engine.analysis.population.possible import Possible
from engine.api.policyset import PolicySet, load
from engine.api.population import people
from engine.cli.program import program
from engine.document.yaml_text import read_yaml
from engine.facts.case import Case
from engine.facts.profile import Options
from engine.facts.truth import Truth
from engine.ground.problems import Problems, Rejected
from engine.linked.domains import accepts_value
from engine.policy.nodes import mapping
from engine.policy.population import population
from engine.schema.load import resolved
from engine.schema.validate import validate_with

DAY = datetime.date(2026, 11, 27)
DAYS = st.dates(datetime.date(2016, 1, 1), datetime.date(2030, 12, 31))


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    """The bundled policies."""
    return load()


def test_every_profile_passes_the_check_of_profiles(policies: PolicySet) -> None:
    """The reading of profiles refuses none of them."""
    for profile in itertools.islice(policies.population(seed=7, as_of=DAY), 300):
        policies.case(profile, Options(today=DAY))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**64), day=DAYS)
def test_on_any_day_and_of_any_seed(seed: int, day: datetime.date) -> None:
    """Leap days and the ends of months included."""
    policies = load()
    for profile in itertools.islice(policies.population(seed=seed, as_of=day), 12):
        case = policies.case(profile, Options(today=day))
        assert case.as_of == day


def test_the_days_of_a_leap_year(policies: PolicySet) -> None:
    """29 February has its people too, each as old as was drawn."""
    day = datetime.date(2024, 2, 29)
    for profile in itertools.islice(policies.population(seed=3, as_of=day), 200):
        policies.case(profile, Options(today=day))


def test_dates_are_coherent(policies: PolicySet) -> None:
    """Born before arriving, arrived before living here, living here before working here."""
    order = ("person.birth_date", "stay.entered_on", "residence.since", "activity.since")
    seen = Counter[str]()
    for row in itertools.islice(people(policies, 5, DAY)[1], 3_000):
        dates = [str(row.told[name]) for name in order if name in row.told]
        assert dates == sorted(dates), row
        assert all(date <= DAY.isoformat() for date in dates)
        seen.update(name for name in order if name in row.told)
    assert all(seen[name] > 100 for name in order)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_possible_is_what_the_profile_check_says(data: st.DataObject) -> None:
    """The fast test of combinations and of domains agrees with the truth that refuses profiles."""
    book = load().book
    possible = Possible(book, DAY)
    read = sorted({name for draw in people(load(), 1, DAY)[0].draws for name in [draw.name] if name in book.facts})
    rows = list(itertools.islice(people(load(), data.draw(st.integers(0, 50)), DAY)[1], 2))
    told = dict(rows[0].told)
    for name in data.draw(st.lists(st.sampled_from(read), max_size=4)):  # answers of somebody else: often impossible together
        told.pop(name, None)
        if name in rows[1].told:
            told[name] = rows[1].told[name]
    for name, values in (("number.letter", ("none", "attestation_nia", "attestation_nir")), ("account.created", (True, False))):
        if data.draw(st.booleans()):
            told[name] = data.draw(st.sampled_from(values))
    case = Case(DAY, {name: value for name, value in told.items() if name != "as_of"})
    truth = Truth(book, case)
    numbers = [(truth.value(name), book.facts[name].type) for name in book.index.facts("number")]
    inside = all(not isinstance(n, int) or (kind.minimum or 0) <= n <= (kind.maximum or 10**9) for n, kind in numbers)
    assert possible(told) == (inside and not any(truth.holds(combination.never) for combination in book.combinations))


def test_the_same_seed_gives_the_same_people(policies: PolicySet) -> None:
    """Whatever the number; another seed gives others."""
    first = list(itertools.islice(policies.population(seed=1, as_of=DAY), 40))
    again = list(itertools.islice(policies.population(seed=1, as_of=DAY), 20))
    other = list(itertools.islice(policies.population(seed=2, as_of=DAY), 20))
    assert first[:20] == again
    assert [row | {"id": ""} for row in other] != [row | {"id": ""} for row in again]


def test_shares_are_those_declared(policies: PolicySet) -> None:
    """The spread of the people follows the weights."""
    rows = [row.told for row in itertools.islice(people(policies, 11, DAY)[1], 6_000)]
    told = [row["residence.housing"] for row in rows if "residence.housing" in row]
    shares = {value: count / len(told) for value, count in Counter(told).items()}
    assert 0.4 < shares["tenant"] < 0.6
    here = Counter(str(row["residence.postcode"])[:2] for row in rows if "residence.postcode" in row)
    region = sum(here[department] for department in ("75", "77", "78", "91", "92", "93", "94", "95")) / sum(here.values())
    assert 0.34 < region < 0.40  # 37%, as published


# the mark ------------------------------------------------------------------------------------------------------------


def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
    """The command, as its user runs it."""
    found = CliRunner().invoke(program, list(arguments), input=stdin, standalone_mode=False)
    code = found.return_value if isinstance(found.return_value, int) else 2
    return code, found.stdout, found.stderr


def test_every_row_carries_the_mark(tmp_path: Path) -> None:
    """First in each format, and in the metadata of Parquet."""
    code, lines, said = run("population", "--size", "5", "--as-of", "2026-11-27", "--seed", "9")
    assert code == 0 and "do not exist" in said
    rows = [json.loads(line) for line in lines.splitlines()]
    assert [next(iter(row.items())) for row in rows] == [("id", f"SYNTHETIC-9-{number:07d}") for number in range(1, 6)]
    _, table, _ = run("population", "--size", "5", "--as-of", "2026-11-27", "--seed", "9", "--to", "csv")
    cells = list(csv.DictReader(io.StringIO(table)))
    assert [cell["id"] for cell in cells] == [row["id"] for row in rows]
    assert [cell["person.birth_date"] or None for cell in cells] == [row.get("person", {}).get("birth_date") for row in rows]
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "synthetic.parquet"
    assert run("population", "--size", "5", "--as-of", "2026-11-27", "--seed", "9", "--output", str(path))[0] == 0
    found = parquet.read_table(path)
    assert found.schema.metadata[b"policy-eval.synthetic"] == b"true"
    assert found.column("id").to_pylist() == [row["id"] for row in rows]
    assert found.column("person.nationalities").to_pylist() == [row.get("person", {}).get("nationalities") for row in rows]


def test_a_marked_profile_is_decided_and_said_to_be_synthetic(tmp_path: Path) -> None:
    """The mark is no fact; any other id stays an unknown key."""
    path = tmp_path / "one.json"
    path.write_text(run("population", "--size", "1", "--as-of", "2026-11-27")[1], "utf-8")
    code, shown, said = run("eval", str(path))
    assert code == 0 and shown and "SYNTHETIC-1-0000001" in said
    policies = load()
    with pytest.raises(Rejected):
        policies.decide({"id": "someone", "person": {"nationalities": ["US"]}})
    marked = {"id": "SYNTHETIC-1-0000001", "person": {"nationalities": ["US"]}}
    plain = {"person": {"nationalities": ["US"]}}
    assert policies.decide(marked, as_of=DAY).as_json() == policies.decide(plain, as_of=DAY).as_json()


def test_a_file_says_so_in_its_name(tmp_path: Path) -> None:
    """A name that does not is refused, and one that does is suggested."""
    with pytest.raises(Rejected) as caught:
        CliRunner().invoke(
            program, ["population", "--output", str(tmp_path / "people.csv")], catch_exceptions=False, standalone_mode=False
        )
    assert [problem.code for problem in caught.value.problems] == ["PE887"]
    assert not list(tmp_path.iterdir())


# weights -------------------------------------------------------------------------------------------------------------


def problems_of(text: str, policies: PolicySet) -> list[str]:
    """The codes of what is wrong with weights."""
    problems = Problems()
    document = read_yaml(text.encode(), "population.yaml", problems)
    assert document is not None
    if validate_with(resolved("population"), document, problems):
        check(population(mapping(document.root)), policies.book, problems)
    return [problem.code for problem in problems.sorted()]


HEAD = "population: few\nversion: 1.0.0\ntitle: {en: Few, fr: Peu}\ndraws:\n"


@pytest.mark.parametrize(
    ("draws", "codes"),
    [
        ("  residence.housing: {assumed: true, weights: {tenant: 1}}\n", []),
        ("  residence.housing: {assumed: true, weights: {tennant: 1}}\n", ["PE883"]),
        ("  residence.houzing: {assumed: true, weights: {tenant: 1}}\n", ["PE881"]),
        ("  residence.stable: {assumed: true, share: 0.5}\n", ["PE881"]),
        ("  residence.housing: {assumed: true, share: 0.5}\n", ["PE885"]),
        ("  residence.since: {assumed: true, days_ago: {0-9: 1}, after: person.birth_date}\n", ["PE882"]),
        ("  residence.housing: {cites: [nobody], weights: {tenant: 1}}\n", ["PE884"]),
        ("  family.minor_children: {assumed: true, bands: {0-900: 1}}\n", ["PE883"]),
        ("  person.nationalities: {assumed: true, weights: {FR XX: 1}}\n", ["PE883"]),
    ],
)
def test_wrong_weights_are_told(draws: str, codes: list[str], policies: PolicySet) -> None:
    """Each with its place, and before anything is drawn."""
    assert problems_of(HEAD + draws, policies) == codes


def test_weights_without_a_source_are_not_taken(policies: PolicySet) -> None:
    """A figure is cited, or said to be assumed."""
    assert problems_of(HEAD + "  residence.housing: {weights: {tenant: 1}}\n", policies)


def test_weights_that_give_nobody_who_can_be(policies: PolicySet, tmp_path: Path) -> None:
    """Told, instead of drawing without end."""
    path = tmp_path / "weights.yaml"
    draws = "  number.status: {assumed: true, weights: {none: 1}}\n  card.held: {assumed: true, share: 1}\n"
    path.write_text(HEAD + draws, "utf-8")
    with pytest.raises(Rejected) as caught:
        next(policies.population(weights=str(path)))
    assert [problem.code for problem in caught.value.problems] == ["PE886"]


def test_the_bundled_weights_draw_values_of_their_facts(policies: PolicySet) -> None:
    """Places included, which the weights do not list."""
    book = policies.book
    for row in itertools.islice(people(policies, 2, DAY)[1], 500):
        for name, value in row.told.items():
            for one in value if isinstance(value, tuple) else (value,):
                assert accepts_value(book.facts[name], one), (name, value)


def test_no_decision_depends_on_the_weights(tmp_path: Path) -> None:
    """They are no part of the digest of a policy set."""
    import shutil

    from engine import bundled

    folder = tmp_path / "policies"
    shutil.copytree(bundled.policies(), folder)
    before = load(folder).digest
    text = (folder / "population.yaml").read_text("utf-8")
    (folder / "population.yaml").write_text(text.replace("version: 1.0.0", "version: 1.0.1"), "utf-8")
    assert load(folder).digest == before
