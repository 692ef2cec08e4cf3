"""The registry of codes covers the engine, in both languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from engine.ground import codes
from engine.ground.problems import placeholders

ENGINE = Path(codes.__file__).parents[1]
USED = sorted({code for path in ENGINE.rglob("*.py") for code in re.findall(r"[\"'](PE\d{3})[\"']", path.read_text("utf-8"))})
TERMS = sorted({term for path in ENGINE.rglob("*.py") for term in re.findall(r"Term\(\"([a-z_.]+)\"\)", path.read_text("utf-8"))})


@pytest.mark.parametrize("code", USED)
def test_every_code_used_is_registered(code: str) -> None:
    """No problem is reported that has no texts."""
    assert codes.known(code)


@pytest.mark.parametrize("entry", codes.all_codes(), ids=lambda entry: entry.code)
def test_every_entry_speaks_both_languages(entry: codes.CodeEntry) -> None:
    """Title, message, help and page are in English and in French, with the same arguments."""
    assert set(entry.texts) == set(codes.LANGUAGES)
    english, french = entry.texts["en"], entry.texts["fr"]
    assert english.title and french.title and english.message and french.message
    assert bool(english.help) == bool(french.help) and bool(english.page) == bool(french.page)
    strip = re.compile(r"_(en|fr)$")
    named = [{strip.sub("", name) for name in placeholders(text.message)} for text in (english, french)]
    assert named[0] == named[1]
    for text in (english, french):
        assert not re.search(r"\{[^a-z}]*[A-Z0-9:!.\[][^}]*\}", text.message), "only {name} is filled in"


def test_every_word_used_is_in_the_glossary() -> None:
    """Terms named in the code have words in both languages."""
    words = tomllib.loads((Path(codes.__file__).with_name("codes") / "terms.toml").read_text("utf-8"))
    assert all(set(entry) == {"en", "fr"} for entry in words.values())
    assert [term for term in TERMS if term not in words] == []


def test_an_unknown_code_cannot_raise() -> None:
    """Reporting a problem never makes another."""
    assert codes.entry("PE999").text("fr").message == "PE999"
    assert codes.entry("nonsense").text("en").title == "nonsense"
