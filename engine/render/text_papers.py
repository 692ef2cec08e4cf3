"""Papers: what is asked, in which form, how hard and why; what the office asks beside the law; what is not required.

In: a decision. Out: lines of a page. Newly guaranteed: every paper stands with its reason and its source.
"""

from __future__ import annotations

from engine.decision.model import AlternativeDocument, AttributeNeed, Decision, RequirementFound
from engine.render.layout import Page
from engine.render.names import Names
from engine.render.text_answer import missing
from engine.render.words import count, has_word, word

DEMANDS = ("must", "should", "may", None)
SHOWN_MAYBE = 8
"""Papers that answers may add: named up to so many while the outcome is open."""
STATUS_STYLES = {"held": "good", "deficient": "bad", "missing": "warn", "unclear": "warn"}


def papers(page: Page, names: Names, decision: Decision) -> None:
    """Papers required, the hardest demand first, then papers that answers may add."""
    required = sorted((item for item in decision.requirements if item.required), key=lambda item: DEMANDS.index(item.demand))
    if required:
        page.heading(f"{names.word('papers')} ({len(required)})")
        _complete(page, names, decision)
        for number, item in enumerate(required, 1):
            _paper(page, names, item, number)
    elif decision.entitlement != "undetermined":
        page.heading(names.word("papers"))
        page.line(names.word("papers.none"))
    maybe = [item for item in decision.requirements if item.required is None]
    if maybe:
        page.heading(f"{names.word('papers.open')} ({len(maybe)})")
        shown = maybe if decision.entitlement != "undetermined" else maybe[:SHOWN_MAYBE]
        for item in shown:
            page.line(names.paper(item.id), bullet="• ")
        if len(maybe) > len(shown):
            page.line(count("more", len(maybe) - len(shown), names.lang), 2, style="dim")


def _complete(page: Page, names: Names, decision: Decision) -> None:
    """Whether everything is in hand, where the profile tells what is."""
    if decision.complete:
        page.line(names.word("complete.yes"), style="good")
    elif decision.complete is False:
        what = missing(names, decision)
        page.line(names.word("complete.lacks", what=what) if what else names.word("complete.no"), style="warn")


def _paper(page: Page, names: Names, item: RequirementFound, number: int) -> None:
    indent = 4
    title = _hard(names, names.paper(item.id), item.demand, item.force)
    page.line(title, bullet=f"{number:>2}. ", style=None)
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
    departs = need.law is not None and need.is_ != need.law
    text = names.value(need.fact, need.is_)
    if departs:
        text = names.word("office_asks", **{"is": text})
    demand, law_demand = (need.demand, need.law_demand) if need.because else (None, None)  # a default: nobody asks
    page.labelled(attribute_name(names, name, need.fact), _hard(names, text, demand, need.force), indent)
    if departs:
        law = _hard(names, names.value(need.fact, need.law), law_demand, need.law_force)
        page.labelled(names.word("law_says"), law, indent + 2)
    if need.cites:
        page.labelled(names.word("source"), names.cites(need.cites), indent + 2, style="dim")


def _hard(names: Names, text: str, demand: str | None, force: str | None) -> str:
    """How hard it is asked, and by whom, in parentheses; what nobody asks for stands alone."""
    if demand is None:
        return text
    parts = [names.word(f"demand.{demand}")]
    if force is not None:
        soft = force == "law" and demand != "must"  # a law is no ground to say that something is merely usual
        parts.append(names.word("rests.law.soft" if soft else f"rests.{force}"))
    return f"{text} ({', '.join(parts)})"


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
