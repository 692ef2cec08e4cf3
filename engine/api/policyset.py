"""A policy set that decides.

In: profiles (a path, text, or a plain object) and options. Out: `Decided`. Newly guaranteed: a wrong profile raises `Rejected`
with every problem and decides nothing; a decision is made by one program, whoever runs it.
"""

from __future__ import annotations

import datetime
import json
import os
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from engine.api.decided import Decided
from engine.api.shelf import Shelf
from engine.clauses.compiled import Compiled
from engine.document.json_text import read_json
from engine.document.nodes import Document
from engine.facts.case import Case
from engine.facts.lanes import Reads
from engine.facts.places import Places
from engine.facts.profile import Options, read_case, with_presumptions
from engine.facts.truth import Truth, initial
from engine.facts.wrong import day_problem
from engine.ground.dates import parse_date
from engine.ground.problems import Problems, Rejected
from engine.ground.records import replace
from engine.linked.model import Rulebook
from engine.run import lanes
from engine.run.outcome import Firing, Outcome
from engine.run.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.api.everywhere import AtOffices
    from engine.api.shelf import Selection
    from engine.run.forward import Forward
    from engine.run.plan import Plan

PRESUME = ("listed", "none")
EXECUTORS = ("forward", "lanes")
PROFILE = "profile.json"
ROUTED = "office.routed"


class PolicySet:
    """Policies, ready to decide. Safe to use from several threads."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.known_at: str | None = None
        """The day (ISO) whose knowledge this set is, where it was chosen by one: see `load`."""
        self.book: Rulebook = shelf.book
        """The linked rules, facts, catalogues."""
        self._lock = threading.RLock()
        self._selected: dict[frozenset[str], Selection] = {}
        self._plans: dict[int, Plan] = {}
        self._forward: dict[int, Forward] = {}
        self._reads: Reads | None = None

    @property
    def root(self) -> Path:
        """The folder that the policies were read from."""
        from pathlib import Path

        return Path(self._shelf.root)

    @property
    def place(self) -> str:
        """Where the policies were read from: a folder, a bundle, or a revision (`git:REV`)."""
        return self._shelf.root

    @property
    def compiled(self) -> Compiled:
        """The whole program, all offices."""
        with self._lock:
            return self._shelf.compiled

    @property
    def digest(self) -> str:
        """The digest of the policy files (tests apart)."""
        return self.book.digest

    @cached_property
    def places(self) -> Places:
        """The maps of places, read when a place is first told."""
        return self._shelf.places

    def reads_of(self, compiled: Compiled) -> Reads:
        """What each atom depends on: the same for every selection of offices, which all keep the atoms."""
        if self._reads is None:
            self._reads = Reads(self.book, compiled)
        return self._reads

    @property
    def reads(self) -> Reads:
        """What each atom depends on."""
        return self._reads or self.reads_of(self.compiled)

    def decide(
        self,
        profile: Mapping[str, object] | Document,
        *,
        as_of: str | datetime.date | None = None,
        office: str | None = None,
        presume: str = "listed",
        executor: str = "forward",
        today: datetime.date | None = None,
    ) -> Decided:
        """Decide one profile.

        as_of: the day of the decision (an ISO date), before the profile's own. office: the code of the fund, set outright.
        presume: "listed" applies the presumptions of the vocabulary, "none" does not. executor: "forward" or "lanes".
        Raises `Rejected` (border "profile") with every problem of the profile, `ValueError` for another word.
        """
        if presume not in PRESUME or executor not in EXECUTORS:
            raise ValueError(f"presume is one of {PRESUME}, executor one of {EXECUTORS}: {presume!r}, {executor!r}")
        options = Options(today=today or datetime.date.today(), as_of=_day(as_of), office=office, presume=presume == "listed")
        case = self.case(profile, options)
        return self.decide_case(case, presume=options.presume, executor=executor)

    def at_offices(
        self,
        profile: Mapping[str, object] | Document,
        offices: Sequence[str] | None = None,
        *,
        as_of: str | datetime.date | None = None,
        presume: str = "listed",
        today: datetime.date | None = None,
    ) -> AtOffices:
        """Decide one profile at every office (or those named) in one pass: sets of offices that say the same, each decided.

        Raises as `decide` does; an office that the table of offices does not have is a problem of the profile.
        """
        from engine.api.everywhere import at_offices
        from engine.render.offices import office_codes

        if presume not in PRESUME:
            raise ValueError(f"presume is one of {PRESUME}: {presume!r}")
        codes = list(dict.fromkeys(office_codes(self.book) if offices is None else offices))
        if not codes:
            raise ValueError("name at least one office")
        options = Options(today=today or datetime.date.today(), as_of=_day(as_of), presume=presume == "listed")
        for code in codes if offices is not None else ():
            self.case(profile, replace(options, office=code))
        case = self.case(profile, options)
        return at_offices(self, case, with_presumptions(case, self.book) if options.presume else case, codes)

    def case(self, profile: Mapping[str, object] | Document, options: Options) -> Case:
        """The case of a profile; raises `Rejected`."""
        problems = Problems()
        document = profile if isinstance(profile, Document) else _document(profile, problems)
        if document is not None:
            problems.source(document.file, document.text)
            case = read_case(document.root, self.book, lambda: self.places, options, problems)
            if case is not None:
                return case
        raise Rejected(problems.sorted(), "profile")

    def population(
        self, *, seed: int = 1, as_of: str | datetime.date | None = None, weights: str | None = None
    ) -> Iterator[dict[str, object]]:
        """Profiles of people who do not exist, without end: the same seed and day, the same people. Each has a mark as its `id`.

        weights: a file, in place of `population.yaml` of the policies. Raises `Rejected` where it does not fit the vocabulary.
        """
        from engine.api.population import profiles

        return profiles(self, seed, _day(as_of) or datetime.date.today(), weights)

    def decide_case(self, case: Case, *, presume: bool = True, executor: str = "forward") -> Decided:
        """Decide a case that was read before."""
        return self.decide_shown(case, with_presumptions(case, self.book) if presume else case, executor)

    def decide_shown(self, case: Case, shown: Case, executor: str = "forward") -> Decided:
        """Decide a case of which `shown` is the same with presumptions."""
        compiled, presume = self.selected(case), shown is not case
        start = self.book.decides.start
        if start is not None and case.as_of.isoformat() < start:
            nothing = Outcome(tuple(0 for _ in range(2 * len(compiled.program.names))))
            reading = Reading(self.book, compiled, shown, nothing)
            return Decided(reading, reading, self.reads_of(compiled), (), executor, decides=False, policies=self, presume=presume)
        outcome, firings = self.run(compiled, shown, executor)
        with_them, reads = Reading(self.book, compiled, shown, outcome), self.reads_of(compiled)
        without = self._without(with_them, case, reads) if shown.presumed else with_them
        return Decided(with_them, without, reads, firings, executor, policies=self, presume=presume)

    def _without(self, shown: Reading, case: Case, reads: Reads) -> Reading:
        """The reading without presumptions: only the tests that read a presumed fact can come out otherwise."""
        compiled, established = shown.compiled, shown.established
        touched = {at for name in shown.case.presumed for at in reads.touching.get(name, ())}
        kept = (proposition for at, proposition in enumerate(compiled.program.atoms) if at not in touched)
        literals = [literal for p in kept for literal in (2 * p, 2 * p + 1) if established[literal]]
        literals += initial(compiled, Truth(self.book, case), dict(case.settled), touched)
        outcome = lanes.run(compiled.program, dict.fromkeys(literals, 1), 1)
        return Reading(self.book, compiled, case, outcome)

    def run(self, compiled: Compiled, case: Case, executor: str) -> tuple[Outcome, tuple[Firing, ...]]:
        """Run a program on a case."""
        literals = tuple(initial(compiled, Truth(self.book, case), dict(case.settled)))
        if executor == "lanes":
            return lanes.run(compiled.program, dict.fromkeys(literals, 1), 1), ()
        return self._forward_of(compiled).run(literals)

    def selected(self, case: Case) -> Compiled:
        """The national program with the layers of the offices that may be competent."""
        rules = map(self.book.index.rule, self.book.index.concluding(ROUTED))
        targets = {value for rule in rules for name, value in rule.then if name == ROUTED}
        unread = ROUTED in self.book.index.positions.gaps  # then any office may be the one
        possible = set(self.book.offices) if case.place is None or unread else {*case.place, *map(str, targets)}
        kept = frozenset((case.forced,) if case.forced is not None else possible) & set(self.book.offices)
        with self._lock:
            if kept not in self._selected:
                compiled, plan = self._selected[kept] = self._shelf.selection(kept)
                self._plans[id(compiled)] = plan  # selections live as long as this set, so their ids stay theirs
            return self._selected[kept][0]

    def _forward_of(self, compiled: Compiled) -> Forward:
        from engine.run.forward import Forward

        with self._lock:
            if id(compiled) not in self._forward:
                self._forward[id(compiled)] = Forward(compiled.program, plan=self._plans.get(id(compiled)))
            return self._forward[id(compiled)]


def load(
    path: str | Path | None = None, *, known_at: str | datetime.date | None = None, store: str | Path | None = None
) -> PolicySet:
    """The policies of a folder, of a bundle or of a revision (`git:REV`, `git:REV:PATH`); the bundled ones by default.

    known_at: instead, the newest set that a store of bundles has as published on or before that day: what was known then. (The
    day that the law is asked about is `as_of`, of the decision.) store: that store, else the one of the user.
    Raises `Rejected` (border "policies") when they have errors.
    """
    from engine import bundled

    if known_at is None:
        return PolicySet(Shelf(bundled.place("policies") if path is None else os.fspath(path)))
    if path is not None:
        raise ValueError("either a path or known_at")
    from engine.api.store import Store

    day = _day(known_at)
    assert day is not None
    found = PolicySet(Shelf(Store(store).known_at(day.isoformat()).path))
    found.known_at = day.isoformat()
    return found


def _day(stated: str | datetime.date | None) -> datetime.date | None:
    if isinstance(stated, datetime.datetime):
        return stated.date()
    if stated is None or isinstance(stated, datetime.date):
        return stated
    code = day_problem(stated) if isinstance(stated, str) else "PE505"
    if code is None:
        return parse_date(stated)
    problems = Problems()
    problems.add(code, None, "as_of", fact="as_of", value=stated)
    raise Rejected(problems.sorted(), "profile")


def _document(profile: Mapping[str, object], problems: Problems) -> Document | None:
    """A plain object as a located document, through its JSON text."""
    try:
        text = json.dumps(profile, default=_plain, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError) as error:
        problems.add("PE520", None, "", detail=str(error))
        return None
    return read_json(_bytes(text), PROFILE, problems)


def _bytes(text: str) -> bytes:
    """Bytes that were no UTF-8 as they stood, so that the problem shows them; lone surrogates as they are."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset | tuple):
        return sorted(value, key=str)
    raise TypeError(type(value).__name__)
