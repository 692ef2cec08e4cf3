"""The command `what-if`, as its users run it."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from engine.api.schemas import shipped_schema
from tests.cli.test_commands import SPOUSE, WAITING, run


def test_text_in_both_languages() -> None:
    english, french = run("what-if", WAITING), run("what-if", WAITING, "--lang", "fr")
    assert english.returncode == french.returncode == 0 and english.stderr == french.stderr == ""
    assert "wait until 2\u00a0January 2027" in english.stdout and "Social Security Code" in english.stdout
    assert "attendre le 2\u00a0janvier 2027" in french.stdout


def test_json_has_its_schema() -> None:
    done = run("what-if", SPOUSE, "--format", "json", "--most", "1", "--dossier")
    values = json.loads(done.stdout)
    Draft202012Validator(shipped_schema("whatif")).validate(values)
    assert values["losing"] and values["now"]["entitlement"] == "entitled" and values["file"]["told"]
    assert all(len(item["changes"]) == 1 for item in values["sets"])


def test_another_conclusion_is_sought() -> None:
    values = json.loads(run("what-if", WAITING, "--goal", "procedure=reactivation", "--format", "json", "--most", "1").stdout)
    assert [[change["fact"] for change in item["changes"]] for item in values["sets"]] == [["number.status"]]
    assert json.loads(run("what-if", WAITING, "--to", "waiting", "--format", "json").stdout)["reached"]


def test_plain_has_no_symbols() -> None:
    assert not set("─•→✓✗\x1b") & set(run("what-if", WAITING, "--format", "plain", "--color", "always").stdout)


def test_limit_says_that_there_is_more() -> None:
    done = run("what-if", WAITING, "--limit", "1", "--format", "json")
    values = json.loads(done.stdout)
    assert len(values["sets"]) == 1 and values["more"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--goal", "stay.lawfull"), "stay.lawful"),
        (("--goal", "procedure=fax"), "s1106"),
        (("--goal", "stay.document=vls_ts"), "stay.document"),
        (("--goal", "dossier.complete=true"), "--dossier"),
        (("--to", "rich"), "entitled"),
        (("--to", "entitled", "--goal", "ground"), "--goal"),
        (("--most", "4"), "--most"),
        (("--limit", "0"), "--limit"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], said: str) -> None:
    done = run("what-if", WAITING, *arguments)
    assert done.returncode == 2 and said in done.stderr and done.stdout == ""


def test_wrong_profiles() -> None:
    done = run("what-if", "-", stdin='{"stay": {"document": "visa"}}')
    assert done.returncode == 3 and "PE503" in done.stderr and done.stdout == ""
    assert run("what-if", "-", stdin="").returncode == 3
