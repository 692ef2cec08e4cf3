"""Every row of a batch has what deciding its profile alone gives."""

from __future__ import annotations

import datetime
import itertools
import json
import random
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

import engine
from engine.api.policyset import PolicySet
from engine.batch.columns import Chunk, from_python
from engine.batch.kernel import Decider
from engine.batch.model import Deciding
from engine.batch.passes import Pass
from engine.batch.selection import Field, fields_of
from engine.batch.slices import families
from engine.ground.problems import Rejected
from tests.batch.people import flat, nested, person

ROOT = Path(__file__).parents[2]
TODAY = datetime.date(2026, 11, 23)
FACTS = ("entitlement", "ground", "procedure", "stay.lawful", "residence.stable")
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


@cache
def policies(name: str = "") -> PolicySet:
    """The bundled policies, or the small set."""
    return engine.load(ROOT / "tests" / "data" / "small" if name == "small" else None)


def people(name: str, seed: int, many: int, *, held: bool = True) -> list[dict[str, object]]:
    """Profiles by fact."""
    book, rng = policies(name).book, random.Random(seed)
    starts = [flat(json.loads(path.read_text("utf-8")), book) for path in EXAMPLES] if not name else [{}]
    starts = [{key: value for key, value in start.items() if key in book.facts and (held or key != "held")} for start in starts]
    columns = [column for column in book.index.facts("input") if column not in ("held", "as_of")]
    found = [person(book, rng, rng.choice(starts), columns, rng.choice((0, 0.02, 0.3 if name else 0.05))) for _ in range(many)]
    for one in found:
        if rng.random() < 0.3:
            one["as_of"] = rng.choice(("2015-12-31", "2019-03-01", "2026-08-23", "2026-08-24", None, "2027-01-01"))
    return found + found[: many // 10]


def alone(name: str, profile: dict[str, object], deciding: Deciding, fields: Sequence[Field]) -> tuple[object, ...] | list[str]:
    """What deciding a profile by itself gives; the codes of its problems where it is none."""
    try:
        decision = policies(name).decide(
            nested(profile), as_of=deciding.as_of, office=deciding.office, presume="listed" if deciding.presume else "none",
            today=deciding.today, executor="lanes",
        ).decision  # fmt: skip
    except Rejected as rejected:
        return [problem.code for problem in rejected.problems]
    return tuple(field.read(decision) for field in fields)


def together(
    name: str, profiles: list[dict[str, object]], deciding: Deciding, fields: tuple[Field, ...], size: int
) -> list[object]:
    """The same from a batch, in chunks."""
    decider, found = Decider(policies(name), deciding, fields), []
    for first in range(0, len(profiles), size):
        some = profiles[first : first + size]
        decided = decider.decide(chunk_of(some, first + 1))
        rows = zip(*(column.values() for column in decided.columns), strict=True)
        found += [
            [problem.code for problem in decided.wrong[row]] if row in decided.wrong else one for row, one in enumerate(rows)
        ]  # fmt: skip
    return found


def chunk_of(profiles: Sequence[dict[str, object]], first: int = 1) -> Chunk:
    """Profiles as columns."""
    rows = len(profiles)
    names = sorted({fact for one in profiles for fact in one})
    columns = {fact: from_python([(row, one[fact]) for row, one in enumerate(profiles) if fact in one], rows) for fact in names}
    return Chunk(first, rows, columns, None)


@pytest.mark.parametrize(
    ("name", "many", "deciding"),
    [
        ("small", 400, Deciding(None, TODAY)),
        ("small", 200, Deciding(None, TODAY, presume=False)),
        ("small", 200, Deciding(None, TODAY, as_of=datetime.date(2020, 1, 31), office="751")),
        ("", 90, Deciding(None, TODAY)),
        ("", 30, Deciding(None, TODAY, as_of=datetime.date(2026, 8, 24), presume=False)),
        ("", 30, Deciding(None, TODAY, office="751")),
    ],
)
def test_rows_are_decided_as_if_alone(name: str, many: int, deciding: Deciding) -> None:
    book = policies(name).book
    wanted = (*(fact for fact in FACTS if fact in book.facts), "requirements", "needs")
    fields = fields_of((*wanted, *(f"{fact.name}@here" for fact in book.derived() if fact.varies)), book)
    profiles = people(name, many, many)
    found = together(name, profiles, deciding, fields, 64)
    expected = [alone(name, profile, deciding, fields) for profile in profiles]
    assert sum(isinstance(one, list) for one in expected) > 0, "some are wrong"
    assert sum(isinstance(one, tuple) for one in expected) > many // 3, "many are right"
    for profile, one, other in zip(profiles, found, expected, strict=True):
        assert one == other, profile


@pytest.mark.parametrize("name", ["small", ""])
def test_contradictions_are_found_by_looking_at_few_pairs(name: str) -> None:
    """Whatever atoms are told: the rows are those that all pairs would show."""
    found = policies(name)
    one, rng, rows = Pass(found.book, found.compiled, found.reads), random.Random(5), 400
    every = [(2 * proposition, 2 * proposition + 1) for proposition in one.kept if proposition not in one.probes]
    every += [pair for family in families(found.compiled, found.book) for pair in combinations(family, 2)]
    assert len(one._doubtful) < len(every)
    clashing = 0
    for share in (0.02, 0.3, 0.5):
        true = {atom: sum(1 << row for row in range(rows) if rng.random() < share) for atom in one.probes}
        rails = one.run({atom: (mask, ((1 << rows) - 1) & ~mask) for atom, mask in true.items()}, rows)
        expected = 0
        for first, second in every:
            expected |= rails[first] & rails[second]
        assert one.contradicting(rails) == expected
        clashing += expected.bit_count()
    assert clashing or name == ""


def test_only_the_outcome() -> None:
    """The default selection runs a part of the program."""
    fields = fields_of(("entitlement", "ground", "procedure"), policies().book)
    profiles, deciding = people("", 7, 60, held=False), Deciding(None, TODAY)
    assert together("", profiles, deciding, fields, 25) == [alone("", profile, deciding, fields) for profile in profiles]


def test_what_only_decisions_tell() -> None:
    names = ("entitled_from", "settled", "office", "open", "gaps", "attributes", "steps", "complete", "entitlement")
    fields = fields_of(names, policies().book)
    profiles, deciding = people("", 11, 20), Deciding(None, TODAY)
    assert together("", profiles, deciding, fields, 9) == [alone("", profile, deciding, fields) for profile in profiles]


def test_open_rows_that_are_alike_are_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that differ only in what cases cannot depend on share one search, and it finds the decision of each."""
    monkeypatch.setattr("engine.batch.refute.ROUNDS", ())
    fields, deciding = fields_of(("entitlement", "ground", "procedure"), policies().book), Deciding(None, TODAY)
    start = {"person.nationalities": ["US"], "residence.country": "FR", "activity.status": "inactive", "cover.rights_open": False}
    profiles: list[dict[str, object]] = [
        {**start, "person.birth_date": f"19{60 + at}-05-02", "residence.postcode": "75019", "stay.document": "vls_ts"}
        for at in range(30)
    ]
    profiles += [{**one, "residence.since": "2020-01-01"} for one in profiles]
    decider = Decider(policies(), deciding, fields)
    decided = decider.decide(chunk_of(profiles))
    found = list(zip(*(column.values() for column in decided.columns), strict=True))
    assert found == [alone("", profile, deciding, fields) for profile in profiles]
    assert 0 < decider.decided_alone < 20


@pytest.mark.parametrize("presume", [True, False])
def test_open_rows_without_a_search_are_those_that_cases_do_not_settle(presume: bool) -> None:
    """Synthetic people with answers left out: what two completions refute, and what is searched, is as alone."""
    rng, book = random.Random(5), policies().book
    fields, deciding = fields_of(("entitlement", "ground"), book), Deciding(None, TODAY, presume=presume)
    profiles = []
    for one in itertools.islice(policies().population(seed=5, as_of=TODAY), 80):
        kept = {name: value for name, value in flat(one, book).items() if name in book.facts and rng.random() > 0.2}
        profiles.append({name: None if rng.random() < 0.02 else value for name, value in kept.items()})
    decider = Decider(policies(), deciding, fields)
    decided = decider.decide(chunk_of(profiles))
    found = list(zip(*(column.values() for column in decided.columns), strict=True))
    assert found == [alone("", profile, deciding, fields) for profile in profiles]
    left = sum(None in one or "undetermined" in one for one in found)
    assert left > 30 and decider.decided_alone < left // 2, "most open rows need no search"
