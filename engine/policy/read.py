"""Reading a policy set: every validated document becomes typed values.

In: the documents and tables of a folder, already accepted by their schemas. Out: `Policies`.
Newly guaranteed: there is one manifest; every file has contributed what its kind says.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping

from engine.document.csv_text import Table as Csv
from engine.document.nodes import Document
from engine.document.nodes import Mapping as MappingNode
from engine.ground.problems import Problems
from engine.policy import catalogues, vocabulary
from engine.policy.model import Manifest, Policies, Table
from engine.policy.nodes import items, mapping, string, text, window
from engine.policy.rules import policy_file
from engine.policy.tables import table
from engine.policy.tests import tests

Readers = Mapping[str, Callable[[MappingNode], Iterable[object]]]
READERS: Readers = {
    "facts": vocabulary.facts,
    "combinations": vocabulary.combinations,
    "sources": catalogues.sources,
    "documents": catalogues.documents,
    "requirements": catalogues.requirements,
    "satisfies": catalogues.satisfies,
    "events": catalogues.events,
    "steps": catalogues.steps,
    "groups": catalogues.groups,
    "tests": tests,
}


def read(documents: Iterable[Document], tables: Mapping[str, Csv], digest: str, root: str, problems: Problems) -> Policies | None:
    """The policies that the documents hold; None when tables are wrong (reported)."""
    found: dict[str, list[object]] = {name: [] for name in READERS}
    files, linked_tables, manifest = [], [], None
    for document in documents:
        node = mapping(document.root)
        if node.get("policy") is not None:
            files.append(policy_file(node))
        elif node.get("table") is not None:
            made = _table(document, node, tables, problems)
            linked_tables.extend([made] if made else [])
        elif node.get("decides") is not None:
            manifest = _manifest(node)
        elif node.get("population") is None:  # weights of a population are read when one is drawn
            for name, reader in READERS.items():
                found[name].extend(reader(node))
    if manifest is None or problems.errors:
        return None
    collected = {name: tuple(values) for name, values in found.items()}
    return Policies(
        manifest=manifest, digest=digest, root=root, tables=tuple(linked_tables), files=tuple(files), sheets=tables,
        **collected,  # type: ignore[arg-type]  # each reader of READERS yields what the field of its name holds
    )  # fmt: skip


def _table(document: Document, node: MappingNode, tables: Mapping[str, Csv], problems: Problems) -> Table | None:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(document.file), string(node.get("file"))))
    return table(node, tables.get(path), problems)


def _manifest(node: MappingNode) -> Manifest:
    return Manifest(
        name=string(node.get("name")),
        version=string(node.get("version")),
        title=text(node.get("title")),
        decides=window(node.get("decides")),
        languages=tuple(string(item) for item in items(node.get("languages"))),
    )
