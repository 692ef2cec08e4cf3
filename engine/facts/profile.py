"""A profile becomes a case.

In: the located tree of a profile (or a plain object), a rulebook, options of the decision. Out: `Case`, or problems.
Newly guaranteed: every told value lies in the domain of its fact; papers held agree with what is told of records; no
impossible combination is told; `as_of` is settled.
"""

from __future__ import annotations

import datetime

from engine.document.nodes import Mapping, Node
from engine.facts.case import UNLISTED, Case, Told
from engine.facts.computed import inputs_below
from engine.facts.held import fill_from_held
from engine.facts.places import LoadPlaces, candidates, place_of
from engine.facts.synthetic import unmarked
from engine.facts.tell import Teller
from engine.facts.truth import Truth
from engine.facts.wrong import MOST, kind_of
from engine.ground.dates import parse_date
from engine.ground.nearest import nearest
from engine.ground.problems import Problems, Whole
from engine.ground.records import dataclass, replace
from engine.ground.spans import Span
from engine.linked.model import Rulebook
from engine.linked.walk import facts_read
from engine.policy.model import Text


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller sets beside the profile. as_of, office: they prevail over the profile. presume: presumptions apply."""

    today: datetime.date
    as_of: datetime.date | None = None
    office: str | None = None
    presume: bool = True


def read_case(root: Node, book: Rulebook, places: LoadPlaces, options: Options, problems: Problems) -> Case | None:
    """The case that a profile describes, without presumptions; None when the profile is wrong (all problems reported)."""
    root = unmarked(root)
    if not isinstance(root, Mapping):
        problems.add("PE511", root.span, "", found=kind_of(root))
        return None
    teller = Teller(book, problems)
    teller.read(root)
    if len(problems) >= MOST:
        start = root.span
        problems.add("PE522", replace(start, end_line=start.line, end_column=start.column + 1), "", limit=MOST)
        return None
    told, spans = teller.told, teller.spans
    held = fill_from_held(teller.held, told, spans, book, problems)
    as_of = _as_of(told, options)
    told.pop("as_of", None)
    place, found_by = _place(told, spans, book, places, options, problems)
    if problems.errors:
        return None
    case = Case(
        as_of=as_of, told=told, asked=frozenset(teller.asked), held=held, place=place, forced=options.office,
        found_by=found_by,
    )  # fmt: skip
    _check_computed(case, spans, book, problems)
    if not problems.errors:
        _check_combinations(case, spans, book, problems)
    return None if problems.errors else case


def with_presumptions(case: Case, book: Rulebook) -> Case:
    """The case in which every untold fact that the vocabulary presumes has its presumed value."""
    answered = {*case.told, *case.asked, *case.withheld}
    facts = (book.facts[name] for name in book.index.facts("presumed") if name not in answered)
    presumed = {fact.name: fact.presumed for fact in facts if fact.presumed is not None}
    return replace(case, told={**case.told, **presumed}, presumed=presumed)


def _as_of(told: dict[str, Told], options: Options) -> datetime.date:
    if options.as_of is not None:
        return options.as_of
    stated = told.get("as_of")
    return parse_date(stated) if isinstance(stated, str) else options.today


def _place(
    told: dict[str, Told],
    spans: dict[str, Span],
    book: Rulebook,
    places: LoadPlaces,
    options: Options,
    problems: Problems,
) -> tuple[frozenset[str] | None, str | None]:
    offices = book.tables.get("offices")
    known = {row.key[0] for row in offices.rows} if offices else set(book.offices)
    if options.office is not None and options.office not in known:
        problems.add("PE515", None, "office", value=options.office, nearest=nearest(str(options.office), known))
    place, by, elsewhere = place_of(told, places)
    if elsewhere is not None:
        _, fact = candidates(told, places)
        there = sorted(elsewhere - {UNLISTED}) or None
        code, place_told = told["office.code"], told[fact or ""]
        problems.add("PE508", spans["office.code"], "office.code", office=code, place=there, fact=fact, value=place_told)
    return place, by


def _check_computed(case: Case, spans: dict[str, Span], book: Rulebook, problems: Problems) -> None:
    """A computed number outside its domain (an age of -3, say) means that a told date is wrong."""
    truth = Truth(book, case)
    for fact in (book.facts[name] for name in book.index.facts("number")):
        value = truth.value(fact.name)
        low, high = fact.type.minimum, fact.type.maximum
        if isinstance(value, int) and not (low is None or low <= value) & (high is None or value <= high):
            told = next((name for of in fact.of for name in sorted(inputs_below(book, of)) if name in spans), fact.of[0])
            label = fact.label or Text(fact.name, fact.name)
            problems.add(
                "PE512", spans.get(told), told, fact=told, given=case.told.get(told), value=value, minimum=low, maximum=high,
                computed_en=label.en, computed_fr=label.fr, as_of=case.as_of,
            )  # fmt: skip


def _check_combinations(case: Case, spans: dict[str, Span], book: Rulebook, problems: Problems) -> None:
    truth = Truth(book, case)
    for combination in book.combinations:
        if truth.holds(combination.never):
            read = sorted({below for name in facts_read(combination.never) for below in inputs_below(book, name)})
            answers = [name for name in read if name in spans] or read
            # The answer that stands last: the ones before it made sense until then.
            told = max(answers, key=lambda name: (spans[name].line, spans[name].column) if name in spans else (0, 0))
            problems.add(
                "PE507", spans.get(told), told, id=combination.id, facts=answers,
                message_en=Whole(combination.message.en), message_fr=Whole(combination.message.fr),
            )  # fmt: skip
