"""`policy-eval schema KIND`: schemas for editors and for callers.

In: a kind. Out: a JSON Schema (Draft 2020-12) on standard output.
"""

from __future__ import annotations

import json

import click

from engine.cli import exits
from engine.cli.options import output_options, policies_option
from engine.cli.output import Output
from engine.schema.results import RESULTS

GENERATED = ("profile", "policy")
FILES = ("manifest", "vocabulary", "combinations", "sources", "documents", "steps", "groups", "table", "tests", "population")


@click.command("schema")
@click.argument("kind", type=click.Choice([*GENERATED, *FILES, *RESULTS]), metavar="KIND")
@policies_option
@output_options("json")
def command(kind: str, policies: str | None, out: Output) -> int:
    """Print the JSON Schema of profiles, of a kind of policy file, or of what a command prints in JSON.

    KIND is profile or policy (both with the vocabulary of the policies in them); of policy files also manifest, vocabulary,
    combinations, sources, documents, steps, groups, table, tests or population; of what is printed decision, trace, explain,
    ask, whatif, timeline, compare, compare-all, offices, check, test-results, test-mutants (--mutate), test-proposals
    (--generate), verify, batch (--summary), batch-rejects (a line), replay, diff, bundle or explain-code.
    """
    from engine.api.schemas import schema_of_policies, schema_of_profiles, shipped_schema

    if kind in GENERATED:
        from engine.api.policyset import load

        make = schema_of_profiles if kind == "profile" else schema_of_policies
        found = make(load(policies).book, out.lang)
    else:
        found = shipped_schema(kind)
    out.write(json.dumps(found, ensure_ascii=False, indent=2))
    return exits.DECIDED
