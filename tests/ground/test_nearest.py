"""Guesses of what somebody meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ground.nearest import distance, nearest

FACTS = (
    "stay.document",
    "stay.document_valid",
    "stay.lawful",
    "stay.expires_on",
    "residence.since",
    "residence.stable",
    "birth_record.form_needed",
    "birth_record.kind_needed",
    "person.birth_date",
    "person.birth_country",
)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("stay.documnet", "stay.document"),
        ("stay.lawfull", "stay.lawful"),
        ("stay-lawful", "stay.lawful"),
        ("Stay.Lawful", "stay.lawful"),
        ("stay.on_expires", "stay.expires_on"),
        ("birth_record.needed_form", "birth_record.form_needed"),
        ("birth_date", "person.birth_date"),
        ("residence.sinc", "residence.since"),
        ("nationality", None),
        ("x", None),
        ("", None),
        ("   ", None),
        ("a" * 10_000, None),
    ],
)
def test_names_of_facts(name: str, meant: str | None) -> None:
    """Slips of the pen are found; other names give nothing."""
    assert nearest(name, FACTS) == meant


@pytest.mark.parametrize(
    ("name", "candidates", "meant"),
    [
        ("751", ["752", "075", "571"], None),
        ("cat", ["bat", "rat"], None),
        ("hihg", ["high", "medium", "low"], "high"),
        ("wen", ["when", "then"], "when"),
        ("thn", ["then", "when"], "then"),
        ("FR", ["FI", "GR"], None),
        ("vls-ts", ["vls_ts", "vls_t"], "vls_ts"),
        ("no", ["not"], None),
    ],
)
def test_doubt_gives_nothing(name: str, candidates: list[str], meant: str | None) -> None:
    """Two names as near, codes of digits and very short names give nothing."""
    assert nearest(name, candidates) == meant


@given(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=12))
def test_deterministic(name: str, candidates: list[str]) -> None:
    """The order of the candidates is no matter; the guess is one of them and never the name itself."""
    guess = nearest(name, candidates)
    assert guess == nearest(name, reversed(candidates))
    assert guess is None or (guess in candidates and guess != name)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_distance_is_symmetric_and_bounded(left: str, right: str) -> None:
    """The same both ways; None exactly beyond the limit."""
    full = distance(left, right, 99)
    assert full == distance(right, left, 99)
    assert full is not None
    assert (full == 0) == (left == right)
    assert distance(left, right, 2) == (full if full <= 2 else None)
