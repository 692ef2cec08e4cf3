"""Requirements: which papers, in which form, and whether what is held is enough.

In: a reading. Out: requirements (required and open), papers not required, completeness of the file.
Newly guaranteed: attributes are given in both readings; a paper held is judged against the reading at the office.
"""

from __future__ import annotations

from engine.decision.held import judge
from engine.decision.model import AlternativeDocument, AttributeNeed, NotRequired, RequirementFound
from engine.decision.support import Confidence, cites, demand, force
from engine.ground.records import replace
from engine.linked.model import HERE, LAW, Requirement
from engine.run.reading import Reading


class Papers:
    """Answers about the papers of one reading."""

    def __init__(self, reading: Reading, confidence: Confidence) -> None:
        self._reading, self._confidence = reading, confidence
        self._index = reading.book.index

    def requirements(self) -> tuple[RequirementFound, ...]:
        """Required ones, then open ones that some open rule may still require, in the order of the catalogue."""
        found = [self._found(requirement) for requirement in self._reading.book.requirements.values()]
        present = [item for item in found if item is not None]
        return tuple(sorted(present, key=lambda item: item.required is None))

    def _found(self, requirement: Requirement) -> RequirementFound | None:
        reading = self._reading
        needed = reading.need(requirement.id, HERE)
        if needed is False:
            return None
        rules = reading.effective(self._index.requiring(requirement.id), HERE)
        found = RequirementFound(
            id=requirement.id,
            required=needed,
            law=reading.need(requirement.id, LAW),
            any_of=self._alternatives(requirement),
            demand=demand(rules),
            force=force(rules),
            status=None,
            lacking=(),
            cautions=(),
            attributes=tuple((name, self._attribute(fact)) for name, fact in requirement.attributes),
            because=tuple(rule.id for rule in rules),
            cites=cites(rules),
            confidence=self._confidence.of(self._literal(requirement.id)),
        )
        status, lacking, cautions = judge(found, reading)
        return replace(found, status=status, lacking=lacking, cautions=cautions)

    def _literal(self, requirement: str) -> int | None:
        proposition = self._reading.compiled.need(requirement)
        return None if proposition is None else 2 * proposition

    def _alternatives(self, requirement: Requirement) -> tuple[AlternativeDocument, ...]:
        found = []
        for at, alternative in enumerate(requirement.any_of):
            sure: bool | None = True
            if alternative.when is not None:
                sure = self._reading.rails(self._reading.compiled.proposition(f"alternative:{requirement.id}/{at}"))
            if sure is not False:
                found.append(AlternativeDocument(alternative.document, alternative.months, sure is True))
        return tuple(found)

    def _attribute(self, fact: str) -> AttributeNeed:
        law, here = self._reading.value(fact, LAW), self._reading.value(fact, HERE)
        shown = law if here is None else here
        rules = () if shown is None else self._reading.concluding(fact, shown, HERE)
        lawful = () if law is None else self._reading.concluding(fact, law, LAW)
        return AttributeNeed(
            fact=fact,
            is_=shown,
            law=law,
            demand=demand(rules),
            force=force(rules),
            law_demand=demand(lawful),
            law_force=force(lawful),
            because=tuple(rule.id for rule in rules),
            cites=cites(rules),
        )

    def not_required(self, required: tuple[RequirementFound, ...]) -> tuple[NotRequired, ...]:
        """Papers that rules lift, then papers held that nothing asks for."""
        reading, found = self._reading, []
        for name in self._index.positions.not_required:
            if reading.need(name, HERE) is not False:
                continue
            effective = reading.effective(self._index.lifting(name), HERE)
            if effective:
                found.append(NotRequired(name, tuple(rule.id for rule in effective), cites(effective)))
        asked = {alternative.document for item in required for alternative in item.any_of}
        lifted = {item.id for item in found}
        for held in reading.case.held or ():
            if held.document not in asked and held.document not in lifted:
                lifted.add(held.document)
                found.append(NotRequired(held.document, (), ()))
        return tuple(found)


def complete(requirements: tuple[RequirementFound, ...], reading: Reading) -> bool | None:
    """Whether every *must* requirement is held; None while papers held are not told, or something is unclear or open."""
    if reading.case.held is None:
        return None
    musts = [item for item in requirements if item.required is None or item.demand == "must"]
    if any(item.required and item.status in ("missing", "deficient") for item in musts):
        return False
    return None if any(item.required is None or item.status == "unclear" for item in musts) else True
