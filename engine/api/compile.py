"""From a policy folder to a policy set that can decide.

In: a folder. Out: `Stored` (rulebook and program) and the maps of places. Newly guaranteed: a folder with errors
raises `Rejected` with every problem. (`engine.api.shelf` keeps what is made here.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.clauses.lower import lower
from engine.clauses.store import Stored
from engine.facts.places import PLACE_TABLES
from engine.ground.problems import Problems, Rejected
from engine.ground.records import replace
from engine.linked.model import Rulebook
from engine.policy.model import Policies

if TYPE_CHECKING:
    from pathlib import Path

LARGE_TABLES = ("communes", "postcodes")
"""Tables that only the search for an office reads: kept apart from the rulebook."""


def compile_folder(root: str | Path) -> tuple[Stored, dict[str, dict[str, str]]]:
    """Read, check, link and lower a folder; raises `Rejected` when it has errors."""
    problems = Problems()
    book = linked_book(root, problems)
    if book is None or problems.errors:
        raise Rejected(problems.sorted(), "policies")
    small = {name: table for name, table in book.tables.items() if name not in LARGE_TABLES}
    return Stored(replace(book, tables=small), lower(book)), places_in(book)


def linked_book(root: str | Path, problems: Problems) -> Rulebook | None:
    """The rulebook of a folder, all problems collected; None when something stops it."""
    policies = written_policies(root, problems)
    if policies is None or problems.errors:
        return None
    from engine.linked.link import link

    return link(policies, problems)


def written_policies(root: str | Path, problems: Problems) -> Policies | None:
    """The policies of a folder as written; None when a file cannot be read or has the wrong shape."""
    from engine.document.sources import read_place
    from engine.policy.read import read
    from engine.schema.validate import validate

    files = read_place(root, problems)
    if files is None:
        return None
    valid = [validate(document, problems) for document in files.documents]
    if problems.errors or not all(valid):
        return None
    return read(files.documents, files.tables, files.digest, files.root, problems)


def places_in(book: Rulebook) -> dict[str, dict[str, str]]:
    """The maps of places that the tables of a rulebook hold."""
    maps: dict[str, dict[str, str]] = {}
    for name in PLACE_TABLES:
        table = book.tables.get(name)
        at = next((at for at, column in enumerate(table.columns) if column.name == "offices"), None) if table else None
        rows = table.rows if table is not None and at is not None else ()
        maps[name] = {row.key[0]: row.values[at or 0] for row in rows}
    return maps
