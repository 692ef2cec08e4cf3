"""The registry of problem codes. In: a code such as PE102. Out: its texts in English and French.

The texts live in `codes/pe<digit>.toml`, one file a range, read only when a text is wanted. Guaranteed: `entry` never
fails, so that reporting a problem cannot raise another one; a test holds every code used in the engine to an entry.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from engine.ground.records import dataclass

Severity = Literal["error", "warning", "note"]
LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class CodeTexts:
    """What is said of a code in one language. `page` shows a bad and a good example."""

    title: str
    message: str
    help: str
    page: str


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code of the registry, with its texts by language."""

    code: str
    severity: Severity
    texts: Mapping[str, CodeTexts]

    def text(self, lang: str) -> CodeTexts:
        """The texts in `lang`, or in English where that language is not spoken."""
        return self.texts.get(lang) or self.texts["en"]


def severity_of(code: str) -> Severity:
    """Warnings are exactly the PE4xx codes, notes those from PE450 to PE459: no file needs reading to know."""
    if code.startswith("PE45"):
        return "note"
    return "warning" if code.startswith("PE4") else "error"


def entry(code: str) -> CodeEntry:
    """The entry of a code; one that is missing from the registry speaks its own name."""
    return _range(code[2:3]).get(code) or _missing(code)


def known(code: str) -> bool:
    """Does the registry have this code?"""
    return code in _range(code[2:3])


def all_codes() -> tuple[CodeEntry, ...]:
    """Every entry, in order of code."""
    return tuple(found for digit in "123456789" for _, found in sorted(_range(digit).items()))


def term(name: str, lang: str) -> str:
    """A word of the glossary (`codes/terms.toml`), for arguments that must speak the reader's language."""
    words = _glossary().get(name, {})
    return words.get(lang) or words.get("en") or name


def _missing(code: str) -> CodeEntry:
    texts = CodeTexts(title=code, message=code, help="", page="")
    return CodeEntry(code, severity_of(code), {"en": texts})


@cache
def _range(digit: str) -> Mapping[str, CodeEntry]:
    tables = _load(f"pe{digit}.toml")
    return {code: _entry(code, table) for code, table in tables.items()}


@cache
def _glossary() -> Mapping[str, Mapping[str, str]]:
    return _load("terms.toml")


def _load(name: str) -> dict[str, Any]:
    import tomllib  # here, not above: most runs report nothing

    path = os.path.join(os.path.dirname(__file__), "codes", name)
    if not os.path.isfile(path):
        return {}
    with open(path, "rb") as file:
        return tomllib.load(file)


def _entry(code: str, table: Mapping[str, Mapping[str, str]]) -> CodeEntry:
    texts = {lang: _texts(table[lang]) for lang in LANGUAGES if lang in table}
    return CodeEntry(code, severity_of(code), texts)


def _texts(table: Mapping[str, str]) -> CodeTexts:
    return CodeTexts(table["title"], table["message"], table.get("help", ""), table.get("page", "").strip())
