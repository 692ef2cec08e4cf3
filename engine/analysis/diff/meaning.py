"""What changed between two rulebooks, part by part.

In: two linked rulebooks. Out: `Change`s. Newly guaranteed: every difference of meaning is in one of them and nothing else is;
changes of wording stand apart; order and form of the files are no change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from engine.analysis.diff.same import key
from engine.ground.records import dataclass
from engine.linked.model import Rulebook

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
ROWS, ID = "rows", "id"
SHARED = ("fact", "combination", "group", "table", "office", "set")
"""Kinds of parts that both programs must have in common."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that changed of a part: its name, and what it was on each side (None where it was not there)."""

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a policy set. kind: rule, fact, ...; what: added, removed or changed; before, after: the part itself.

    parts: what changed in meaning; wording: what changed in words only.
    """

    kind: str
    id: str
    what: str
    before: object
    after: object
    parts: tuple[Part, ...] = ()
    wording: tuple[Part, ...] = ()

    @property
    def means(self) -> bool:
        """Whether it changes meaning."""
        return self.what != CHANGED or bool(self.parts)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How parts of a kind are compared. alone: whether one that is added or removed changes meaning by itself."""

    name: str
    of: Callable[[Rulebook], Mapping[str, object]]
    meaning: tuple[str, ...]
    wording: tuple[str, ...]


KINDS = (
    _Kind("rule", lambda book: {rule.id: rule for rule in book.rules},
          ("layer", "kind", "when", "then", "says", "require", "not_required", "advise", "gap_facts", "applies", "exceptions",
           "force", "demand", "confidence", "evidence", "cites"), ("title",)),
    _Kind("fact", lambda book: book.facts,
          ("origin", "type", "values", "default", "presumed", "varies", "function", "of", "table", "column", "months",
           "changeable", "sensitive"), ("label", "question", "help", "labels", "presumed_because")),
    _Kind("combination", lambda book: {item.id: item for item in book.combinations}, ("never",), ("message",)),
    _Kind("requirement", lambda book: book.requirements, ("any_of", "attributes"), ("title",)),
    _Kind("document", lambda book: book.documents, ("facts",), ("title", "help")),
    _Kind("satisfies", lambda book: {f"{item.attribute}: {item.needed}": item for item in book.satisfies}, ("held",), ()),
    _Kind("step", lambda book: book.steps, ("caution", "relation", "event", "takes", "cites"), ("title", "text")),
    _Kind("event", lambda book: book.events, (), ("title",)),
    _Kind("group", lambda book: book.groups, ("members",), ("title",)),
    _Kind("table", lambda book: book.tables, ("keys", "columns"), ("title",)),
    _Kind("office", lambda book: book.offices, ("mail", "page"), ("title",)),
    _Kind("source", lambda book: book.sources, ("kind", "in_force", "published_on"), ("title", "version", "url", "checked_on")),
    _Kind("set", lambda book: {book.name: book}, ("decides",), ("title",)),
)  # fmt: skip


def changes(before: Rulebook, after: Rulebook) -> tuple[Change, ...]:
    """Every change, kind by kind, in the order of the set that is left (removed ones first)."""
    return tuple(change for kind in KINDS for change in _of_kind(kind, before, after))


def _of_kind(kind: _Kind, before: Rulebook, after: Rulebook) -> Iterator[Change]:
    if kind.name == "set":
        yield from _changed(kind, after.name, before, after)
        return
    old, new = kind.of(before), kind.of(after)
    renamed = _renamed(kind, old, new) if kind.name == "rule" else {}
    for name in old:
        if name not in new and name not in renamed.values():
            yield Change(kind.name, name, REMOVED, old[name], None)
    for name, item in new.items():
        if name in renamed:
            first = old[renamed[name]]
            wording = (Part(ID, renamed[name], name), *_parts(kind.wording, first, item))
            yield Change(kind.name, name, CHANGED, first, item, (), wording)
        elif name not in old:
            yield Change(kind.name, name, ADDED, None, item)
        else:
            yield from _changed(kind, name, old[name], item)


def _renamed(kind: _Kind, old: Mapping[str, object], new: Mapping[str, object]) -> dict[str, str]:
    """The former name of each part that is new by its name and says what one that is gone said."""
    gone: dict[str, list[str]] = {}
    for name in old:
        if name not in new:
            gone.setdefault(_meaning(kind, old[name]), []).append(name)
    found = {}
    for name in new:
        if name not in old and (names := gone.get(_meaning(kind, new[name]))):
            found[name] = names.pop(0)
    return found


def _meaning(kind: _Kind, item: object) -> str:
    return repr([key(getattr(item, name)) for name in kind.meaning])


def _changed(kind: _Kind, name: str, old: object, new: object) -> Iterator[Change]:
    parts = list(_parts(kind.meaning, old, new))
    if kind.name == "table":
        parts += row_parts(old, new)
    wording = tuple(_parts(kind.wording, old, new))
    if parts or wording:
        yield Change(kind.name, name, CHANGED, old, new, tuple(parts), wording)


def _parts(names: Iterable[str], old: object, new: object) -> Iterator[Part]:
    for name in names:
        first, second = getattr(old, name), getattr(new, name)
        if key(first) != key(second):
            yield Part(name, first, second)


def row_parts(old: object, new: object) -> Iterator[Part]:
    """Rows of a table, by key and first day: those that one side lacks, those that say something else."""
    first, second = _rows(old), _rows(new)
    for at in sorted(first.keys() | second.keys()):
        one, other = first.get(at), second.get(at)
        if one is None or other is None or key(one) != key(other) or one.values != other.values:  # type: ignore[attr-defined]
            yield Part(ROWS, one, other)


def _rows(table: object) -> dict[tuple[tuple[str, ...], str], object]:
    return {(row.key, row.window.start or ""): row for row in table.rows}  # type: ignore[attr-defined]


def comparable(changes: Sequence[Change]) -> bool:
    """Whether two sets with these changes read the same answers in the same way."""
    return not any(change.kind in SHARED for change in changes)
