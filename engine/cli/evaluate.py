"""`policy-eval eval PROFILE...`: decide.

In: profiles and options. Out: decisions on standard output, problems on standard error; the exit code is the worst
of all.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from engine.cli import exits
from engine.cli.output import Output
from engine.cli.profiles import read_profile
from engine.ground.problems import Rejected
from engine.ground.records import dataclass

if TYPE_CHECKING:
    from engine.api.decided import Decided
    from engine.api.policyset import PolicySet
    from engine.render.layout import Page

OUTCOMES = {"entitled": 0, "waiting": 10, "case_by_case": 11, "not_entitled": 12, "undetermined": 13}


@dataclass(frozen=True, slots=True)
class Deciding:
    """Which policies decide, on which day, before which office, with which presumptions. known_at: see `load`."""

    policies: str | None = None
    as_of: str | None = None
    office: str | None = None
    presume: str = "listed"
    known_at: str | None = None
    store: str | None = None

    def load(self) -> PolicySet:
        """The policies to decide with."""
        from engine.api.policyset import load

        return load(self.policies, known_at=self.known_at, store=self.store)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show of each decision. several: more than one profile was given."""

    out: Output
    explain: str | None = None
    redact: bool = False
    trace: str | None = None
    salts: str | None = None
    several: bool = False


def evaluate(profiles: tuple[str, ...], deciding: Deciding, wanted: Wanted, *, exit_code: bool = False) -> int:
    """Decide every profile; the worst exit code, of which an error is worse than any outcome."""
    policies = deciding.load()
    traces: list[dict[str, object]] = []
    salts: list[dict[str, str]] = []
    codes = [_decide(name, policies, deciding, wanted, exit_code, traces, salts) for name in profiles]
    if wanted.trace is not None and traces:
        _write_lines(wanted.trace, traces)
    if wanted.salts is not None and salts:
        _write_lines(wanted.salts, salts)
    return max(codes, key=lambda code: (code in (exits.PROFILE, exits.POLICIES), code))


def _decide(
    name: str,
    policies: PolicySet,
    deciding: Deciding,
    wanted: Wanted,
    exit_code: bool,
    traces: list[dict[str, object]],
    salts: list[dict[str, str]],
) -> int:
    try:
        profile = read_profile(name)
        decided = policies.decide(profile, as_of=deciding.as_of, office=deciding.office, presume=deciding.presume)
    except Rejected as rejected:
        exits.show_rejected(rejected)
        return exits.BORDERS[rejected.border]
    if wanted.trace is not None or wanted.out.format == "json":
        trace, found_salts = decided.trace(redact=wanted.redact)
        traces.append(trace)
        salts.append(found_salts)
    if wanted.out.format == "json":
        _json(name, decided, wanted, traces[-1])
    else:
        _text(name, decided, wanted)
    if decided.decision.conflicts:
        return exits.POLICIES
    return OUTCOMES[decided.decision.entitlement] if exit_code else exits.DECIDED


def _json(name: str, decided: Decided, wanted: Wanted, trace: dict[str, object]) -> None:
    from engine.render.decision_json import decision_json

    found = decision_json(decided.decision, decided.reading.book, wanted.out.lang, trace)
    if wanted.explain is not None:
        from engine.cli.explaining import as_json, explanation

        found["explanation"] = as_json(explanation(decided, wanted.explain, redact=wanted.redact))
    if wanted.several:
        wanted.out.write(json.dumps({"profile": name, **found}, ensure_ascii=False))
    else:
        wanted.out.write(json.dumps(found, ensure_ascii=False, indent=2))


def _text(name: str, decided: Decided, wanted: Wanted) -> None:
    from engine.render.decision_text import decision_text
    from engine.render.layout import Page

    out = wanted.out
    page = Page(out.lang, out.format, out.color_for(sys.stdout), out.width())
    if wanted.several:
        from engine.render.words import word

        page.heading(word("profile", out.lang, name=name))
    decision_text(decided.decision, decided.reading, page)
    if decided.known_at is not None:
        _known(page, decided)
    if wanted.explain is not None:
        from engine.cli.explaining import explanation, show
        from engine.render.names import Names

        names = Names(decided.reading.book, out.lang, decided.decision.as_of)
        show(page, names, explanation(decided, wanted.explain, redact=wanted.redact))
    out.write(page.text() + ("\n" if wanted.several else ""))


def _known(page: Page, decided: Decided) -> None:
    """By which policies, where a day chose them."""
    from engine.render.dates import day
    from engine.render.words import word

    book = decided.reading.book
    named = {"name": book.name, "version": book.version, "digest": book.digest}
    page.gap()
    page.line(word("bundle.known_at", page.lang, day=day(decided.known_at or "", page.lang), **named), style="dim")


def _write_lines(name: str, values: list[dict[str, object]] | list[dict[str, str]]) -> None:
    """One JSON value a line; a single one is indented."""
    from engine.ground.files import write_atomically

    text = json.dumps(values[0], ensure_ascii=False, indent=2) if len(values) == 1 else ""
    text = text or "\n".join(json.dumps(value, ensure_ascii=False) for value in values)
    try:
        write_atomically(name, text + "\n")
    except OSError as error:
        raise exits.Unwritable(name, error.strerror or type(error).__name__) from error
