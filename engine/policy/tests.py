"""Policy tests, typed.

In: a document of kind tests. Out: `PolicyTest` values. Newly guaranteed: ids, dates and options are typed; profile and
expectations stay plain and are checked against the vocabulary when the test runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.document.nodes import Mapping
from engine.policy.model import PolicyTest
from engine.policy.nodes import items, mapping, maybe, maybe_text, raw, string


def tests(root: Mapping) -> Iterator[PolicyTest]:
    """The tests of a file, in order."""
    for item in items(root.get("tests")):
        node = mapping(item)
        name = node.get("id")
        assert name is not None
        expect = raw(node.get("expect"))
        yield PolicyTest(
            id=string(name),
            title=maybe_text(node.get("title")),
            profile=raw(node.get("profile")),
            as_of=maybe(node.get("as_of")),
            office=maybe(node.get("office")),
            presume=maybe(node.get("presume")) or "listed",
            expect=expect if isinstance(expect, dict) else {},
            span=name.span,
        )
