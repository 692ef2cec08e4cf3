"""The schema that editors complete policies with: it takes every file there is, and flags what `check` would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import engine
from engine.api.schemas import schema_of_policies
from engine.document.nodes import plain
from engine.document.yaml_text import read_yaml
from engine.ground.problems import Problems

POLICIES = Path(__file__).parents[2] / "policies"
FILES = sorted(path for folder in ("national", "offices") for path in (POLICIES / folder).glob("*.yaml"))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = schema_of_policies(engine.load().book, "en")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def values(text: str) -> Any:
    document = read_yaml(text.encode(), "p.yaml", Problems(), 2_000_000)
    assert document is not None
    return plain(document.root)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_bundled_files_are_valid(path: Path, validator: Draft202012Validator) -> None:
    found = values(path.read_text("utf-8"))
    if "policy" in found:  # not the steps and cautions kept beside the offices
        assert [error.message[:200] for error in validator.iter_errors(found)] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("stay.validated: true", "stay.validatd: true"),
        ("stay.document: vls_ts", "stay.document: vlsts"),
        ("has_any: eu_eea_ch", "has_any: eu_eea_chh"),
        ("then: {stay.lawful: true}", "then: {stay.lawfull: true}"),
        ("cites: [", "cites: [no-such-source, "),
    ],
)
def test_mistakes_are_flagged(right: str, wrong: str, validator: Draft202012Validator) -> None:
    rule = """\
policy: national.try
version: 1.0.0
title: {en: Try, fr: Essai}
rules:
  - id: try
    title: {en: Try, fr: Essai}
    when: {stay.validated: true, stay.document: vls_ts, person.nationalities: {has_any: eu_eea_ch}}
    then: {stay.lawful: true}
    cites: [css-r111-3]
"""
    assert right in rule
    assert list(validator.iter_errors(values(rule))) == []
    assert list(validator.iter_errors(values(rule.replace(right, wrong))))
