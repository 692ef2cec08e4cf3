"""The timeline as its users run it."""

from __future__ import annotations

import json

from tests.cli.test_commands import EXAMPLES, SPOUSE, WAITING, run


def test_the_line_has_its_days_in_order_and_the_day_of_the_decision_on_it() -> None:
    text = run("timeline", WAITING).stdout.replace("\u00a0", " ")
    marks = ["1 October 2026", "◆  23 November 2026 (day of the decision)", "●  2 January 2027: entitled", "●  21 September 2027"]
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "from now on\n│    more than 3 months ago" in text and "20 September 2027" in text
    assert max(map(len, text.splitlines())) <= 80


def test_it_speaks_french_and_is_read_aloud() -> None:
    plain = run("timeline", WAITING, "--lang", "fr", "--format", "plain").stdout
    assert "2\u00a0janvier 2027\u00a0: droit acquis" in plain
    assert not set("●◆│─") & set(plain)


def test_json_holds_every_change() -> None:
    values = json.loads(run("timeline", WAITING, "--format", "json").stdout)
    assert values["as_of"] == "2026-11-23" and values["now"]["entitlement"] == "waiting"
    change = next(change for change in values["changes"] if change["date"] == "2027-01-02")
    assert change["after"]["entitlement"] == "entitled" and change["because"][0]["fact"] == "residence.since"
    assert change["why"] and change["rules"][0]["cites"]


def test_a_part_of_the_line() -> None:
    values = json.loads(run("timeline", WAITING, "--from", "2027-01-02", "--until", "2027-09-20", "--format", "json").stdout)
    assert values["changes"] == [] or all("2027-01-02" < change["date"] <= "2027-09-20" for change in values["changes"])
    assert values["first"]["entitlement"] == "entitled" and values["from"] == "2027-01-02"


def test_the_past_is_counted_or_shown() -> None:
    profile = str(EXAMPLES / "s1-pensioner.json")
    assert "--from" in run("timeline", profile).stdout
    assert "1\u00a0January 2021" in run("timeline", profile, "--everything").stdout
    assert "1\u00a0January 2021" not in run("timeline", profile).stdout


def test_wrong_use() -> None:
    assert run("timeline", SPOUSE, "--from", "soon").returncode == 2
    backwards = run("timeline", SPOUSE, "--from", "2027-01-01", "--until", "2026-01-01")
    assert backwards.returncode == 2 and "2026-01-01" in backwards.stderr
    broken = run("timeline", "-", stdin='{"residence": {"since": "yesterday"}}')
    assert broken.returncode == 3 and broken.stdout == "" and "PE505" in broken.stderr
    assert run("timeline", "-", stdin="{}").returncode == 0
