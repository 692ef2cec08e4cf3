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
