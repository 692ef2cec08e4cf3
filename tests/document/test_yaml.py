"""The YAML reader: the values of safe_load on the part of YAML we share, and the values that differ on purpose."""

from __future__ import annotations

import math
import re

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.document import yaml_text
from engine.document.nodes import Mapping, Scalar, plain
from engine.document.yaml_text import read_yaml
from engine.ground.problems import Problems

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Co", "Cn"), exclude_characters="\ufeff"),
    max_size=10,
)
WORDS = st.sampled_from(
    [
        "NO",
        "yes",
        "on",
        "2020-01-01",
        "0123",
        "1_000",
        "0x1F",
        "1:30",
        "~x",
        "null",
        "true",
        "12",
        "1.5",
        "a: b",
        "- a",
        "#x",
        "'",
        '"',
        "é",
    ]
)
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(-1e14, 1e14).filter(lambda number: abs(number) > 1e-4 or number == 0)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT.filter(lambda key: key != "<<"), inner, max_size=4),
    max_leaves=12,
)
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SOUP = st.text(st.sampled_from("{}[]:,-?|>&*!%@`#'\"\\ \n\tab01.~<é\r"), max_size=40)


def _read(text: str) -> tuple[object, Problems]:
    problems = Problems()
    document = read_yaml(text.encode("utf-8"), "p.yaml", problems)
    return (plain(document.root) if document else None), problems


@given(
    st.dictionaries(TEXT.filter(lambda key: key != "<<"), VALUES, min_size=1, max_size=4),
    st.booleans(),
    st.sampled_from([None, '"']),
)
def test_reads_what_yaml_writes(value: dict[str, object], flow: bool, quotes: str | None) -> None:
    """Whatever PyYAML writes without aliases is read back as the value it was."""
    text = yaml.dump(
        value,
        Dumper=_PlainDumper,
        allow_unicode=True,
        default_flow_style=flow,
        default_style=quotes,
        width=10**6,
        sort_keys=False,
    )
    # with quotes forced, PyYAML marks numbers with tags; 1e3 and +.5 are numbers in YAML 1.2 and text in 1.1
    assume("!!" not in text and not re.search(r"\d[eE][-+]?\d|[-+]\.\d", text))
    found, problems = _read(text)
    assert not problems.errors, (text, problems.sorted())
    assert _same(found, value), text


@given(SOUP)
def test_agrees_with_yaml_on_shape(text: str) -> None:
    """What we read without problem PyYAML reads too, as the same lists and mappings."""
    found, problems = _read(text)
    if problems.errors:
        return
    assert _shape(found) == _shape(yaml.load(text, Loader=LOADER)), text


@given(st.binary(max_size=60) | SOUP.map(str.encode))
def test_any_bytes(data: bytes) -> None:
    """Whatever is given: a document without problem, or a problem; never an exception."""
    problems = Problems()
    assert (read_yaml(data, "p.yaml", problems) is None) == problems.errors


@given(SOUP)
def test_the_pure_parser_is_as_strict(text: str) -> None:
    """Without libyaml the values are the same, and what is refused is refused."""
    found, _ = _read(text)
    loader = yaml_text._Loader
    yaml_text._Loader = yaml.BaseLoader
    try:
        pure, pure_problems = _read(text)
    finally:
        yaml_text._Loader = loader
    if not pure_problems.errors and found is not None:
        assert pure == found


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("NO", "NO"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2020-01-01", "2020-01-01"),
        ("751", 751),
        ("011", "011"),
        ("0", 0),
        ("-0", 0),
        ("+5", 5),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1:30", "1:30"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("00.5", "00.5"),
        ("1.2.3", "1.2.3"),
        ("'751'", "751"),
        ('"true"', "true"),
        ("=", "="),
        ("2A004", "2A004"),
        ("75E19x", "75E19x"),
        ("٣", "٣"),
    ],
)
def test_core_schema(word: str, value: object) -> None:
    """Plain words of the YAML 1.2 core schema, with our two narrowings."""
    found, problems = _read(f"a: {word}\n")
    assert not problems.errors and found == {"a": value} and type(found["a"]) is type(value)  # type: ignore[index]


def test_block_spans_end_with_their_last_value() -> None:
    """A block mapping does not swallow the lines that follow it."""
    problems = Problems()
    document = read_yaml(b"a:\n  b: 1\n  c: [x,\n    y]\n\n# comment\nd: |\n  text\n", "p.yaml", problems)
    assert document is not None and isinstance(document.root, Mapping)
    inner = document.root.get("a")
    assert inner is not None and document.excerpt(inner.span) == "b: 1\n  c: [x,\n    y]"
    key = document.root.entries[1].key
    assert isinstance(key, Scalar) and document.excerpt(key.span) == "d"


def test_large_policy_files_are_read() -> None:
    """400 kB of rules are nothing unusual."""
    rule = "  - id: rule-{n}\n    title: {{en: More than three months, fr: Plus de trois mois}}\n"
    rule += "    when: {{any: [{{a.b: {{more_than_ago: P3M}}}}, {{c.d: true}}]}}\n"
    text = "policy: national.x\nrules:\n" + "".join(rule.format(n=n) for n in range(2900))
    found, problems = _read(text)
    assert not problems.errors and found and len(text) > 400_000


class _PlainDumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _same(left: object, right: object) -> bool:
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=1e-15)
    return type(left) is type(right) and left == right


def _shape(value: object) -> object:
    """Lists, mappings and keys; words are in `test_core_schema`."""
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    return [_shape(item) for item in value] if isinstance(value, list) else "word"
