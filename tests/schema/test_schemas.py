"""The shipped schemas: valid, described, with examples that hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine import bundled
from engine.document.yaml_text import read_yaml
from engine.ground import codes
from engine.ground.problems import Problems
from engine.ground.show import show_all
from engine.schema.kinds import KINDS
from engine.schema.load import COMMON, raw, resolved, standalone
from engine.schema.results import RESULTS
from engine.schema.validate import validate

FILES = sorted(path for path in bundled.policies().rglob("*.yaml") if not path.name.startswith("."))
BASE = Path(__file__).parents[1] / "cases" / "base"
UNDESCRIBED = {"decision", "whatif"}
"""Output whose keys speak for themselves in part."""


def _schemas(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema that describes a key or a definition."""
    if not isinstance(value, dict):
        return
    for place in ("properties", "patternProperties", "$defs"):
        for name, item in value.get(place, {}).items():
            if isinstance(item, dict):
                yield f"{path}/{name}", item
                yield from _schemas(item, f"{path}/{name}")
    for place in ("items", "then", "else", "if"):
        yield from _schemas(value.get(place), f"{path}/{place}")


@pytest.mark.parametrize("name", [*KINDS, COMMON, "results", *RESULTS])
def test_it_is_a_schema(name: str) -> None:
    """Draft 2020-12 accepts it."""
    path = bundled.schemas() / f"{name}.schema.json"
    Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("name", [*KINDS, COMMON, "results", *(name for name in RESULTS if name not in UNDESCRIBED)])
def test_everything_is_described(name: str) -> None:
    """Whoever hovers over a key in an editor reads what it is for."""
    silent = [
        path
        for path, schema in _schemas(raw(name))
        if "$ref" not in schema
        and "description" not in schema
        and "/if/" not in path
        and "/then/" not in path
        and schema != {"not": {}}
    ]
    assert silent == []


@pytest.mark.parametrize("name", [*KINDS, COMMON])
def test_examples_hold(name: str) -> None:
    """Every example is accepted by the schema that shows it."""
    whole = standalone(name) if name != COMMON else raw(name)
    found = [(path, schema) for path, schema in [("", whole), *_schemas(whole)] if "examples" in schema]
    assert found
    for path, schema in found:
        validator = Draft202012Validator(
            {**schema, "$defs": {**raw(COMMON)["$defs"], **whole.get("$defs", {})}} if path else whole
        )
        local = json.loads(json.dumps(validator.schema).replace("common.schema.json#", "#"))
        for example in schema["examples"]:
            errors = [error.message for error in Draft202012Validator(local).iter_errors(example)]
            assert not errors, (path, example, errors)


@pytest.mark.parametrize("name", KINDS)
def test_annotations_are_in_the_glossary(name: str) -> None:
    """Each form and each hint has words in both languages; each union of types too."""
    for _, schema in _schemas(standalone(name)):
        for key, prefix in (("x-form", "form."), ("x-hint", "")):
            if key in schema:
                term = prefix + schema[key]
                assert codes.term(term, "fr") != term, term
        if isinstance(schema.get("type"), list):
            term = "types." + "_".join(schema["type"])
            assert codes.term(term, "fr") != term, term


def test_a_resolved_schema_contains_itself() -> None:
    """References are gone; a condition inside a condition is the same object."""
    condition = resolved("combinations")["properties"]["combinations"]["items"]["properties"]["never"]
    inner = condition["properties"]["any"]["items"]
    assert inner["properties"]["any"]["items"] is inner
    assert "patternProperties" in condition and "$ref" not in condition


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(bundled.policies()).as_posix())
def test_bundled_policies_have_their_shape(path: Path) -> None:
    """Every shipped file is accepted."""
    problems = Problems()
    document = read_yaml(path.read_bytes(), path.name, problems)
    assert document is not None and validate(document, problems), show_all(problems.sorted())


@pytest.mark.parametrize("path", [*FILES, *sorted(BASE.rglob("*.yaml"))], ids=lambda path: path.name)
def test_the_editor_line_names_the_schema(path: Path) -> None:
    """The first line, where there is one for editors, leads to the schema of the file's kind."""
    first = path.read_text("utf-8").split("\n")[0]
    if "yaml-language-server" in first:
        target = (path.parent / first.split("$schema=")[1].strip()).resolve()
        assert target.parent == bundled.schemas() and target.exists(), first
