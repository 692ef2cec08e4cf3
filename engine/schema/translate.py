"""What jsonschema says, in words. In: its errors. Out: problems placed on the key or value concerned.

Of alternatives, the error of the branch that was meant is told, never the whole list. One problem for one cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from jsonschema import ValidationError

from engine.document.nodes import Document, Entry, Node, Scalar, Sequence
from engine.document.nodes import Mapping as MappingNode
from engine.ground.nearest import nearest
from engine.ground.problems import Problems, Term
from engine.ground.spans import Span

_FORMATS = {"date": "PE206", "duration": "PE209"}
_FORMS = {"version": "PE208", "not_blank": "PE216"}
_LENGTHS = {
    "minLength": "PE216",
    "minItems": "PE211",
    "maxItems": "PE212",
    "minProperties": "PE223",
    "maxProperties": "PE224",
    "minimum": "PE213",
    "maximum": "PE214",
}
_YES_NO = frozenset({"yes", "no", "oui", "non", "on", "off", "vrai", "faux"})


class Translator:
    """Turns the errors of one document into problems."""

    def __init__(self, document: Document, problems: Problems) -> None:
        self._document = document
        self._meant: set[tuple[str, str | None]] = set()  # keys that a misspelt one probably stands for
        self._problems = problems
        problems.source(document.file, document.text)

    def add_all(self, errors: Iterable[ValidationError]) -> None:
        """Report errors, each cause once: a misspelt key is not missing too, a wrong type is said once."""
        found = sorted(errors, key=lambda error: error.validator not in ("additionalProperties", "type"))
        for error in _widest_types(found):
            self.add(error)

    def add(self, error: ValidationError) -> None:
        """Report one error of jsonschema."""
        kind = str(error.validator)
        if kind == "not":
            self._beside(error)
        elif kind in ("anyOf", "oneOf"):
            self._alternatives(error)
        elif kind == "additionalProperties":
            self._unknown_keys(error)
        elif kind in ("required", "dependentRequired"):
            self._missing_key(error)
        else:
            self._value(error, kind)

    def _alternatives(self, error: ValidationError) -> None:
        schema = _schema(error)
        if "x-needs" in schema:
            needed, place = schema["x-needs"].split(", "), _dotted(error.absolute_path)
            if any((place, name) in self._meant for name in needed):
                return
            self._report("PE217", self._key_span(error), error, keys=schema["x-needs"])
            return
        for inner in _meant(error.context or ()):
            self.add(inner)

    def _value(self, error: ValidationError, kind: str) -> None:
        node, span = self._node(error.absolute_path), self._value_span(error)
        found, wanted = error.instance, cast(Any, error.validator_value)
        if kind == "type":
            self._wrong_type(error, node, span)
        elif kind in ("enum", "const"):
            allowed = [_word(value) for value in (wanted if kind == "enum" else [wanted])]
            guess = nearest(_word(found), allowed)
            self._report("PE205", span, error, value=_word(found), allowed=allowed, nearest=guess)
        elif kind == "format":
            self._report(_FORMATS[str(wanted)], span, error, value=found)
        elif kind == "pattern":
            form = str(_schema(error).get("x-form", ""))
            expected = Term(f"form.{form}") if form else wanted
            self._report(_FORMS.get(form, "PE207"), span, error, value=found, expected=expected)
        elif kind == "uniqueItems":
            self._repeated(error, node)
        else:
            self._report(_LENGTHS.get(kind, "PE210"), span, error, limit=wanted, value=_size(found))

    def _wrong_type(self, error: ValidationError, node: Node | None, span: Span) -> None:
        wanted = cast(Any, error.validator_value)
        types = [wanted] if isinstance(wanted, str) else list(wanted)
        found, text = error.instance, self._document.excerpt(span)
        hint = _hint(_schema(error))
        if isinstance(node, Scalar) and found is None and not text.strip():
            self._report("PE222", self._key_span(error), error, expected=_types(types), hint=hint)
        elif isinstance(node, Scalar) and "string" in types and isinstance(found, (int, float)):
            self._report("PE221", span, error, value=text)
        elif types == ["boolean"] and isinstance(found, str) and found.lower() in _YES_NO:
            self._report("PE220", span, error, value=found)
        else:
            actual = Term(f"type.{_type_of(found)}")
            self._report("PE204", span, error, expected=_types(types), found=actual, hint=hint)

    def _unknown_keys(self, error: ValidationError) -> None:
        known = list(_schema(error).get("properties", {}))
        patterns = _schema(error).get("patternProperties", {})
        mapping = self._node(error.absolute_path)
        for entry in mapping.entries if isinstance(mapping, MappingNode) else ():
            if entry.name in known or any(_found(pattern, entry.name) for pattern in patterns):
                continue
            self._unknown_key(error, entry, [key for key in known if key not in mapping_keys(mapping)], bool(patterns))

    def _unknown_key(self, error: ValidationError, entry: Entry, free: list[str], named: bool) -> None:
        path = (*error.absolute_path, entry.name)
        guess = nearest(entry.name, free)
        code = "PE218" if named and guess is None else "PE202"
        allowed = (free or None) if code == "PE202" and guess is None else None
        self._meant.add((_dotted(error.absolute_path), guess))
        hint = _hint(_schema(error)) if guess is None else None
        place = entry.key.span
        self._problems.add(code, place, _dotted(path), key=entry.name, nearest=guess, hint=hint, allowed=allowed)

    def _missing_key(self, error: ValidationError) -> None:
        wanted, told = cast(Any, error.validator_value), cast("dict[str, object]", error.instance)
        names = wanted if isinstance(wanted, list) else [name for key in wanted for name in wanted[key]]
        for name in names:
            # jsonschema reports each missing key apart, and names it first in its message
            misspelt = (_dotted(error.absolute_path), name) in self._meant
            if name not in told and not misspelt and error.message.startswith(repr(name)):
                code = "PE219" if name in ("en", "fr") and set(names) == {"en", "fr"} else "PE203"
                language = Term(f"language.{name}") if code == "PE219" else None
                self._report(code, self._key_span(error), error, key=name, language=language)

    def _beside(self, error: ValidationError) -> None:
        path = list(error.absolute_path)
        schema_path = list(error.absolute_schema_path)
        other = schema_path[schema_path.index("dependentSchemas") + 1] if "dependentSchemas" in schema_path else "?"
        span = self._key_span(error)
        self._problems.add("PE225", span, _dotted(path), key=path[-1] if path else "?", other=other)

    def _repeated(self, error: ValidationError, node: Node | None) -> None:
        seen: list[object] = []
        for index, item in enumerate(cast("list[object]", error.instance)):
            if item in seen and isinstance(node, Sequence):
                path = (*error.absolute_path, index)
                self._problems.add("PE215", node.items[index].span, _dotted(path), value=_word(item))
            seen.append(item)

    def _report(self, code: str, span: Span, error: ValidationError, **args: object) -> None:
        self._problems.add(code, span, _dotted(error.absolute_path), **args)

    def _node(self, path: Iterable[str | int]) -> Node | None:
        node: Node | None = self._document.root
        for part in path:
            node = _child(node, part)
        return node

    def _value_span(self, error: ValidationError) -> Span:
        node = self._node(error.absolute_path)
        if node is None:
            return self._key_span(error)
        return node.span if isinstance(node, Scalar) else self._key_span(error)

    def _key_span(self, error: ValidationError) -> Span:
        """The key that leads to the value; for an item of a list, its first key or its whole."""
        path = list(error.absolute_path)
        node = self._node(path)
        if path and isinstance(path[-1], str):
            parent = self._node(path[:-1])
            entry = parent.entry(path[-1]) if isinstance(parent, MappingNode) else None
            if entry is not None:
                return entry.key.span
        if isinstance(node, MappingNode) and node.entries:
            return node.entries[0].key.span
        return node.span if node is not None else Span(self._document.file, 1, 1, 1, 1)


def _widest_types(errors: Iterable[ValidationError]) -> list[ValidationError]:
    """Without the type errors that a wider one at the same place makes needless."""
    kept: dict[object, ValidationError] = {}
    for number, error in enumerate(errors):
        key = ("type", tuple(error.absolute_path)) if error.validator == "type" else number
        if key not in kept or _breadth(error) > _breadth(kept[key]):
            kept[key] = error
    return list(kept.values())


def _breadth(error: ValidationError) -> int:
    wanted = cast(Any, error.validator_value)
    return 1 if isinstance(wanted, str) else len(wanted)


def mapping_keys(node: Node | None) -> frozenset[str]:
    """The keys of a mapping."""
    return frozenset(node.keys()) if isinstance(node, MappingNode) else frozenset()


def _child(node: Node | None, part: str | int) -> Node | None:
    if isinstance(node, MappingNode) and isinstance(part, str):
        return node.get(part)
    if isinstance(node, Sequence) and isinstance(part, int):
        return node.items[part]
    return None


def _meant(errors: Iterable[ValidationError]) -> list[ValidationError]:
    """The errors of the branch that was most likely meant: the one that fails deepest, then least, lists first."""
    branches: dict[object, list[ValidationError]] = {}
    for error in errors:
        branches.setdefault(error.schema_path[0], []).append(error)
    if not branches:
        return []

    def rank(branch: list[ValidationError]) -> tuple[int, bool, bool, int]:
        depth = max(len(error.path) for error in branch)
        return (-depth, any(e.validator == "type" for e in branch), branch[0].validator != "enum", len(branch))

    return min(branches.values(), key=rank)


def _found(pattern: str, key: str) -> bool:
    return re.search(pattern, key) is not None


def _hint(schema: Mapping[str, Any]) -> Term | None:
    hint = schema.get("x-hint")
    return Term(str(hint)) if hint else None


def _types(types: list[str]) -> Term:
    return Term("types." + "_".join(types)) if len(types) > 1 else Term(f"type.{types[0]}")


def _type_of(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    names = {int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "string")


def _word(value: object) -> str:
    if isinstance(value, (list, dict)):
        return "[…]" if isinstance(value, list) else "{…}"
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _size(value: object) -> object:
    return len(value) if isinstance(value, (list, dict)) else value


def _dotted(path: Iterable[str | int]) -> str:
    """`rules[3].when.any[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _schema(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}
