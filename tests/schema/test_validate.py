"""Validation: the same verdict as jsonschema, a place for every problem, one problem for one cause."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from engine.document.nodes import plain
from engine.document.yaml_text import read_yaml
from engine.ground.problems import Problem, Problems
from engine.schema.kinds import kind_of
from engine.schema.load import standalone
from engine.schema.validate import LIMIT, _formats, validate

BASE = Path(__file__).parents[1] / "cases" / "base"
SAMPLES: list[dict[str, Any]] = []
for _path in sorted(BASE.rglob("*.yaml")):
    _document = read_yaml(_path.read_bytes(), _path.name, Problems())
    assert _document is not None
    SAMPLES.append(plain(_document.root))  # type: ignore[arg-type]
WILD = st.sampled_from(
    [
        None,
        True,
        0,
        751,
        1.5,
        "",
        " ",
        "x",
        "2026-02-30",
        "P3X",
        [],
        {},
        [1],
        ["x"],
        {"en": "a"},
        {"in": []},
        {"x": {}},
        {"any": [{}]},
    ]
)


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A good file with a few places replaced, taken out, doubled or renamed."""
    value = copy.deepcopy(draw(st.sampled_from(SAMPLES)))
    for _ in range(draw(st.integers(0, 3))):
        _damage(draw, value)
    return value


def _damage(draw: st.DrawFn, value: Any) -> None:
    while isinstance(value, (dict, list)) and value:
        key = draw(st.sampled_from(list(value) if isinstance(value, dict) else range(len(value))))
        if draw(st.integers(0, 3)) and isinstance(value[key], (dict, list)) and value[key]:
            value = value[key]
            continue
        action = draw(st.sampled_from(["replace", "remove", "rename", "double"]))
        if action == "replace":
            value[key] = copy.deepcopy(draw(WILD))
        elif action == "remove":
            del value[key]
        elif action == "rename" and isinstance(value, dict):
            value[draw(st.sampled_from([key[:-1], key + "s", "then", "Zz"]))] = value.pop(key)
        elif isinstance(value, list):
            value.append(copy.deepcopy(value[key]))
        return


def _check(value: object) -> tuple[bool, tuple[Problem, ...], str | None]:
    problems = Problems()
    document = read_yaml(json.dumps(value, ensure_ascii=False, indent=1).encode(), "p.yaml", problems)
    if document is None:
        return False, problems.sorted(), None
    return validate(document, problems), problems.sorted(), kind_of(document)


@given(damaged())
def test_the_verdict_of_jsonschema(value: dict[str, Any]) -> None:
    """Valid here exactly where jsonschema with plain references says so; every problem has a place and texts."""
    valid, problems, kind = _check(value)
    assert valid == (not problems)
    if kind is not None:
        told = list(Draft202012Validator(standalone(kind), format_checker=_formats()).iter_errors(value))
        assert valid == (not told)
    for problem in problems:
        assert problem.span is not None and problem.excerpt is not None
        for lang in ("en", "fr"):
            assert "?`" not in problem.message(lang) and "« ? »" not in problem.message(lang)
            problem.help(lang)


@given(
    st.recursive(
        WILD,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["policy", "rules", "when", "any", "of"]), inner, max_size=3)
        ),
    )
)
def test_any_value(value: object) -> None:
    """Whatever YAML holds, there is a verdict."""
    _check(value)


def test_a_deep_condition() -> None:
    """As deep as a document may be."""
    condition = "{stay.lawful: true}"
    for _ in range(28):
        condition = f"{{any: [{condition}]}}"
    text = f"combinations:\n  - id: a\n    never: {condition}\n    message: {{en: a, fr: b}}\n"
    problems = Problems()
    document = read_yaml(text.encode(), "p.yaml", problems)
    assert document is not None and validate(document, problems), problems.sorted()


def test_no_more_problems_than_anyone_reads() -> None:
    """A file of another kind is told in a hundred problems at most."""
    rules = "".join(f"  - {{idd: {n}, a: 1, b: 2}}\n" for n in range(500))
    problems = Problems()
    document = read_yaml(f"policy: a.b\nversion: 1.0.0\ntitle: {{en: a, fr: b}}\nrules:\n{rules}".encode(), "p.yaml", problems)
    assert document is not None and not validate(document, problems)
    assert 0 < len(problems) <= 5 * LIMIT


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        (
            "policy: a.b\nversion: 1.0.0\ntitle: {en: a, fr: b}\nrules:\n  - {id: r, title: {en: a, fr: b}, thn: {a.b: true}, cites: [c]}\n",  # noqa: E501
            "PE202",
            "rules[0].thn",
        ),
        ("sources:\n  a: {kind: law, title: {en: a}}\n", "PE219", "sources.a.title"),
        ("groups:\n  g: {title: {en: a, fr: b}, of: country, members: [751]}\n", "PE221", "groups.g.members[0]"),
        ("tests:\n  - {id: a, profile: {}, as_of: 2026-13-01, expect: {entitlement: entitled}}\n", "PE206", "tests[0].as_of"),
        (
            "tests:\n  - {id: a, profile: {}, as_of: 2026-11-01, expect: {entitlement: entitld}}\n",
            "PE205",
            "tests[0].expect.entitlement",
        ),
    ],
)
def test_one_cause_one_problem(text: str, code: str, path: str) -> None:
    """And its path in the file."""
    problems = Problems()
    document = read_yaml(text.encode(), "p.yaml", problems)
    assert document is not None and not validate(document, problems)
    assert [(problem.code, problem.path) for problem in problems.sorted()] == [(code, path)]
