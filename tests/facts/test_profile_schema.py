"""The profile check and the published profile schema accept the same profiles.

What a schema of this form cannot say is left out of the comparison (`BEYOND`): answers that cannot go together, a paper and an
answer that disagree, an office that does not cover the place, a date that makes an age impossible. The schema says the rest,
calendar days included where its user asserts formats; without that it sees the form of a day only, which has a test of its own.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from engine.api.policyset import load
from engine.api.schemas import schema_of_profiles
from engine.document.json_text import read_json
from engine.facts.items import ITEM_KEYS
from engine.facts.places import Places
from engine.facts.profile import Options, read_case
from engine.ground.dates import parse_date
from engine.ground.iso import COUNTRIES, LANGUAGES
from engine.ground.problems import Problem, Problems
from engine.linked.model import Fact, Rulebook

Profile = dict[str, Any]
BEYOND = {"PE507", "PE508", "PE509", "PE512"}
TODAY = datetime.date(2026, 11, 23)


@cache
def book() -> Rulebook:
    """The bundled rulebook."""
    return load().book


@cache
def schema() -> dict[str, Any]:
    """The published profile schema."""
    return schema_of_profiles(book(), "en")


@cache
def validator() -> Draft202012Validator:
    """A validator that asserts days of the calendar."""
    checker = FormatChecker(formats=())
    checker.checks("date", raises=ValueError)(lambda value: not isinstance(value, str) or parse_date(value) is not None)
    return Draft202012Validator(schema(), format_checker=checker)


def problems_of(profile: object) -> list[Problem]:
    """What the profile check says."""
    problems = Problems()
    document = read_json(json.dumps(profile).encode(), "profile.json", problems)
    assert document is not None, "the generated profiles are JSON that the reader takes"
    read_case(document.root, book(), Places, Options(today=TODAY), problems)
    return list(problems.sorted())


# profiles -------------------------------------------------------------------------------------------------------------

days = st.dates(datetime.date(1900, 1, 1), datetime.date(2030, 12, 31)).map(datetime.date.isoformat)
odd_days = st.sampled_from(["2026-02-30", "2025-02-29", "2024-02-29", "0000-01-01", "2026-1-1", "20260101", "2026-01-01T00:00"])
junk = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 200), st.sampled_from([2.0, 2.5, -1.0]), days, odd_days, st.just("unknown"),
    st.sampled_from(["", "true", "fr", "FR", "EN", "en", "UK", "75019", "7501", "2A004", "2a004", "٧٥٠١٩", "none", "751"]),
    st.lists(st.sampled_from(["FR", "US", "fr", "spouse", None, 1]), max_size=3), st.just({}), st.just({"document": "identity"}),
)  # fmt: skip


def right(fact: Fact) -> st.SearchStrategy[Any]:
    """Values that the fact has."""
    kinds: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "boolean": st.booleans,
        "integer": lambda: st.integers(fact.type.minimum or 0, fact.type.maximum or 100),
        "date": lambda: days,
        "enum": lambda: st.sampled_from(fact.values),
        "country": lambda: st.sampled_from(sorted(COUNTRIES)),
        "language": lambda: st.sampled_from(sorted(LANGUAGES)),
        "postcode": lambda: st.from_regex(r"[0-9]{5}", fullmatch=True),
        "commune": lambda: st.sampled_from(["75056", "2A004", "2B033", "97411"]),
        "text": lambda: st.sampled_from(["", "1 90 05 75 000 000", "œ"]),
        "document": lambda: items,
    }
    one = kinds[fact.type.kind]()
    if not fact.type.many:
        return one
    return st.lists(one, max_size=3, unique_by=json.dumps)


def item_value(name: str) -> st.SearchStrategy[Any]:
    """Values that a key of a held item has."""
    expected = ITEM_KEYS[name]
    if isinstance(expected, tuple):
        return st.sampled_from([*expected, "unknown"])
    if expected is None:
        return st.sampled_from(book().facts["birth_record.kind"].values)
    return days if expected == "date" else st.integers(0, 120)


items = st.deferred(
    lambda: st.fixed_dictionaries(
        {"document": st.sampled_from(sorted(book().documents))}, optional={name: item_value(name) for name in ITEM_KEYS}
    )
)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """Profiles of a few answers, each right, unknown or (now and then) wrong."""
    inputs = [fact for fact in book().facts.values() if fact.origin == "input"]
    profile: Profile = {}
    for fact in draw(st.lists(st.sampled_from(inputs), max_size=6, unique_by=lambda fact: fact.name)):
        *groups, last = fact.name.split(".")
        at = profile
        for group in groups:
            at = at.setdefault(group, {})
        luck = draw(st.integers(0, 24))
        unknown = ["unknown"] if fact.type.kind == "enum" and not fact.type.many else [None]
        at[last] = draw(junk if luck == 0 else st.sampled_from([None, *unknown]) if luck == 1 else right(fact))
    if draw(st.booleans()):
        profile["held"] = draw(right(book().facts["held"]))
    return profile


@st.composite
def broken(draw: st.DrawFn) -> object:
    """Profiles in which something was changed, added or moved somewhere."""
    profile: object = draw(profiles())
    for _ in range(draw(st.integers(1, 2))):
        profile = change(draw, profile, 0)
    return profile


def change(draw: st.DrawFn, node: object, depth: int) -> object:
    """One change at some depth, seldom at the top."""
    if isinstance(node, dict) and node and draw(st.integers(0, 5 if depth == 0 else 2)):
        key = draw(st.sampled_from(sorted(node)))
        return {**node, key: change(draw, node[key], depth + 1)}
    if isinstance(node, list) and node and draw(st.integers(0, 2)):
        at = draw(st.integers(0, len(node) - 1))
        return [*node[:at], change(draw, node[at], depth + 1), *node[at + 1 :]]
    if isinstance(node, list) and node and draw(st.booleans()):
        return [*node, node[0]]
    if isinstance(node, dict) and draw(st.integers(0, 5)):
        names = st.sampled_from(
            ["stay", "stay.document", "held", "entitlement", "age", "document", "form", "as_of", "x", "lawful"]
        )
        return {**node, draw(names): draw(junk)}
    return draw(junk)


# properties -----------------------------------------------------------------------------------------------------------


def agree(profile: object) -> None:
    """Both accept, or both refuse."""
    found = problems_of(profile)
    errors = list(validator().iter_errors(profile))
    said = f"{profile}\nschema: {[error.message[:80] for error in errors]}\ncheck: {[p.message() for p in found]}"
    assert bool(errors) == any(problem.code not in BEYOND for problem in found), said


@given(profiles())
def test_the_schema_and_the_check_agree(profile: Profile) -> None:
    """On profiles that are right for the most part."""
    agree(profile)


@given(broken())
def test_they_agree_on_broken_profiles(profile: object) -> None:
    """On profiles of which something is wrong."""
    agree(profile)


@pytest.mark.parametrize("name", [fact.name for fact in load().book.facts.values() if fact.origin == "input"])
def test_they_agree_on_each_fact(name: str) -> None:
    """Each fact with the values at the edges of its type."""
    fact = book().facts[name]
    low, high = fact.type.minimum, fact.type.maximum
    values: list[object] = [None, "unknown", True, "true", 0, 1, 2.0, 2.5, "", "2026-02-30", "2026-11-23", "FR", "fr", [], {}]
    values += [edge for bound in (low, high) if bound is not None for edge in (bound - 1, bound, bound + 1, float(bound))]
    values += [*fact.values[:2], list(fact.values[:2]), ["FR", "FR"], ["FR"], [["FR"]], [None], ["en"]]
    *groups, last = name.split(".")
    for value in values:
        profile: Profile = {last: value}
        for group in reversed(groups):
            profile = {group: profile}
        agree(profile)


def test_without_formats_the_schema_sees_the_form_of_a_day() -> None:
    """The only place where asserting formats matters."""
    bare = Draft202012Validator(schema())
    for day, known in (("2026-02-30", True), ("30/02/2026", False), ("2026-2-3", False)):
        assert bare.is_valid({"residence": {"since": day}}) == known
        assert problems_of({"residence": {"since": day}})


@pytest.mark.parametrize("profile", [[], "text", 3, None, True])
def test_what_is_no_object_is_refused_by_both(profile: object) -> None:
    """A profile is an object."""
    agree(profile)
