"""Patterns of file names. In: a pattern such as `national/*.yaml`. Out: does a relative path match, may it be used."""

from __future__ import annotations

import re
from functools import cache


def leaves_folder(path: str, up: bool = False) -> bool:
    """Is the path absolute, on a drive, with backslashes, or does it climb? (`up`: climbing is allowed.)"""
    climbs = ".." in path.split("/") and not up
    return climbs or path.startswith(("/", "~")) or "\\" in path or "\0" in path or bool(re.match(r"[A-Za-z]:", path))


def matches(pattern: str, path: str) -> bool:
    """`*` and `?` stay within a folder; `**/` is any folders, none included."""
    return _compiled(pattern).fullmatch(path) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    words = re.findall(r"\*\*/|\*+|\?|[^*?]+", pattern)
    known = (parts.get(word) or (parts["*"] if word.startswith("*") else re.escape(word)) for word in words)
    return re.compile("".join(known))
