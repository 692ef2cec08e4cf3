"""`policy-eval check` and `policy-eval test`: streams and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.cli.main import main
from tests.analysis.small import BASE, PARIS, SMALL, TESTS, changed

DAY = ("--as-of", "2026-11-23", "--no-search", "--lang", "en")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    out = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out.out, out.err


def test_check_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", "--policies", str(SMALL), *DAY)
    assert (code, out, err) == (0, "small 1.2.0: nothing to report\n", "")


@pytest.mark.parametrize(
    ("change", "plain", "strict"),
    [
        ((PARIS, "observed_on: 2025-06-01", "observed_on: null"), 0, 0),
        ((PARIS, "confidence: medium", "confidence: high"), 0, 1),
        ((BASE, "stay.document: card", "stay.document: cart"), 1, 1),
    ],
)
def test_check_fails_by_severity(
    change: tuple[str, str, str], plain: int, strict: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(changed(tmp_path, change))
    assert run(capsys, "check", "--policies", root, *DAY)[0] == plain
    assert run(capsys, "check", "--policies", root, "--strict", *DAY)[0] == strict


@pytest.mark.parametrize("format_", ["json", "sarif"])
def test_check_writes_one_document(format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", "--policies", str(SMALL), "--format", format_, *DAY)
    assert code == 0 and err == "" and json.loads(out)


def test_check_shows_the_size(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "check", "--policies", str(SMALL), "--stats", *DAY)
    assert "450 rules, 3000 fused clauses" in out and "\n751 " in out


def test_check_of_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", "--policies", str(tmp_path / "none"), *DAY)
    assert code == 1 and "PE180" in out


def test_test_passes(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "test", "--policies", str(SMALL), "--fail-under", "100", "--lang", "en")
    assert code == 0 and "coverage 100.0%" in out


def test_test_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = changed(tmp_path, (TESTS, "entitlement: waiting", "entitlement: entitled"))
    code, out, _ = run(capsys, "test", "--policies", str(root), "--lang", "en")
    assert code == 1 and "expected entitled, got waiting" in out


def test_test_wants_coverage(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("test", "--policies", str(SMALL), "--run", "visa-just-arrived", "--fail-under", "100", "--lang", "en")
    code, out, err = run(capsys, *arguments)
    assert code == 1 and "tests 1, failed 0" in out and "coverage is under 100%" in err


def test_test_of_invalid_policies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = changed(tmp_path, (BASE, "stay.document: card", "stay.document: cart"))
    code, out, err = run(capsys, "test", "--policies", str(root), "--lang", "en")
    assert code == 4 and out == "" and "PE311" in err


def test_mutants_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("test", "--policies", str(SMALL), "--mutate", "--run", "record-of-adults", "--jobs", "1", "--format", "json")
    code, out, _ = run(capsys, *arguments, "--fail-under", "99")
    found = json.loads(out)
    assert code == 1 and found["summary"]["survived"] == 3 and found["summary"]["mutants"] == len(found["mutants"])
    survivor = next(mutant for mutant in found["mutants"] if mutant["status"] == "survived")
    assert survivor["line"] > 0 and survivor["test"]["expect"]["requirements"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_mutants_as_text(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "test", "--policies", str(SMALL), "--mutate", "--sample", "9", "--jobs", "1", "--lang", lang)
    assert code == 0 and ("9 of 54" in out if lang == "en" else "9 mutants sur 54" in out)


def test_conditions_covered(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("test", "--policies", str(SMALL), "--coverage=conditions", "--lang", "en")
    code, out, _ = run(capsys, *arguments)
    assert code == 0 and "stay.validated: true: never seen false" in out and "coverage of conditions 93.8%" in out
    assert run(capsys, *arguments, "--fail-under", "95")[0] == 1
    assert run(capsys, "test", "--policies", str(SMALL), "--coverage", "--fail-under", "95", "--lang", "en")[0] == 0


def test_proposed_tests_in_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, file = changed(tmp_path), tmp_path / "policies" / "tests" / "new.yaml"
    code, out, err = run(capsys, "test", "--policies", str(root), "--generate", "--out", str(file), "--lang", "en")
    assert code == 0 and out == "" and "6 tests written" in err
    assert run(capsys, "test", "--policies", str(root), "--lang", "en")[0] == 0
    assert run(capsys, "test", "--policies", str(root), "--generate", "--out", str(tmp_path / "no" / "new.yaml"))[0] in (0, 2)


@pytest.mark.parametrize(
    "wrong", [("--mutate", "--generate"), ("--mutate", "--coverage"), ("--sample", "3"), ("--out", "x.yaml")]
)
def test_what_does_not_go_together(wrong: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "test", "--policies", str(SMALL), *wrong)[0] == 2
