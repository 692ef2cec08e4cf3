"""Words of the user interface: both languages, the same arguments, French typography, every key used and every use known."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from engine.render import explain_words, findings_words, words
from engine.render.layout import french, wrapped

ENGINE = Path(__file__).parents[2] / "engine"
CATALOGUES = {"words": words.WORDS, "explain_words": explain_words.WORDS, "findings_words": findings_words.WORDS}
OWN = [name for name in words.CATALOGUES.values() if (ENGINE / "render" / f"{name}.py").exists()]
CATALOGUES |= {name: import_module(f"engine.render.{name}").WORDS for name in OWN}
ARGUMENT = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("name", CATALOGUES)
def test_both_languages_are_complete(name: str) -> None:
    for key, (english, in_french) in CATALOGUES[name].items():
        assert english.strip() and in_french.strip(), key
        assert set(ARGUMENT.findall(english)) == set(ARGUMENT.findall(in_french)), key


@pytest.mark.parametrize("name", CATALOGUES)
def test_french_is_not_english(name: str) -> None:
    same = {key for key, (english, in_french) in CATALOGUES[name].items() if english == in_french and len(english.split()) > 3}
    assert not same


@pytest.mark.parametrize("name", CATALOGUES)
def test_french_has_a_space_before_high_signs(name: str) -> None:
    for key, (_, in_french) in CATALOGUES[name].items():
        assert not re.search(r"[^\s\u00a0\u202f{}:/`][;!?»](?!\w)|\w:\s", in_french), (key, in_french)


def test_every_word_is_used() -> None:
    """By its whole key, or by a beginning that code completes (`demand.{...}`)."""
    code = "\n".join(path.read_text("utf-8") for path in ENGINE.rglob("*.py") if not path.name.startswith("words"))
    unused = []
    for key in [key for name in ("words", *OWN) for key in CATALOGUES[name]]:
        stem = re.sub(r"_(one|many)$", "", key)
        first, _, last = stem.partition(".")
        uses = (key, stem, f"{first}.{{", f"}}.{last}")
        if not any(quote + use in code or use + quote in code for use in uses for quote in "\"'"):
            unused.append(key)
    assert set(unused) <= {"entitled", "waiting", "case_by_case", "not_entitled", "undetermined"}  # a decision says which


@pytest.mark.parametrize("name", CATALOGUES)
def test_plurals_come_in_pairs(name: str) -> None:
    for key in CATALOGUES[name]:
        if key.endswith("_one"):
            assert key.removesuffix("_one") + "_many" in CATALOGUES[name]


@pytest.mark.parametrize("name", OWN)
def test_a_catalogue_of_its_own_is_found_by_its_keys(name: str) -> None:
    for key in CATALOGUES[name]:
        assert words.CATALOGUES[key.partition(".")[0]] == name
        assert words.has_word(key)


def test_no_break_spaces() -> None:
    assert french("« oui » : 12 000 ; art. 3 !") == "«\u00a0oui\u00a0»\u00a0: 12\u00a0000\u202f; art.\u00a03\u202f!"


def test_wrapping_keeps_what_belongs_together() -> None:
    lines = wrapped("un deux\u00a0: trois quatre", 8)
    assert lines == ["un", "deux\u00a0:", "trois", "quatre"]
    assert wrapped("https://a.very.long/address/that/cannot/be/cut", 10) == ["https://a.very.long/address/that/cannot/be/cut"]
    assert wrapped("a b", 80, "1. ", "   ") == ["1. a b"]
