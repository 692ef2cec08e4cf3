"""What would complete the file: papers to add, attributes to put right.

In: a decision and a way to decide it with other papers. Out: `FilePlan`. Newly guaranteed: with the first option of each step,
and with any other option in its place, the profile was decided anew and every paper that must be given was held; the steps are
as few as papers can be that serve several requirements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.analysis.whatif import Again, Decides
from engine.decision.held import MONTHS_OF, judge_item
from engine.decision.model import RequirementFound
from engine.facts.case import HeldItem, Told
from engine.facts.items import ITEM_KEYS
from engine.ground.records import dataclass, field
from engine.policy.model import Cite, Value
from engine.run.reading import Reading

MOST_TOGETHER = 12
"""Requirements for which the fewest papers are sought; more are taken one by one."""
ROUNDS = 3
"""Times that new papers may bring up new requirements."""


@dataclass(frozen=True, slots=True)
class PaperOption:
    """A paper to add (at None), or the paper in hand at that place to put right. attributes: what it has to be."""

    document: str
    at: int | None
    attributes: Mapping[str, Value]
    covers: frozenset[str]


@dataclass(frozen=True, slots=True)
class PaperStep:
    """One paper to get: any of the options. because, cites: the rules that ask for it, and their sources."""

    requirements: tuple[str, ...]
    options: tuple[PaperOption, ...]
    because: tuple[str, ...]
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What is lacking and what completes it.

    told: whether papers in hand were told. held, unmet: requirements that must be met, and are, or are not. open: requirements
    that answers may still add. stuck: requirements that no paper of the catalogue was found to meet. complete: whether the file
    is complete with the steps (None while requirements are open). verified: the profile with the steps was decided and holds
    every required paper.
    """

    told: bool
    held: tuple[str, ...]
    unmet: tuple[str, ...]
    steps: tuple[PaperStep, ...]
    open: tuple[str, ...]
    stuck: tuple[str, ...]
    complete: bool | None
    verified: bool
    decisions: int


@dataclass(slots=True)
class _Papers:
    """Papers in hand with changes, and what is told of records besides."""

    items: list[HeldItem]
    told: dict[str, Told] = field(default_factory=dict)

    def held(self) -> list[tuple[str, Mapping[str, Value]]]:
        return [(item.document, item.attributes) for item in self.items]


def file_plan(decided: Decides, again: Again) -> FilePlan:
    """The plan for one decision."""
    return _Plan(decided, again).plan()


class _Plan:
    def __init__(self, decided: Decides, again: Again) -> None:
        self._again, self._start = again, decided
        self._decisions = 0
        self._in_hand = list(decided.reading.case.held or ())
        if decided.reading.case.held is None:
            self._start = self._decide([]) or decided

    def plan(self) -> FilePlan:
        chosen: list[PaperOption] = []
        offered: list[list[PaperOption]] = []
        now, stuck = self._start, dict[str, None]()
        for _ in range(ROUNDS):
            lacking = [item for item in unmet(now) if item.id not in stuck]
            if not lacking:
                break
            options = list(self._options(now, lacking))
            stuck |= dict.fromkeys(item.id for item in lacking if all(item.id not in option.covers for option in options))
            fewest = _fewest([item.id for item in lacking if item.id not in stuck], options)
            for option in fewest:
                chosen.append(option)
                offered.append([other for other in options if other is not option and option.covers <= other.covers])
            decided = self._decide(chosen)
            if decided is None or not fewest:
                stuck |= dict.fromkeys(item.id for item in lacking)
                break
            now = decided
        left = tuple(item.id for item in unmet(now))
        steps = tuple(self._step(option, chosen, others, now) for option, others in zip(chosen, offered, strict=True))
        return FilePlan(
            told=self._start.reading.case.held is not None and bool(self._in_hand),
            held=tuple(item.id for item in self._start.decision.requirements if item.required and item.status == "held"),
            unmet=tuple(item.id for item in unmet(self._start)),
            steps=steps,
            open=tuple(item.id for item in now.decision.requirements if item.required is None),
            stuck=tuple(name for name in stuck if name in left),
            complete=now.decision.complete,
            verified=bool(chosen) and not left,
            decisions=self._decisions,
        )

    def _step(self, option: PaperOption, chosen: Sequence[PaperOption], others: Sequence[PaperOption], now: Decides) -> PaperStep:
        """The option, and those that do as well in its place: each is tried."""
        left = {item.id for item in unmet(now)}
        does = [option]
        for other in others:
            decided = self._decide([other if taken is option else taken for taken in chosen])
            if decided is not None and {item.id for item in unmet(decided)} <= left:
                does.append(other)
        asked = [item for item in now.decision.requirements if item.id in option.covers]
        because = dict.fromkeys(rule for item in asked for rule in item.because)
        cites = dict.fromkeys(cite for item in asked for cite in item.cites)
        return PaperStep(tuple(sorted(option.covers)), tuple(does), tuple(because), tuple(cites))

    # options -----------------------------------------------------------------------------------------------------------

    def _options(self, now: Decides, lacking: Sequence[RequirementFound]) -> Iterator[PaperOption]:
        """Papers in hand put right, then papers to add; each meets one requirement at least."""
        for at, item in enumerate(self._in_hand):
            if option := self._option(item, at, lacking, now.reading):
                yield option
        documents = {alternative.document: None for item in lacking for alternative in item.any_of if alternative.sure}
        for document in documents:
            if option := self._option(HeldItem(document, {}), None, lacking, now.reading):
                yield option

    def _option(
        self, item: HeldItem, at: int | None, lacking: Sequence[RequirementFound], reading: Reading
    ) -> PaperOption | None:
        right, covers = item, set[str]()
        for requirement in lacking:
            for alternative in requirement.any_of:
                if alternative.document == item.document and alternative.sure:
                    made = _put_right(right, requirement, alternative.months, reading)
                    if made is not None:
                        right, covers = made, covers | {requirement.id}
        changed = {name: value for name, value in right.attributes.items() if item.attributes.get(name) != value}
        return PaperOption(item.document, at, changed, frozenset(covers)) if covers else None

    # deciding ----------------------------------------------------------------------------------------------------------

    def _decide(self, options: Sequence[PaperOption]) -> Decides | None:
        """The profile with these papers."""
        papers = _Papers(list(self._in_hand))
        for option in options:
            if option.at is None:
                papers.items.append(HeldItem(option.document, option.attributes))
            else:
                item = papers.items[option.at]
                papers.items[option.at] = HeldItem(item.document, {**item.attributes, **option.attributes})
            papers.told |= self._of_record(option)
        self._decisions += 1
        return self._again(papers.told, None, papers.held())

    def _of_record(self, option: PaperOption) -> dict[str, Told]:
        """What is told of a record has to agree with the paper that it is."""
        book, told = self._start.reading.book, self._start.reading.case.told
        facts = book.documents[option.document].facts
        names = {f"{facts}.{name}": value for name, value in option.attributes.items()} if facts else {}
        return {name: value for name, value in names.items() if name in told}


def unmet(decided: Decides) -> list[RequirementFound]:
    """Requirements that must be met and are not."""
    return [item for item in decided.decision.requirements if item.required and item.demand == "must" and item.status != "held"]


def _put_right(item: HeldItem, requirement: RequirementFound, months: int | None, reading: Reading) -> HeldItem | None:
    """The paper with the attributes that the requirement asks for; None where no attribute would do."""
    needs = dict(requirement.attributes)
    for _ in range(len(needs) + 2):
        status, lacking, _ = judge_item(item, requirement, months, reading)
        if status == "held":
            return item
        found: dict[str, Value] = {}
        for name in lacking:
            if name == "months":
                found["months"] = months or 0
            elif name in needs and (value := _asked(name, needs[name].is_, reading)) is not None:
                found |= value
        made = HeldItem(item.document, {**item.attributes, **found})
        if made.attributes == item.attributes:
            return None
        item = made
    return None


def _asked(name: str, needed: Value | None, reading: Reading) -> dict[str, Value] | None:
    """The attribute that satisfies a need, the one that is named as the need where it may be."""
    if needed in MONTHS_OF:
        return {"issued_on": reading.case.as_of.isoformat()}
    entry = next((entry for entry in reading.book.satisfies if entry.attribute == name and entry.needed == needed), None)
    if entry is None or entry.held is None or name not in ITEM_KEYS:
        return None
    return {name: needed if needed is not None and needed in entry.held else entry.held[0]}


def _fewest(names: Sequence[str], options: Sequence[PaperOption]) -> list[PaperOption]:
    """The fewest options that cover all of the names; the earlier of equals."""
    if len(names) > MOST_TOGETHER:
        firsts = [next(option for option in options if name in option.covers) for name in names]
        return list({id(option): option for option in firsts}.values())
    bits = {name: 1 << at for at, name in enumerate(names)}
    masks = [sum(bits.get(name, 0) for name in option.covers) for option in options]
    best: dict[int, list[PaperOption]] = {0: []}
    for done in range(1 << len(names)):
        if done not in best:
            continue
        for option, mask in zip(options, masks, strict=True):
            more = done | mask
            if more != done and (more not in best or len(best[more]) > len(best[done]) + 1):
                best[more] = [*best[done], option]
    return best.get((1 << len(names)) - 1, [])
