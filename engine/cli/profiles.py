"""Profiles from files and from standard input.

In: the name of a file, or `-`. Out: a located document. Newly guaranteed: whatever cannot be read raises `Rejected` (border
"profile") with every problem; a mistyped command is told from a missing file.
"""

from __future__ import annotations

import sys

from engine.document.json_text import read_json
from engine.document.nodes import Document
from engine.document.text import PROFILE_LIMIT, read_bytes
from engine.facts.synthetic import mark_of
from engine.ground.problems import Problems, Rejected

STDIN = "-"


def read_profile(name: str) -> Document:
    """The profile in a file (JSON, or YAML by its ending), or on standard input (JSON where it begins like JSON)."""
    problems = Problems()
    data = _stdin() if name == STDIN else read_bytes(name, name, problems, PROFILE_LIMIT)
    document = None
    if data is not None:
        document = _parse(data, "<stdin>" if name == STDIN else name, problems)
    if document is None:
        raise Rejected(problems.sorted(), "profile")
    _say_synthetic(document)
    return document


def _say_synthetic(document: Document) -> None:
    """A person who does not exist is said to be one, whatever is printed of the decision."""
    found = mark_of(document.root)
    if found is not None:
        from engine.cli.output import Output
        from engine.render.words import word

        name = document.file
        sys.stderr.write(word("population.profile", Output.current().lang, name=name, mark=found) + "\n")


def _stdin() -> bytes:
    return sys.stdin.buffer.read(PROFILE_LIMIT + 1)


def _parse(data: bytes, name: str, problems: Problems) -> Document | None:
    if name.endswith((".yaml", ".yml")) or (name == "<stdin>" and not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")):
        from engine.document.yaml_text import read_yaml

        return read_yaml(data, name, problems, PROFILE_LIMIT)
    return read_json(data, name, problems)
