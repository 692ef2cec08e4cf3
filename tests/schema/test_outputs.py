"""Whatever a command prints in JSON has the schema that `policy-eval schema` prints for it."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from engine.api.schemas import shipped_schema
from engine.cli.main import main
from engine.cli.schema import FILES
from engine.schema.results import RESULTS
from tests.analysis.small import changed

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))
LYON, SPOUSE = ROOT / "examples" / "english-record-lyon.json", ROOT / "examples" / "american-spouse.json"
SMALL = str(ROOT / "tests" / "data" / "small")
CONTRARY = (
    "national/base.yaml", "",
    "\n  - {id: planted, title: {en: x, fr: x}, when: {stay.document: visa}, then: {entitlement: waiting}, cites: [act-1]}\n",
)  # fmt: skip
NEVER = (
    "national/base.yaml", "",
    "\n  - {id: never, title: {en: x, fr: x}, when: {all: [{stay.document: visa}, {stay.document: card}]},"
    " then: {stay.lawful: true}, cites: [act-1]}\n",
)  # fmt: skip
Capture = pytest.CaptureFixture[str]


@cache
def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator(shipped_schema(kind))


def printed(capsys: Capture, *arguments: str, code: int = 0) -> str:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    out = capsys.readouterr()
    assert stop.value.code == code, out.err
    return out.out


def valid(kind: str, text: str) -> Any:
    values = json.loads(text)
    validator(kind).validate(values)
    return values


def test_every_kind_is_whole(capsys: Capture) -> None:
    """It is printed, it is a schema, and it refers to nothing outside itself."""
    for kind in (*FILES, *RESULTS):
        text = printed(capsys, "schema", kind)
        Draft202012Validator.check_schema(json.loads(text))
        assert "schema.json#" not in text, kind
        for reference in set(_references(json.loads(text))):
            assert _at(json.loads(text), reference) is not None, (kind, reference)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from _references(item)


def _at(schema: Any, reference: str) -> Any:
    for key in reference.removeprefix("#/").split("/"):
        schema = schema.get(key, {})
    return schema or None


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_example(path: Path, capsys: Capture) -> None:
    for lang in ("en", "fr"):
        options = ("--format", "json", "--lang", lang)
        valid("decision", printed(capsys, str(path), "--explain", "full", *options))
        valid("timeline", printed(capsys, "timeline", str(path), *options))
        valid("compare-all", printed(capsys, "compare", str(path), "--all", *options))
        valid("compare", printed(capsys, "compare", str(path), *options))
        for fact in ("stay.lawful", "entitlement", "birth-record"):
            valid("explain", printed(capsys, "explain", fact, str(path), *options))


def test_differing_leaves_out_what_is_the_law(capsys: Capture) -> None:
    options = ("--differing", "--format", "json")
    found = valid("compare-all", printed(capsys, "compare", str(LYON), "--all", *options))
    assert found.keys() == {"as_of", "departures"} and found["departures"]
    rows = valid("compare", printed(capsys, "compare", str(LYON), *options))["rows"]
    assert rows and all(row["differs"] for row in rows)


def test_what_nobody_told(tmp_path: Path, capsys: Capture) -> None:
    """An empty profile, a day before the policies, a conflict: the shape stays the same."""
    empty = tmp_path / "empty.json"
    empty.write_text("{}", "utf-8")
    for options in ((), ("--as-of", "2010-01-01"), ("--presume", "none")):
        for kind, command in (("timeline", ("timeline",)), ("compare", ("compare",)), ("compare-all", ("compare", "--all"))):
            valid(kind, printed(capsys, *command, str(empty), *options, "--format", "json"))
        for fact in ("entitlement", "birth-record", "residence.stable"):
            valid("explain", printed(capsys, "explain", fact, str(empty), *options, "--format", "json"))
    contrary = tmp_path / "contrary.json"
    contrary.write_text(json.dumps({"stay": {"document": "visa", "validated": True}, "person": {"nationalities": ["DE"]},
                                    "residence": {"since": "2020-01-01", "postcode": "75019"}}))  # fmt: skip
    policies = ("--policies", str(changed(tmp_path, CONTRARY)), "--format", "json")
    assert valid("decision", printed(capsys, str(contrary), *policies, code=4))["conflicts"]
    assert valid("timeline", printed(capsys, "timeline", str(contrary), *policies, code=4))["now"]["conflicts"]
    valid("explain", printed(capsys, "explain", "entitlement", str(contrary), *policies))
    valid("compare-all", printed(capsys, "compare", str(contrary), "--all", *policies, code=4))


@pytest.mark.parametrize("mode", ["--prove", "--no-prove"])
def test_verification(tmp_path: Path, mode: str, capsys: Capture) -> None:
    sound = valid("verify", printed(capsys, "verify", mode, "--policies", SMALL, "--format", "json"))
    assert sound["findings"] == []
    policies = str(changed(tmp_path, CONTRARY, NEVER))
    found = valid("verify", printed(capsys, "verify", mode, "--policies", policies, "--format", "json", code=1))
    assert "PE820" in {finding["code"] for finding in found["findings"]} and found["problems"]


def test_check_and_tests(tmp_path: Path, capsys: Capture) -> None:
    options = ("--policies", SMALL, "--format", "json")
    assert valid("check", printed(capsys, "check", *options))["problems"] == []
    assert valid("test-results", printed(capsys, "test", *options, "--coverage"))["coverage"]["rules"]
    assert valid("test-results", printed(capsys, "test", *options, "--coverage=conditions"))["conditions"]["conditions"]
    assert valid("test-proposals", printed(capsys, "test", *options, "--generate"))["proposals"]
    mutants = valid("test-mutants", printed(capsys, "test", *options, "--mutate", "--sample", "12", "--jobs", "1"))
    assert {mutant["status"] for mutant in mutants["mutants"]} >= {"killed"}
    wrong = str(changed(tmp_path, ("tests/base.yaml", "is: entitled,", "is: waiting,"), NEVER))
    results = valid("test-results", printed(capsys, "test", "--policies", wrong, "--format", "json", code=1))
    assert any(failure["expected"] for test in results["tests"] for failure in test["failures"])
    with pytest.raises(SystemExit):
        main(("check", "--policies", wrong, "--format", "json"))
    assert valid("check", capsys.readouterr().out)["policy_set"]["name"] == "small"


def test_differences(tmp_path: Path, capsys: Capture) -> None:
    policies = str(changed(tmp_path, CONTRARY))
    people = tmp_path / "people.jsonl"
    people.write_text('{"stay": {"document": "visa"}, "person": {"nationalities": ["DE"]}}\n{"nobody": 1}\n', "utf-8")
    for more in ((), ("--population", str(people))):
        with pytest.raises(SystemExit):
            main(("diff", SMALL, policies, *more, "--format", "json"))
        found = valid("diff", capsys.readouterr().out)
        assert found["changes"][0]["witness"] == 0 and (found["population"] is not None) == bool(more)


def test_offices_codes_bundles_replay(tmp_path: Path, capsys: Capture) -> None:
    options = ("--format", "json")
    assert len(valid("offices", printed(capsys, "offices", *options))) == 107
    for code in ("751", "691", "131"):
        assert valid("offices", printed(capsys, "offices", code, *options))["code"] == code
    assert valid("explain-code", printed(capsys, "explain-code", "PE101", *options))["code"] == "PE101"
    assert len(valid("explain-code", printed(capsys, "explain-code", *options))) > 100
    written = valid("bundle", printed(capsys, "bundle", SMALL, "--out", str(tmp_path / "store") + "/", *options))
    assert valid("bundle", printed(capsys, "bundle", "--list", str(tmp_path / "store"), *options))["bundles"]
    valid("bundle", printed(capsys, "bundle", written["path"], "--unpack", str(tmp_path / "files"), *options))
    trace = tmp_path / "trace.json"
    printed(capsys, str(SPOUSE), "--trace", str(trace))
    recorded = valid("trace", trace.read_text("utf-8"))
    assert valid("replay", printed(capsys, "replay", str(trace), *options))["identical"]
    other = copy.deepcopy(recorded)
    other["envelope"]["executor"] = "lanes"
    trace.write_text(json.dumps(other), "utf-8")
    valid("replay", printed(capsys, "replay", str(trace), *options))


def test_batches(tmp_path: Path, capsys: Capture) -> None:
    people, out, summary = tmp_path / "people.jsonl", tmp_path / "out.jsonl", tmp_path / "summary.json"
    lines = [json.dumps({"id": at, **json.loads(path.read_text("utf-8"))}) for at, path in enumerate(EXAMPLES)]
    people.write_text("\n".join([*lines, '{"id": 9, "stay": {"document": "vls_tz"}}']) + "\n", "utf-8")
    for more in ((), ("--id", "id")):
        text = printed(
            capsys,
            "batch",
            str(people),
            str(out),
            "--summary",
            str(summary),
            "--format",
            "json",
            "--ignore-others",
            *more,
            code=3,
        )
        assert valid("batch", summary.read_text("utf-8")) == valid("batch", text)
        for line in (tmp_path / "out.jsonl.rejects.jsonl").read_text("utf-8").splitlines():
            assert valid("batch-rejects", line)["problems"]


def test_interview(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n"))
    with pytest.raises(SystemExit):
        main(("ask", "--format", "json"))
    found = valid("ask", capsys.readouterr().out)
    assert found["asked"] and found["profile"]


@pytest.mark.parametrize("kind", ["timeline", "compare", "compare-all", "verify", "diff"])
def test_schemas_refuse_what_they_do_not_know(kind: str) -> None:
    """Wherever a schema has an object, another key is an error: a schema that takes anything describes nothing."""
    with pytest.raises(ValidationError):
        validator(kind).validate({"surprise": 1})
    loose = [
        path for path, schema in _objects(shipped_schema(kind)) if "additionalProperties" not in schema and path != "profile"
    ]
    assert loose == []


def _objects(value: Any, name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if value.get("type") == "object":
            yield name, value
        for key, item in value.items():
            yield from _objects(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item, name)
