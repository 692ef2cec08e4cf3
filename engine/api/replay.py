"""Replay: decide a recorded case again and prove the claim identical.

In: the JSON of a trace and a policy set. Out: `Replayed`, or `Rejected` (border "trace").
Newly guaranteed: "identical" means that every executor, given the recorded inputs, makes the same claim, and that every
recorded firing is a clause of the program with established premises; what is settled by cases is tried again, cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.api.policyset import EXECUTORS, PolicySet, load
from engine.facts.case import Case
from engine.ground.dates import parse_date
from engine.ground.problems import Problems, Rejected
from engine.ground.records import dataclass, replace
from engine.run.reading import Reading
from engine.trace.check import Recorded, first_difference, recorded
from engine.trace.claim import Redaction, salted


@dataclass(frozen=True, slots=True)
class Replayed:
    """The verdict of a replay. difference: executor, path, recorded value, value decided again; None when identical."""

    identical: bool
    executors: tuple[str, ...]
    difference: tuple[str, str, object, object] | None
    firings: int
    verified: tuple[str, ...]


def replay(
    policies: PolicySet,
    trace: object,
    salts: Mapping[str, str] | None = None,
    profile: Mapping[str, object] | None = None,
) -> Replayed:
    """Decide a trace again with each executor.

    salts, profile: to verify that the digests of a redacted trace are those of the values of a profile (facts by name).
    Raises `Rejected` when the trace is tampered with, is no trace, or was made with another policy set.
    """
    problems = Problems()
    found = recorded(trace, problems)
    if found is None:
        raise Rejected(problems.sorted(), "trace")
    _check_policies(policies, found, problems)
    if problems.errors:  # the names of another set mean nothing here
        raise Rejected(problems.sorted(), "trace")
    case = _case(found.claim, policies, problems)
    if case is None or problems.errors:
        raise Rejected(problems.sorted(), "trace")
    shown = _presuming(case, found.claim)
    redaction = Redaction({}) if case.withheld else None
    firings = _firings(policies, shown, found, problems)
    if problems.errors:
        raise Rejected(problems.sorted(), "trace")
    verified = _verify(found.claim, salts or {}, profile or {}, problems)
    if problems.errors:
        raise Rejected(problems.sorted(), "trace")
    for executor in EXECUTORS:
        again = policies.decide_shown(case, shown, executor).claim(redaction)
        difference = first_difference(found.claim, again)
        if difference is not None:
            return Replayed(False, EXECUTORS, (executor, *difference), firings, verified)
    return Replayed(True, EXECUTORS, None, firings, verified)


def set_of(trace: object, path: str | None = None, store: str | None = None) -> PolicySet:
    """The policy set that a trace names: the one at hand (`path`, or the bundled one), else a bundle of a store with its digest.

    Where neither is it, the one at hand, for `replay` to say so.
    """
    found = load(path)
    claim = trace.get("claim") if isinstance(trace, Mapping) else None
    stated = claim.get("policy_set") if isinstance(claim, Mapping) else None
    wanted = stated.get("digest") if isinstance(stated, Mapping) else None
    if path is not None or not isinstance(wanted, str) or wanted == found.digest:
        return found
    from engine.api.store import Store

    entry = Store(store).with_digest(wanted)
    return load(entry.path) if entry is not None else found


def _check_policies(policies: PolicySet, found: Recorded, problems: Problems) -> None:
    stated: Any = found.claim["policy_set"]
    if stated.get("digest") != policies.digest:
        problems.add(
            "PE703", None, "claim.policy_set.digest", stated=stated.get("digest"), name=stated.get("name"),
            version=stated.get("version"), loaded=policies.digest,
        )  # fmt: skip


def _case(claim: Mapping[str, Any], policies: PolicySet, problems: Problems) -> Case | None:
    """The case that a claim was made for; problems where its shape is not ours."""
    book = policies.book
    told: dict[str, Any] = {}
    settled: dict[str, bool] = {}
    withheld: dict[str, str] = {}
    presumed = {entry["fact"] for entry in claim["presumptions"] if isinstance(entry, Mapping) and "fact" in entry}
    try:
        for entry in claim["inputs"]:
            name = entry["fact"]
            if name not in book.facts:
                problems.add("PE701", None, "claim.inputs", detail=f"claim.inputs: {name}")
            elif "digest" in entry:
                withheld[name] = str(entry["digest"])
                settled.update({str(test): bool(verdict) for test, verdict in entry["tests"].items()})
            elif name not in presumed:
                value = entry["is"]
                told[name] = tuple(value) if isinstance(value, list) else value
        place = claim["office"]["place"]
        return Case(
            as_of=parse_date(claim["as_of"]),
            told=told,
            place=None if place is None else frozenset(place),
            forced=claim["office"]["set"],
            found_by=claim["office"]["found_by"],
            settled=settled,
            withheld=withheld,
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        problems.add("PE701", None, "claim", detail="claim.inputs, claim.office, claim.as_of")
        return None


def _presuming(case: Case, claim: Mapping[str, Any]) -> Case:
    """The case with the presumptions that the claim rests on, and no other: an unused fact may have been told."""
    presumed = {entry["fact"]: entry["is"] for entry in claim["presumptions"]}
    return replace(case, told={**case.told, **presumed}, presumed=presumed)


def _firings(policies: PolicySet, shown: Case, found: Recorded, problems: Problems) -> int:
    """Check the recorded firings in order: each is a clause of the program whose premises were established before it.

    A claim holds only the inputs that it used, so a test of another input is taken as recorded, unless the claim says otherwise.
    """
    record = found.envelope.get("firings")
    if not isinstance(record, list):
        problems.add("PE701", None, "envelope.firings", detail="envelope.firings")
        return 0
    compiled = policies.selected(shown)
    outcome, _ = policies.run(compiled, shown, "lanes")
    reading = Reading(policies.book, compiled, shown, outcome)
    program = compiled.program
    clauses = {(clause.head, frozenset(clause.body)) for clause in program.clauses}
    literals = {program.literal_name(literal): literal for literal in range(2 * len(program.names))}
    known = {literal for atom in program.atoms for literal in (2 * atom, 2 * atom + 1) if not reading.established[literal ^ 1]}
    for at, firing in enumerate(record):
        head = _fired(firing, literals, clauses, known)
        if head is None:
            problems.add("PE705", None, f"envelope.firings[{at}]", firing=str(firing)[:120])
            return 0
        known.add(head)
    return len(record)


def _fired(firing: object, literals: Mapping[str, int], clauses: set[tuple[int, frozenset[int]]], known: set[int]) -> int | None:
    """The head of a recorded firing, if it is a clause whose premises were established before it."""
    if not isinstance(firing, list) or not firing or not all(isinstance(name, str) and name in literals for name in firing):
        return None
    head, body = literals[firing[0]], frozenset(literals[name] for name in firing[1:])
    return head if (head, body) in clauses and body <= known else None


def _verify(
    claim: Mapping[str, Any], salts: Mapping[str, str], profile: Mapping[str, object], problems: Problems
) -> tuple[str, ...]:
    """Which withheld values were proved to be those of the profile."""
    verified = []
    for entry in claim["inputs"]:
        name = entry["fact"]
        if "digest" not in entry or name not in salts or name not in profile:
            continue
        if salted(salts[name], profile[name]) == entry["digest"]:
            verified.append(name)
        else:
            problems.add("PE706", None, f"claim.inputs.{name}", fact=name)
    return tuple(verified)
