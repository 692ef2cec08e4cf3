"""Papers: what is asked, in which form, how hard and why; what the office asks beside the law; what is not required.

In: a decision. Out: lines of a page. Newly guaranteed: every paper stands with its reason and its source.
"""

from __future__ import annotations

from engine.decision.model import AlternativeDocument, AttributeNeed, Decision, RequirementFound
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.words import count, has_word, word

DEMANDS = ("must", "should", "may", None)
STATUS_STYLES = {"held": "good", "deficient": "bad", "missing": "warn", "unclear": "warn"}


def papers(page: Page, names: Names, decision: Decision) -> None:
    """Papers required, the hardest demand first, then papers that answers may add."""
    required = sorted((item for item in decision.requirements if item.required), key=lambda item: DEMANDS.index(item.demand))
    if required:
        page.heading(f"{names.word('papers')} ({len(required)})")
        for number, item in enumerate(required, 1):
            _paper(page, names, item, number)
        if decision.complete is not None:
            page.line(names.word("complete.yes" if decision.complete else "complete.no"), style="bold")
    elif decision.entitlement != "undetermined":
        page.heading(names.word("papers"))
        page.line(names.word("papers.none"))
    maybe = [item for item in decision.requirements if item.required is None]
    if maybe:
        page.heading(f"{names.word('papers.open')} ({len(maybe)})")
        for item in maybe:
            page.line(names.paper(item.id), bullet="• ")


def _paper(page: Page, names: Names, item: RequirementFound, number: int) -> None:
    indent = 4
    demand = names.word(f"demand.{item.demand}") if item.demand else ""
    rests = names.word(f"rests.{item.force}") if item.force else ""
    how = ", ".join(part for part in (demand, rests) if part)
    page.line(f"{names.paper(item.id)} ({how})" if how else names.paper(item.id), bullet=f"{number:>2}. ", style=None)
    if item.law is False:
        page.line(names.word("office_only"), indent, style="warn")
    _alternatives(page, names, item, indent)
    for name, need in item.attributes:
        _attribute(page, names, name, need, indent)
    _status(page, names, item, indent)
    page.labelled(names.word("reason"), names.rules(item.because), indent)
    page.labelled(names.word("source"), names.cites(item.cites), indent, style="dim")
    page.gap()


def _alternatives(page: Page, names: Names, item: RequirementFound, indent: int) -> None:
    """The documents that satisfy it, unless it is the one document whose name it bears."""
    if [alternative.document for alternative in item.any_of] == [item.id]:
        return
    shown = [_alternative(names, alternative) for alternative in item.any_of]
    if len(shown) == 1:
        page.line(shown[0], indent)
        return
    page.line(names.word("any_of"), indent)
    for text in shown:
        page.line(text, indent, bullet="- ")


def _alternative(names: Names, alternative: AlternativeDocument) -> str:
    text = names.document(alternative.document)
    if alternative.months is not None:
        text = count("months", alternative.months, names.lang, document=text)
    return text if alternative.sure else names.word("or_if", document=text)


def attribute_name(names: Names, name: str, fact: str) -> str:
    """What an attribute of a paper is called."""
    key = f"attribute.{name}"
    return names.word(key) if has_word(key) else names.fact(fact)


def _attribute(page: Page, names: Names, name: str, need: AttributeNeed, indent: int) -> None:
    shown = names.value(need.fact, need.is_)
    if need.law is not None and need.is_ != need.law:
        text = names.word("office_asks", **{"is": shown, "law": names.value(need.fact, need.law)})
    else:
        text = shown
    how = [names.word(f"demand.{need.demand}")] if need.demand and need.because else []
    extra = names.join((*how, names.cites(need.cites)))
    page.labelled(attribute_name(names, name, need.fact), f"{text} ({extra})" if extra else text, indent)


def _status(page: Page, names: Names, item: RequirementFound, indent: int) -> None:
    if item.status is None:
        return
    facts = dict(item.attributes)
    what = ", ".join(attribute_name(names, name, facts[name].fact if name in facts else name).lower() for name in item.lacking)
    page.labelled(names.word("status"), names.word(f"status.{item.status}", what=what), indent, style=STATUS_STYLES[item.status])
    if item.cautions:
        what = ", ".join(attribute_name(names, name, facts[name].fact).lower() for name in item.cautions)
        page.line(names.word("caution.should", what=what), indent, style="warn")


def not_required(page: Page, names: Names, decision: Decision) -> None:
    """Papers that are not asked, and why."""
    if not decision.not_required:
        return
    page.heading(names.word("not_required"))
    for item in decision.not_required:
        why = names.rules(item.because) if item.because else names.word("not_asked")
        page.line(word("colon", names.lang, label=names.paper(item.id), text=why), bullet="• ")
        if item.cites:
            page.line(names.cites(item.cites), indent=2, style="dim")
