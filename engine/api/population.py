"""People who do not exist, from a policy folder.

In: policies, a seed, a day. Out: `People`, a stream of rows. Newly guaranteed: weights that do not fit the vocabulary raise
`Rejected` with every problem; they are read only here, so that no decision waits for them.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.analysis.population.checked import check
from engine.analysis.population.rows import People
from engine.facts.nesting import nested
from engine.facts.synthetic import KEY
from engine.ground.problems import Problems, Rejected
from engine.policy.population import Population, population

if TYPE_CHECKING:
    from engine.api.policyset import PolicySet

FILE = "population.yaml"


def people(policies: PolicySet, seed: int, day: datetime.date, weights: str | None = None) -> tuple[Population, People]:
    """The weights and the people they give. weights: a file, in place of `population.yaml` of the policies."""
    problems = Problems()
    path = weights or os.path.join(policies.root, FILE)
    found = _read(path, policies, problems)
    if found is not None:
        check(found, policies.book, problems)
    if found is None or problems.errors:
        raise Rejected(problems.sorted(), "policies")
    return found, People(found, policies.book, policies.places, seed, day)


def profiles(policies: PolicySet, seed: int, day: datetime.date, weights: str | None = None) -> Iterator[dict[str, object]]:
    """The people as profiles, nested, each with its mark."""
    for row in people(policies, seed, day, weights)[1]:
        yield {KEY: row.id, **nested(row.told)}


def _read(path: str, policies: PolicySet, problems: Problems) -> Population | None:
    from engine.document.text import POLICY_LIMIT, read_bytes
    from engine.document.yaml_text import read_yaml
    from engine.policy.nodes import mapping
    from engine.schema.load import resolved
    from engine.schema.validate import validate_with

    name = os.path.relpath(path, policies.root) if path.startswith(str(policies.root)) else path
    if not os.path.isfile(path):
        problems.add("PE880", None, path, folder=os.path.dirname(path) or ".", file=os.path.basename(path))
        return None
    data = read_bytes(path, name, problems, POLICY_LIMIT)
    document = read_yaml(data, name, problems) if data is not None else None
    if document is None:
        return None
    problems.source(document.file, document.text)
    return population(mapping(document.root)) if validate_with(resolved("population"), document, problems) else None
