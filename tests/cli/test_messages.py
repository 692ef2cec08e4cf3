"""What is said when something is wrong: files that cannot be read, other policies, pages of codes; and how proofs read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.ground import codes
from tests.analysis.small import SMALL

ROOT = Path(__file__).parents[2]
SPOUSE = str(ROOT / "examples" / "american-spouse.json")
WAITING = str(ROOT / "examples" / "visitor-waiting.json")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    out = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out.out, out.err


@pytest.mark.parametrize(
    ("lang", "name", "said"),
    [
        ("en", "nope.json", "error PE108: `nope.json` cannot be read: there is no such file"),
        ("fr", "nope.json", "erreur PE108\u00a0: « nope.json » ne peut être lu : ce fichier n'existe pas"),
        ("en", ".", "error PE108: `.` cannot be read: it is a folder"),
        ("fr", ".", "ne peut être lu : c'est un dossier"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_why(lang: str, name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "eval", name, "--lang", lang)
    assert code == 3 and out == "" and said in err
    assert ":1:1:" not in err  # there is no first line


def test_help_fits_a_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = tmp_path / "p.json"
    profile.write_text('{"stay": {"document": "talent"}}')
    _, _, err = run(capsys, str(profile), "--lang", "en")
    help_lines = [line for line in err.splitlines() if line.startswith(("  = ", "    "))]
    assert len(help_lines) > 3 and all(len(line) <= 80 for line in help_lines)


def test_a_trace_of_other_policies_is_one_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trace = tmp_path / "trace.json"
    run(capsys, SPOUSE, "--trace", str(trace), "--lang", "en")
    code, out, err = run(capsys, "replay", str(trace), "--policies", str(SMALL), "--lang", "en")
    assert code == 3 and out == "" and re.findall(r"PE\d+", err) == ["PE703"]


def test_pages_of_codes_have_no_holes(capsys: pytest.CaptureFixture[str]) -> None:
    for entry in codes.all_codes():
        for lang in ("en", "fr"):
            code, out, _ = run(capsys, "explain-code", entry.code, "--lang", lang)
            prose = [line for line in out.splitlines()[2:] if not line.startswith("    ")]
            assert code == 0 and not re.search(r"\{\w+\}", "\n".join(prose)), out


def test_proofs_read_as_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    _, found, _ = run(capsys, "explain", "residence.stable", WAITING, "--lang", "en")
    assert found.startswith("✗ stable residence [residence.stable]: no, by default: no rule that says\n")
    assert "benefits received: none (told); expected: at least one of: family benefits, or " in re.sub(r"\s+", " ", found)
    assert not re.search(r"\(\+\d+\)|: -", found)
    _, found, _ = run(capsys, "explain", "residence.stable", WAITING, "--lang", "fr")
    assert "prestations perçues\u00a0: néant (déclaré)" in found


def test_proofs_of_what_is_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = tmp_path / "p.json"
    profile.write_text(json.dumps({"person": {"nationalities": ["DE"]}}))
    _, found, _ = run(capsys, "explain", "stay.lawful", str(profile), "--lang", "en")
    assert found.startswith("? lawful stay [stay.lawful]: open, because of:\n")


def test_the_number_of_a_departement_leads_to_its_fund(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "offices", "34", "--lang", "en")
    assert code == 2 and "no fund has the code `34`; did you mean `342`?" in err
    code, _, err = run(capsys, "offices", "99", "--lang", "en")
    assert code == 2 and "did you mean" not in err
