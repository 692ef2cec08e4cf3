"""Policy tests with their places.

In: the documents of a policy folder, already accepted by their schemas. Out: `WrittenTest` values, in file order.
Newly guaranteed: the day of a test exists. Profiles and expectations stay located, so that what
is wrong in them is shown where it stands.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from engine.document.nodes import Document, Mapping, Node, Scalar, Sequence
from engine.ground.dates import parse_date
from engine.ground.problems import Problems
from engine.ground.records import dataclass
from engine.ground.spans import Span


@dataclass(frozen=True, slots=True)
class WrittenTest:
    """One test of a file. title: in English where both languages are given. presume: presumptions apply."""

    id: str
    title: str
    profile: Node
    as_of: datetime.date
    office: str | None
    presume: bool
    expect: Mapping
    span: Span


def written_tests(documents: Iterable[Document], problems: Problems) -> tuple[WrittenTest, ...]:
    """Every test of every file of tests; tests that cannot be read are left out (reported)."""
    found: list[WrittenTest] = []
    for document in documents:
        root = document.root
        tests = root.get("tests") if isinstance(root, Mapping) else None
        if not isinstance(tests, Sequence):
            continue
        problems.source(document.file, document.text)
        for item in tests.items:
            test = _test(item, problems)
            if test is not None:
                found.append(test)
    return tuple(found)


def _test(item: Node, problems: Problems) -> WrittenTest | None:
    assert isinstance(item, Mapping)  # the schema says so
    name, profile, expect = item.get("id"), item.get("profile"), item.get("expect")
    assert isinstance(name, Scalar) and profile is not None and isinstance(expect, Mapping)
    as_of = _day(item.get("as_of"), problems)
    office = item.get("office")
    presume = item.get("presume")
    if as_of is None:
        return None
    return WrittenTest(
        id=str(name.value),
        title=_title(item.get("title")),
        profile=profile,
        as_of=as_of,
        office=str(office.value) if isinstance(office, Scalar) else None,
        presume=not (isinstance(presume, Scalar) and presume.value == "none"),
        expect=expect,
        span=name.span,
    )


def _title(node: Node | None) -> str:
    if isinstance(node, Mapping):
        node = node.get("en")
    return str(node.value) if isinstance(node, Scalar) else ""


def _day(node: Node | None, problems: Problems) -> datetime.date | None:
    assert isinstance(node, Scalar)
    try:
        return parse_date(str(node.value))
    except ValueError:
        problems.add("PE505", node.span, "as_of", fact="as_of", value=node.value, expected="YYYY-MM-DD")
        return None
