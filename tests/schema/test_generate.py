"""Generated schemas: names and values of a vocabulary complete, and wrong ones are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.schema.generate import Names, policy_schema, profile_schema
from engine.schema.load import standalone
from engine.schema.shapes import FactShape
from engine.schema.validate import _formats

FACTS = {
    "as_of": FactShape("date"),
    "person.nationalities": FactShape("set of country", title="nationalities"),
    "person.from_france": FactShape("boolean"),
    "person.age": FactShape("integer", "computed", minimum=0, maximum=130),
    "stay.document": FactShape("enum", values={"none": "none", "vls_ts": "long-stay visa"}, question="Which document?"),
    "stay.children": FactShape("integer", minimum=0, maximum=20),
    "number.status": FactShape("enum", values={"none": "", "unknown": ""}),
    "number.value": FactShape("text"),
    "residence.postcode": FactShape("postcode"),
    "residence.commune": FactShape("commune"),
    "office.code": FactShape("enum from table offices", values={"751": "CPAM de Paris"}),
    "held": FactShape("list of document"),
    "stay.lawful": FactShape("boolean", "derived"),
    "ground": FactShape("enum", "derived", values={"activity": "", "none": ""}),
}
NAMES = Names(
    sources={"law-a": "Act A"},
    requirements={"identity": ""},
    advice={"call": ""},
    rules={"one": ""},
    offices={"751": "Paris"},
    groups={"eu": "country", "visas": "stay.document"},
)
POLICY = policy_schema(standalone("policy"), FACTS, NAMES)
PROFILE = profile_schema(
    FACTS, ["identity", "birth-record"], {"form": FactShape("enum", values={"copy": ""}), "issued_on": FactShape("date")}
)


def _policy(**rule: object) -> dict[str, object]:
    whole = {"id": "r", "title": {"en": "a", "fr": "b"}, "cites": ["law-a"], **rule}
    return {"policy": "a.b", "version": "1.0.0", "title": {"en": "a", "fr": "b"}, "rules": [whole]}


def _accepts(schema: dict[str, Any], value: object) -> bool:
    return Draft202012Validator(schema, format_checker=_formats()).is_valid(value)


def test_they_are_schemas() -> None:
    """Valid, self-contained, and the same each time."""
    for schema in (POLICY, PROFILE):
        Draft202012Validator.check_schema(schema)
        assert "common.schema.json" not in json.dumps(schema)
    assert policy_schema(standalone("policy"), FACTS, NAMES) == POLICY


@pytest.mark.parametrize(
    "rule",
    [
        {"then": {"stay.lawful": True, "ground": "activity"}},
        {"when": {"stay.document": "vls_ts", "person.nationalities": {"has_any": "eu"}}, "require": ["identity"]},
        {
            "when": {"any": [{"stay.document": {"in": "visas"}}, {"not": {"person.age": {"at_least": 18, "less_than": 20}}}]},
            "advise": ["call"],
        },
        {
            "when": {"ground": {"not_in": ["none"]}, "office.code": "751", "as_of": {"from": "2026-01-01"}},
            "exception_to": ["one"],
        },
    ],
)
def test_good_rules(rule: dict[str, object]) -> None:
    """Names and values of the vocabulary."""
    assert _accepts(POLICY, _policy(**rule))


@pytest.mark.parametrize(
    "rule",
    [
        {"then": {"stay.lawfull": True}},
        {"then": {"stay.document": "vls_ts"}},
        {"then": {"ground": "activite"}},
        {"when": {"stay.document": "vls"}, "then": {"stay.lawful": True}},
        {"when": {"stay.document": {"in": "eu"}}, "then": {"stay.lawful": True}},
        {"when": {"person.nationalities": {"has_any": ["XX"]}}, "then": {"stay.lawful": True}},
        {"when": {"person.from_france": {"at_least": 3}}, "then": {"stay.lawful": True}},
        {"when": {"as_of": {"at_least": 3}}, "then": {"stay.lawful": True}},
        {"when": {"number.value": "1"}, "then": {"stay.lawful": True}},
        {"when": {"any": [{"all": [{"stay.documnt": "vls_ts"}]}]}, "then": {"stay.lawful": True}},
        {"require": ["identityy"]},
        {"advise": ["kall"]},
        {"exception_to": ["two"]},
        {"then": {"stay.lawful": True}, "cites": ["law-b"]},
    ],
)
def test_bad_rules(rule: dict[str, object]) -> None:
    """Wrong names, values, groups and tests are underlined in the editor."""
    assert not _accepts(POLICY, _policy(**rule))


def test_cases_take_the_values_of_their_fact() -> None:
    """`is` follows `choose`."""
    case = {"id": "a", "title": {"en": "a", "fr": "b"}, "cites": ["law-a"]}
    good, bad = (_policy(), _policy())
    good["rules"] = [{"choose": "ground", "cases": [{**case, "is": "activity"}]}]
    bad["rules"] = [{"choose": "ground", "cases": [{**case, "is": True}]}]
    assert _accepts(POLICY, good) and not _accepts(POLICY, bad)


@pytest.mark.parametrize(
    "profile",
    [
        {},
        {"person": {"nationalities": [], "from_france": None}, "stay": None},
        {"stay": {"document": "unknown", "children": 0}, "number": {"status": "unknown", "value": "1 85"}},
        {"residence": {"postcode": "75019", "commune": "2A004"}, "office": {"code": None}, "as_of": "2026-11-23"},
        {"held": [{"document": "identity"}, {"document": "birth-record", "form": "unknown", "issued_on": None}]},
        {"held": None},
    ],
)
def test_good_profiles(profile: dict[str, object]) -> None:
    """Every field optional, null everywhere, `unknown` for enums."""
    assert _accepts(PROFILE, profile)


@pytest.mark.parametrize(
    "profile",
    [
        {"persn": {}},
        {"person": {"age": 3}},
        {"person": {"nationalities": ["FR", "FR"]}},
        {"person": {"nationalities": ["fr"]}},
        {"person": {"nationalities": "FR"}},
        {"person": {"from_france": "unknown"}},
        {"stay": {"document": "visa"}},
        {"stay": {"children": 21}},
        {"stay": {"lawful": True}},
        {"residence": {"postcode": "75019\n"}},
        {"residence": {"commune": "2C004"}},
        {"as_of": "2026-02-30"},
        {"as_of": "2026-1-1"},
        {"held": [{"form": "copy"}]},
        {"held": [{"document": "lease"}]},
        {"held": [{"document": "identity", "colour": "red"}]},
    ],
)
def test_bad_profiles(profile: dict[str, object]) -> None:
    """Unknown keys, computed and derived facts, values outside their domain."""
    assert not _accepts(PROFILE, profile)


@pytest.mark.parametrize("names", [["a", "a.b"], ["a.b", "a"], ["a.b", "a.b.c"]])
def test_a_fact_is_no_group(names: list[str]) -> None:
    """A vocabulary in which a name is both is refused."""
    with pytest.raises(ValueError):
        profile_schema({name: FactShape("boolean") for name in names})
