"""The JSON reader: what it accepts is what json accepts, and every value has its place."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from engine.document.json_text import read_json
from engine.document.nodes import Mapping, Node, Scalar, Sequence, plain
from engine.ground.problems import Problems

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=15,
)
SOUP = st.text(st.sampled_from("{}[]:,\"\\/ \n\ttrufalsn0123456789.eE+-'#*é\x00"), max_size=30)


def _read(text: str) -> tuple[object, Problems]:
    problems = Problems()
    document = read_json(text.encode("utf-8", "surrogatepass"), "p.json", problems)
    return (plain(document.root) if document else None), problems


@given(VALUES, st.sampled_from([None, 0, 1, "\t"]), st.booleans())
def test_reads_what_json_writes(value: object, indent: int | str | None, ascii_only: bool) -> None:
    """The same value, however it is laid out."""
    found, problems = _read(json.dumps(value, indent=indent, ensure_ascii=ascii_only))
    assert not problems.errors
    assert found == value and json.dumps(found) == json.dumps(value)


@given(SOUP)
def test_accepts_nothing_that_json_refuses(text: str) -> None:
    """Where json fails there is a problem; where json reads strict JSON, we read the same."""
    found, problems = _read(text)
    try:
        expected = json.loads(text, parse_constant=_refuse, object_pairs_hook=_no_twice)
    except (ValueError, RecursionError):
        assert problems.errors
        return
    if not problems.errors:
        assert found == expected
    else:
        assert {problem.code for problem in problems.sorted()} <= {"PE109", "PE111"}


@given(VALUES)
def test_every_place_holds_its_value(value: object) -> None:
    """The text under the span of a scalar is that scalar."""
    problems = Problems()
    document = read_json(json.dumps(value, indent=1, ensure_ascii=False).encode(), "p.json", problems)
    assert document is not None
    for node in _all(document.root):
        assert json.loads(document.excerpt(node.span)) == plain(node)


@given(st.binary(max_size=40))
def test_any_bytes(data: bytes) -> None:
    """Whatever is given: a document without problem, or a problem; never an exception."""
    problems = Problems()
    assert (read_json(data, "p.json", problems) is None) == problems.errors


def test_both_places_of_a_repeated_key() -> None:
    """The second is underlined, the first is named."""
    problem = _read('{"a": 1,\n "b": 2, "a": 3}')[1].sorted()[0]
    assert (problem.code, str(problem.span), problem.arg("first")) == ("PE107", "p.json:2:10", "1")


def test_line_ends() -> None:
    """CR LF and CR count as one line each."""
    problem = _read('{\r\n"a": 1,\r"b": oops}')[1].sorted()[0]
    assert str(problem.span) == "p.json:3:6"


def test_a_million_hostile_bytes_are_refused() -> None:
    """A million bytes of anything ends in problems (a reader that is not linear would not end at all)."""
    for text in (
        "[" * 999_999,
        '{"a":' * 150_000,
        '"' + "\\u0041" * 150_000,
        "[" + "'a'," * 200_000 + "1]",
        "/" * 900_000,
        "/*" * 400_000,
        "-" * 900_000,
    ):
        assert _read(text)[1].errors


def test_the_limit_is_a_parameter() -> None:
    """And an error names both sizes."""
    problems = Problems()
    assert read_json(b"[1, 2, 3]", "p.json", problems, limit=5) is None
    assert problems.sorted()[0].code == "PE101"


def _refuse(name: str) -> object:
    raise ValueError(name)


def _no_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("twice")
    return dict(pairs)


def _all(node: Node) -> list[Node]:
    found: list[Node] = [node]
    children: tuple[Node, ...] = ()
    if isinstance(node, Mapping):
        children = tuple(entry.value for entry in node.entries) + tuple(entry.key for entry in node.entries)
    elif isinstance(node, Sequence):
        children = node.items
    for child in children:
        found += [child] if isinstance(child, Scalar) else _all(child)
    return found
