"""Proposed tests as a file of tests has them.

In: drafts with their names and titles. Out: YAML in the style of `policies/tests`. Newly guaranteed: what is written is read
back as it was: a text that could be read as another kind of value stands in quotes.
"""

from __future__ import annotations

import json
import re

from engine.analysis.drafts import Draft
from engine.policy.model import Text

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z|\d{4}-\d\d-\d\d\Z", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_.]*\Z", re.ASCII)
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
HEAD = "# yaml-language-server: $schema=../../schemas/tests.schema.json\n"


def draft_yaml(draft: Draft, name: str, title: Text, comments: tuple[str, ...] = (), indent: str = "  ") -> str:
    """One test, as an item of the list `tests`."""
    lines = [*(f"# {comment}" for comment in comments), f"- id: {name}"]
    lines.append(f"  title: {{en: {json.dumps(title.en, ensure_ascii=False)}, fr: {json.dumps(title.fr, ensure_ascii=False)}}}")
    lines += _block("profile", draft.profile)
    lines.append(f"  as_of: {draft.as_of}")
    lines += [f'  office: "{draft.office}"'] if draft.office is not None else []
    lines += [] if draft.presume else ["  presume: none"]
    lines += _block("expect", draft.expect)
    return "\n".join(indent + line for line in lines)


def _block(key: str, value: object) -> list[str]:
    """A mapping with an entry a line."""
    if not isinstance(value, dict) or not value:
        return [f"  {key}: {flow(value)}"]
    return [f"  {key}:", *(f"    {_key(name)}: {flow(inner)}" for name, inner in value.items())]


def flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)}: {flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, str) and _PLAIN.match(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def _key(name: object) -> str:
    text = str(name)
    return text if _NAME.match(text) and text not in _WORDS else json.dumps(text)
