"""Catalogues: sources, documents and requirements, steps and cautions, groups.

In: documents of those kinds. Out: their typed entries. Newly guaranteed: types and places only.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.document.nodes import Mapping, Node
from engine.ground.spans import Span
from engine.policy.conditions import condition
from engine.policy.model import (
    Alternative,
    DocumentKind,
    Event,
    Group,
    Member,
    Requirement,
    Satisfies,
    Source,
    Step,
    Takes,
    Window,
)
from engine.policy.nodes import cites, entries, items, mapping, maybe, maybe_text, ref, string, text, whole, window


def sources(root: Mapping) -> Iterator[Source]:
    """The sources that rules may cite."""
    for name, span, value in entries(root.get("sources")):
        node = mapping(value)
        yield Source(
            id=name,
            kind=string(node.get("kind")),
            title=text(node.get("title")),
            version=maybe(node.get("version")),
            url=maybe(node.get("url")),
            in_force=window(node.get("in_force")),
            published_on=maybe(node.get("published_on")),
            checked_on=maybe(node.get("checked_on")),
            span=span,
        )


def documents(root: Mapping) -> Iterator[DocumentKind]:
    """The documents of the catalogue."""
    for name, span, value in entries(root.get("documents")):
        node = mapping(value)
        facts = node.get("facts")
        place = None if facts is None else facts.span
        yield DocumentKind(name, text(node.get("title")), maybe_text(node.get("help")), maybe(facts), span, place)


def requirements(root: Mapping) -> Iterator[Requirement]:
    """The requirements of the catalogue."""
    for name, span, value in entries(root.get("requirements")):
        node = mapping(value)
        attributes = tuple((key, ref(fact)) for key, _, fact in entries(node.get("attributes")))
        any_of = tuple(_alternative(item, span) for item in items(node.get("any_of")))
        yield Requirement(name, text(node.get("title")), any_of, attributes, span)


def _alternative(node: Node, at: Span) -> Alternative:
    if not isinstance(node, Mapping):
        return Alternative(ref(node), None, None)
    document, when = node.get("document"), node.get("when")
    assert document is not None
    return Alternative(ref(document), None if when is None else condition(when, at), whole(node.get("months")))


def satisfies(root: Mapping) -> Iterator[Satisfies]:
    """Which held value satisfies which needed one."""
    for attribute, _, table in entries(root.get("satisfies")):
        for needed, _, held in entries(table):
            listed = tuple(string(item) for item in items(held))
            yield Satisfies(attribute, needed, None if listed == ("any",) else listed)


def events(root: Mapping) -> Iterator[Event]:
    """The events that steps stand before or after."""
    for name, span, value in entries(root.get("events")):
        date = mapping(value).get("date")
        yield Event(name, text(value), None if date is None else ref(date), span)


def steps(root: Mapping) -> Iterator[Step]:
    """Steps and cautions."""
    for key in ("steps", "cautions"):
        for name, span, value in entries(root.get(key)):
            yield _step(name, span, mapping(value), caution=key == "cautions")


def _step(name: str, span: Span, node: Mapping, *, caution: bool) -> Step:
    relation, event = None, None
    for key, _, value in entries(node.get("when")):
        relation, event = key, ref(value)
    takes = node.get("takes")
    return Step(
        id=name,
        caution=caution,
        title=text(node.get("title")),
        text=maybe_text(node.get("text")),
        relation=relation,
        event=event,
        takes=None if takes is None else _takes(mapping(takes)),
        cites=cites(node.get("cites")),
        span=span,
    )


def _takes(node: Mapping) -> Takes:
    return Takes(string(node.get("from")), maybe(node.get("to")), maybe(node.get("observed_on")), cites(node.get("cites")))


def groups(root: Mapping) -> Iterator[Group]:
    """Named sets, dated."""
    for name, span, value in entries(root.get("groups")):
        node = mapping(value)
        of = node.get("of")
        assert of is not None
        yield Group(name, text(node.get("title")), ref(of), tuple(map(_member, items(node.get("members")))), span)


def _member(node: Node) -> Member:
    if isinstance(node, Mapping):
        return Member(string(node.get("is")), window(node), node.span)
    return Member(string(node), Window(), node.span)
