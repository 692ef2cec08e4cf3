"""The kind of a policy file. In: a document. Out: the name of its schema, told by the first key."""

from __future__ import annotations

from engine.document.folder import MANIFEST
from engine.document.nodes import Document, first_key

_BY_KEY = {
    "name": "manifest",
    "vocabulary": "vocabulary",
    "combinations": "combinations",
    "sources": "sources",
    "documents": "documents",
    "requirements": "documents",
    "satisfies": "documents",
    "events": "steps",
    "steps": "steps",
    "cautions": "steps",
    "groups": "groups",
    "table": "table",
    "policy": "policy",
    "tests": "tests",
    "population": "population",
}
KINDS = tuple(dict.fromkeys(_BY_KEY.values()))
FIRST_KEYS = tuple(_BY_KEY)


def kind_of(document: Document) -> str | None:
    """The kind, or None where the first key is none that we know."""
    if document.file == MANIFEST:
        return "manifest"
    key = first_key(document.root)
    return _BY_KEY.get(str(key.value)) if key else None
