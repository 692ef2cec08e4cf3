"""Problems: order, once each, safe quoting, languages, plain text."""

from __future__ import annotations

import pickle

from engine.ground.problems import Problems, Rejected, Term, Whole, quoted
from engine.ground.show import show, show_all
from engine.ground.spans import Span


def _span(file: str, line: int, column: int = 1, length: int = 1) -> Span:
    return Span(file, line, column, line, column + length)


def test_sorted_and_once() -> None:
    """By file, line, column and code; the same problem counts once."""
    problems = Problems()
    for code, span in [
        ("PE202", _span("b", 1)),
        ("PE203", _span("a", 2)),
        ("PE202", _span("a", 2)),
        ("PE104", _span("a", 1, 9)),
        ("PE202", _span("b", 1)),
    ]:
        problems.add(code, span, key="k")
    problems.add("PE180", folder="x")
    assert [(p.code, str(p.span)) for p in problems.sorted()] == [
        ("PE180", "None"),
        ("PE104", "a:1:9"),
        ("PE202", "a:2:1"),
        ("PE203", "a:2:1"),
        ("PE202", "b:1:1"),
    ]
    assert len(problems) == 5


def test_warnings_are_no_errors() -> None:
    """PE4xx alone leaves `errors` false."""
    problems = Problems()
    problems.add("PE490", _span("a", 1), name="x")
    assert not problems.errors and problems.sorted()[0].severity == "warning"
    problems.add("PE104", _span("a", 1))
    assert problems.errors


def test_values_are_quoted_safely() -> None:
    """Short, on one line, with nothing that moves the cursor or turns the text around."""
    shown = quoted("a\n\x1b[31m\u202e" + "x" * 100)
    assert shown.startswith("a\\n\\x1b[31m\\u202e") and len(shown) < 90 and shown.endswith("…")
    assert quoted(None) == "null" and quoted(True) == "true"
    assert quoted(["a", "b"]) == "a, b" and quoted({"b", "a"}) == "a, b"
    assert quoted(10**5000) == "±10^300…"


def test_whole_arguments_are_not_shortened() -> None:
    """A sentence of the policies is shown to its end."""
    problems = Problems()
    problems.add("PE900", None, what=Whole("long " * 100))
    assert problems.sorted()[0].message().endswith("long " * 100)


def test_templates_reach_nothing() -> None:
    """A value that looks like a template is left as it is."""
    problems = Problems()
    problems.add("PE202", _span("a", 1), key="{nearest.__class__} {hint}", nearest="x")
    assert problems.sorted()[0].message() == "`{nearest.__class__} {hint}` is not a key known here"


def test_languages() -> None:
    """Messages, help and glossary words speak the language asked for."""
    problems = Problems()
    problems.add("PE204", _span("a", 1), expected=Term("type.string"), found=Term("type.array"), hint=None)
    problem = problems.sorted()[0]
    assert problem.message("fr") == "on attend un texte ; on trouve une liste"
    assert problem.message("en") == problem.message("xx") == "expected text, found a list"
    assert problem.help("fr") is None


def test_plain_text() -> None:
    """Place, code, line, carets, did you mean, help."""
    problems = Problems()
    problems.source("p.yaml", "rules:\n  - wen:\t{a: 1}\n")
    problems.add("PE202", _span("p.yaml", 2, 5, 3), key="wen", nearest="when", hint=Term("hint.condition"))
    assert show(problems.sorted()[0]) == (
        "p.yaml:2:5: error PE202: `wen` is not a key known here\n"
        "  |\n"
        "2 |   - wen: {a: 1}\n"
        "  |     ^^^\n"
        "  = did you mean `when`?\n"
        "  = A condition is a fact and what it must be, or any, all, not, count."
    )
    assert "\x1b[" in show(problems.sorted()[0], "fr", color=True)


def test_carets_stand_under_wide_characters_and_in_long_lines() -> None:
    """Wide characters take two columns; of a long line a window is shown around the column."""
    problems = Problems()
    problems.source("w", "漢字 oops")
    problems.add("PE134", _span("w", 1, 4, 4), found="oops")
    lines = show(problems.sorted()[0]).split("\n")
    assert lines[3].index("^") - lines[2].index("漢") == 5
    problems = Problems()
    problems.source("l", "1," * 5000 + "oops" + ",1" * 5000)
    problems.add("PE134", _span("l", 1, 10_001, 4), found="oops")
    lines = show(problems.sorted()[0]).split("\n")
    start = lines[3].index("^")
    assert lines[2][start : start + 4] == "oops" and len(lines[2]) < 200


def test_no_control_character_is_printed() -> None:
    """Whatever the source line holds."""
    problems = Problems()
    problems.source("c", "a\x1b[2Jb\u202ec")
    problems.add("PE105", _span("c", 1, 2), char="U+001B")
    assert "\x1b" not in show_all(problems.sorted()) and "\u202e" not in show_all(problems.sorted())


def test_extending_takes_sources_too() -> None:
    """Problems found with another collector's sources get excerpts."""
    one, other = Problems(), Problems()
    other.source("a", "text")
    one.extend(other)
    one.add("PE104", _span("a", 1))
    assert one.sorted()[0].excerpt == "text"


def test_rejected_crosses_processes() -> None:
    """It can be pickled, and says the first problem."""
    problems = Problems()
    problems.add("PE104", _span("a", 1))
    problems.add("PE104", _span("b", 1))
    rejected = pickle.loads(pickle.dumps(Rejected(problems.sorted(), "profile")))
    assert rejected.border == "profile" and len(rejected.problems) == 2
    assert str(rejected) == "profile: a:1:1: PE104 the file holds nothing (and 1 more)"
    assert rejected.problems[0].as_dict("fr")["message"] == "le fichier ne contient rien"
