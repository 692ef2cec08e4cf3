"""`policy-eval replay TRACE`: decide a recorded decision again, with each executor, and compare the claims.

In: a trace. Out: `identical`, or the first difference; exit 0 or 1; 3 for a trace that is none, or that was tampered with.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli import exits
from engine.cli.options import output_options, policies_option, store_option
from engine.cli.output import Output

if TYPE_CHECKING:
    from engine.api.policyset import PolicySet
    from engine.api.replay import Replayed

LIMIT = 20_000_000


@click.command("replay")
@click.argument("trace", metavar="TRACE")
@policies_option
@store_option
@click.option("--salts", metavar="FILE", help="Salts of a redacted trace, to verify the values of --profile.")
@click.option("--profile", metavar="FILE", help="The profile whose withheld values are to be verified.")
@output_options("text", "plain", "json")
def command(trace: str, policies: str | None, store: str | None, salts: str | None, profile: str | None, out: Output) -> int:
    """Decide a recorded decision again and compare.

    TRACE is a file written by `eval --trace`, a decision in JSON that holds its trace, or - for standard input. A set that is
    not the one at hand is looked for in the store of bundles, by its digest.
    """
    from engine.api.replay import replay, set_of

    recorded = _read(trace)
    if isinstance(recorded, dict) and "claim" not in recorded and isinstance(recorded.get("trace"), dict):
        recorded = recorded["trace"]
    loaded = set_of(recorded, policies, store)
    found_salts = _read(salts) if salts else None
    told = _told(loaded, profile) if profile else None
    found = replay(loaded, recorded, found_salts if isinstance(found_salts, dict) else None, told)
    _show(found, out)
    return exits.DECIDED if found.identical else exits.FINDINGS


def _told(policies: PolicySet, name: str) -> dict[str, object]:
    """The values that a profile tells, by fact, as a trace has them."""
    import datetime

    from engine.cli.profiles import read_profile
    from engine.facts.profile import Options

    case = policies.case(read_profile(name), Options(today=datetime.date.today()))
    return {fact: list(value) if isinstance(value, tuple) else value for fact, value in case.told.items()}


def _read(name: str) -> object:
    """A JSON file as plain values."""
    from engine.document.json_text import read_json
    from engine.document.nodes import plain
    from engine.document.text import read_bytes
    from engine.ground.problems import Problems, Rejected

    problems = Problems()
    data = sys.stdin.buffer.read(LIMIT + 1) if name == "-" else read_bytes(Path(name), name, problems, LIMIT)
    document = read_json(data, name, problems, LIMIT) if data is not None else None
    if document is None:
        raise Rejected(problems.sorted(), "trace")
    return plain(document.root)


def _show(found: Replayed, out: Output) -> None:
    if out.format == "json":
        out.write(json.dumps(_values(found), ensure_ascii=False, indent=2))
        return
    from engine.render.words import count, word

    names = ", ".join(found.executors)
    if found.difference is None:
        out.write(word("replay.identical", out.lang, executors=names))
        out.write(count("replay.firings", found.firings, out.lang))
    else:
        executor, path, recorded, again = found.difference
        shown = {"recorded": json.dumps(recorded, ensure_ascii=False), "again": json.dumps(again, ensure_ascii=False)}
        out.write(word("replay.different", out.lang, executor=executor, path=path, **shown))
    if found.verified:
        out.write(word("replay.verified", out.lang, facts=", ".join(found.verified)))


def _values(found: Replayed) -> dict[str, object]:
    difference = None
    if found.difference is not None:
        executor, path, recorded, again = found.difference
        difference = {"executor": executor, "path": path, "recorded": recorded, "again": again}
    return {
        "identical": found.identical,
        "executors": list(found.executors),
        "firings": found.firings,
        "verified": list(found.verified),
        "difference": difference,
    }
