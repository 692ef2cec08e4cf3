"""Canonical JSON: the examples of RFC 8785 and agreement with json."""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ground.canonical import canonical, digest

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)
# RFC 8785, appendix B: the bits of a double and its text
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_of_the_rfc(bits: str, text: str) -> None:
    """Appendix B."""
    assert canonical(struct.unpack(">d", bytes.fromhex(bits))[0]) == text


def test_sorting_of_the_rfc() -> None:
    """Section 3.2.3: keys are sorted by UTF-16 units."""
    keys = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(json.loads(canonical(keys)).values()) == [2, 4, 6, 7, 1, 5, 3]


def test_text_of_the_rfc() -> None:
    """Section 3.2.2.2: the shortest escapes, all else as it is."""
    assert (
        canonical("\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/\u007f\u2028") == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028"'
    )


@given(VALUES)
def test_it_is_json_of_the_same_value(value: object) -> None:
    """json reads back an equal value, and the canonical text of that is the same."""
    text = canonical(value)
    read = json.loads(text, parse_int=float)  # every number of RFC 8785 is a double
    assert read == value
    assert canonical(read) == text


@given(st.dictionaries(TEXT, st.integers(0, 9), min_size=2))
def test_order_of_keys_is_no_matter(value: dict[str, int]) -> None:
    """The digest does not see the order of insertion."""
    assert digest(value) == digest(dict(reversed(value.items())))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53 + 1, "\ud800", {"\udfff": 1}, {1: 2}, {"a": object()}])
def test_what_has_no_canonical_form(value: object) -> None:
    """A ValueError, never a guess."""
    with pytest.raises(ValueError):
        canonical(value)


def test_digest() -> None:
    """Known values."""
    assert digest({}) == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
