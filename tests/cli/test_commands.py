"""The commands: streams, exit codes, languages, hostile input. Each runs as its users run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from engine.cli.program import COMMANDS

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
SPOUSE = str(EXAMPLES / "american-spouse.json")
WAITING = str(EXAMPLES / "visitor-waiting.json")
UNCLEAR = str(EXAMPLES / "eu-citizen-not-working.json")
Done = subprocess.CompletedProcess[str]


def run(*arguments: str, stdin: str | bytes | None = None, **environment: str) -> Done:
    """Run the command; its output is read as UTF-8."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "POLICY_EVAL", "NO_COLOR"))}
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "engine", *arguments], cwd=ROOT, capture_output=True, input=data, env={**clean, **environment},
        check=False, timeout=120,
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_eval_is_the_default_command() -> None:
    short, long = run(SPOUSE), run("eval", SPOUSE)
    assert short.returncode == long.returncode == 0
    assert short.stdout == long.stdout and short.stdout.startswith("ENTITLED") and short.stderr == ""


@pytest.mark.parametrize(
    ("environment", "first"),
    [
        ({}, "ENTITLED"),
        ({"LANG": "fr_FR.UTF-8"}, "DROIT ACQUIS"),
        ({"LC_ALL": "fr_BE.UTF-8", "LANG": "en_US.UTF-8"}, "DROIT ACQUIS"),
        ({"LANG": "de_DE.UTF-8"}, "ENTITLED"),
        ({"POLICY_EVAL_LANG": "en", "LANG": "fr_FR.UTF-8"}, "ENTITLED"),
    ],
)
def test_language_of_the_environment(environment: dict[str, str], first: str) -> None:
    assert run(SPOUSE, **environment).stdout.splitlines()[0] == first
    assert run("--lang", "fr", SPOUSE, **environment).stdout.splitlines()[0] == "DROIT ACQUIS"


@pytest.mark.parametrize(("profile", "code"), [(SPOUSE, 0), (WAITING, 10), (UNCLEAR, 11)])
def test_exit_code_tells_the_outcome(profile: str, code: int) -> None:
    assert run("--exit-code", profile).returncode == code
    assert run(profile).returncode == 0


def test_exit_codes_of_refusal_and_of_the_unknown() -> None:
    covered = '{"cover": {"other_state": true, "s1": false, "rights_open": false}, "activity": {"status": "inactive"}}'
    assert run("--exit-code", "-", stdin="{}").returncode == 13
    assert run("--exit-code", "--presume", "none", "-", stdin=covered).returncode in (12, 13)


def test_standard_input_in_json_and_yaml() -> None:
    assert run("-", stdin=Path(SPOUSE).read_text("utf-8")).stdout.startswith("ENTITLED")
    assert run("--format", "json", "-", stdin="person:\n  nationalities: [US]\n").returncode == 0


def test_a_yaml_profile(tmp_path: Path) -> None:
    profile = json.loads(Path(SPOUSE).read_text("utf-8"))
    (tmp_path / "profile.yaml").write_text(json.dumps(profile), "utf-8")
    assert run(str(tmp_path / "profile.yaml")).stdout.startswith("ENTITLED")


def test_several_profiles_are_one_decision_a_line() -> None:
    done = run("--format", "json", SPOUSE, WAITING)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["profile"] for line in lines] == [SPOUSE, WAITING]
    assert [line["decision"]["entitlement"] for line in lines] == ["entitled", "waiting"]


def test_several_profiles_leave_with_the_worst_code(tmp_path: Path) -> None:
    (tmp_path / "wrong.json").write_text('{"stay": {"document": "visa"}}')
    done = run("--exit-code", SPOUSE, str(tmp_path / "wrong.json"), WAITING)
    assert done.returncode == 3 and "PE503" in done.stderr and done.stdout.count("─") > 0
    assert run(SPOUSE, str(tmp_path / "wrong.json")).returncode == 3


def test_problems_go_to_standard_error_in_the_language() -> None:
    wrong = '{"person": {"nationality": ["US"]}, "stay": {"document": "vls-ts"}}'
    english, french = run("-", stdin=wrong), run("--lang", "fr", "-", stdin=wrong)
    assert english.returncode == french.returncode == 3 and english.stdout == ""
    assert "error PE501" in english.stderr and "did you mean" in english.stderr and "vls_ts" in english.stderr
    assert "erreur PE501" in french.stderr and "vouliez-vous dire" in french.stderr


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe{\x00}\x00", b"\x80\x81", b"", b"[" * 10_000, b'{"a":' * 10_000, b'{"person": {"birth_date": NaN}}',
     b"{" + b" " * 2_000_000],
    ids=["utf-16", "not utf-8", "empty", "deep list", "deep object", "NaN", "too large"],
)  # fmt: skip
def test_hostile_profiles_are_refused(data: bytes) -> None:
    done = run("-", stdin=data)
    assert done.returncode == 3 and done.stdout == "" and "PE" in done.stderr and "Traceback" not in done.stderr


def test_missing_files_folders_and_mistyped_commands(tmp_path: Path) -> None:
    assert run(str(tmp_path / "nothing.json")).returncode == 3
    assert run(str(tmp_path)).returncode == 3
    assert run("--nothing", SPOUSE).returncode == 2
    typed = run("chekc")
    assert typed.returncode == 2 and "did you mean the command `check`" in typed.stderr
    assert run("--as-of", "2026-02-30", SPOUSE).returncode == 2
    assert run("--office", "999", SPOUSE).returncode == 3
    assert run("--policies", str(tmp_path / "none"), SPOUSE).returncode == 4


def test_policies_with_errors_are_code_4(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text("name: x\n")
    done = run("--policies", str(tmp_path), SPOUSE)
    assert done.returncode == 4 and "PE" in done.stderr and done.stdout == ""


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m engine {SPOUSE} --lang fr | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == "" and done.stdout == "DROIT ACQUIS\n"


def test_a_bug_shows_nothing_of_the_profile() -> None:
    code = (
        "import engine.api.policyset as p, sys\n"
        "def broken(*a, **k): raise RuntimeError('secret of the profile')\n"
        "p.PolicySet.decide = broken\n"
        "from engine.cli.main import run\n"
        f"sys.exit(run([{SPOUSE!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 70 and "bug in the engine" in done.stderr and "RuntimeError" in done.stderr
    assert "secret" not in done.stderr and done.stdout == ""


def test_colours_only_where_they_are_wanted() -> None:
    assert "\x1b[" not in run(SPOUSE).stdout
    assert "\x1b[" in run("--color", "always", SPOUSE).stdout
    assert "\x1b[" not in run("--color", "always", "--format", "plain", SPOUSE).stdout


def test_a_terminal_without_accents() -> None:
    done = run("--lang", "fr", SPOUSE, PYTHONIOENCODING="ascii")
    assert done.returncode == 0 and done.stdout.startswith("DROIT ACQUIS") and "r?unies" in done.stdout


def test_plain_has_no_symbols() -> None:
    done = run("--format", "plain", SPOUSE)
    assert not set("─•✓✗│┌\x1b") & set(done.stdout)


def test_traces_and_replay(tmp_path: Path) -> None:
    trace, salts = str(tmp_path / "trace.json"), str(tmp_path / "salts.json")
    assert run("--trace", trace, SPOUSE).returncode == 0
    assert run("replay", trace).stdout.startswith("identical")
    recorded = json.loads(Path(trace).read_text("utf-8"))
    recorded["claim"]["outcome"]["entitlement"] = "not_entitled"
    Path(trace).write_text(json.dumps(recorded))
    assert run("replay", trace).returncode == 3
    assert run("--redact", "--salts", salts, "--trace", trace, SPOUSE).returncode == 0
    assert "1984-05-14" not in Path(trace).read_text("utf-8")
    assert run("replay", trace, "--salts", salts, "--profile", SPOUSE).returncode == 0
    assert run("--salts", salts, SPOUSE).returncode == 2


def test_redacted_explanations_hold_no_sensitive_value() -> None:
    hidden = run("--redact", "--explain", "full", "--format", "json", SPOUSE)
    assert hidden.returncode == 0 and "1984-05-14" not in hidden.stdout


def test_explain_names_the_nearest_fact() -> None:
    done = run("explain", "residence.stabel", SPOUSE)
    assert done.returncode == 2 and "residence.stable" in done.stderr
    assert run("explain", "stay.document", SPOUSE).returncode == 2
    assert run("explain", "birth-record", SPOUSE).returncode == 0
    assert len(json.loads(run("explain", "birth_record.translation_needed", SPOUSE, "--format", "json").stdout)) == 2


def test_compare_shows_the_law_beside_three_offices() -> None:
    profile = str(EXAMPLES / "english-record-lyon.json")
    text = run("compare", profile, "--offices", "751,691,061").stdout
    assert all(part in text for part in ("(751)", "(691)", "(061)", "The law", "R.114-7", "twenty languages"))
    values = json.loads(run("compare", profile, "--format", "json").stdout)
    assert list(values["offices"]) == ["751", "691", "061"] and any(row["differs"] for row in values["rows"])
    assert run("compare", profile, "--offices", "999").returncode == 3
    assert run("compare", profile, "--office", "751").returncode == 2


def test_compare_all_offices() -> None:
    profile = str(EXAMPLES / "english-record-lyon.json")
    text = run("compare", profile, "--all").stdout
    assert all(part in text for part in ("Who asks for more than the law", "(751)", "evidence B", "96 offices have no file"))
    short = run("compare", profile, "--all", "--differing").stdout
    assert "(751)" in short and "96 offices" not in short
    values = json.loads(run("compare", profile, "--all", "--format", "json", "--lang", "fr").stdout)
    assert sum(len(group["offices"]) for group in values["groups"]) == 107
    assert {departure["kind"] for departure in values["departures"]} == {"asks_more"}
    assert run("compare", profile, "--all", "--offices", "751").returncode == 2
    rows = json.loads(run("compare", profile, "--offices", "751,691", "--differing", "--format", "json").stdout)["rows"]
    assert rows and all(row["differs"] for row in rows)


def test_offices() -> None:
    assert len(json.loads(run("offices", "--format", "json").stdout)) == 107
    one = json.loads(run("offices", "751", "--format", "json").stdout)
    assert one["rules"] and all(rule["grade"] in "ABCD" for rule in one["rules"])
    assert run("offices", "752").returncode == 2


@pytest.mark.parametrize("kind", ["profile", "policy", "decision", "vocabulary", "tests", "manifest"])
def test_schemas_are_schemas(kind: str) -> None:
    Draft202012Validator.check_schema(json.loads(run("schema", kind).stdout))


def test_explain_code() -> None:
    assert "PE501" in run("explain-code", "pe501").stdout
    assert "PE501" in run("explain-code").stdout
    assert run("explain-code", "PE99999").returncode == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0 and "_POLICY_EVAL_COMPLETE" in done.stdout


def test_version_and_help() -> None:
    assert "0.1.0" in run("--version").stdout
    installed = [name for name, (module, _) in COMMANDS.items() if (ROOT / "engine" / "cli" / f"{module}.py").exists()]
    shown = run("--help").stdout
    assert installed and all(name in shown for name in installed)
    for name in installed:
        assert run(name, "--help").returncode == 0


def test_json_follows_its_schema() -> None:
    schema = Draft202012Validator(json.loads(run("schema", "decision").stdout))
    for arguments in ((SPOUSE,), ("--explain", "full", WAITING), ("--lang", "fr", "--redact", UNCLEAR)):
        schema.validate(json.loads(run("--format", "json", *arguments).stdout))
    schema.validate(json.loads(run("--format", "json", "-", stdin="{}").stdout))
    schema.validate(json.loads(run("--format", "json", "--as-of", "2010-01-01", SPOUSE).stdout))
