"""Rules, choices and gaps of a national file or an office's layer.

In: the document of a policy file. Out: `PolicyFile`; a `choose` becomes one rule per case, in order.
Newly guaranteed: every case names the cases before it.
"""

from __future__ import annotations

from engine.document.nodes import Mapping, Node
from engine.ground.spans import Span
from engine.policy.conditions import condition
from engine.policy.model import Conclusion, Evidence, Mail, PolicyFile, Ref, Rule
from engine.policy.nodes import cites, entries, items, mapping, maybe, ref, refs, scalar, string, text, whole, window


def policy_file(root: Mapping) -> PolicyFile:
    """A file of rules, typed."""
    office, mail, name = root.get("office"), root.get("mail"), root.get("policy")
    assert name is not None
    rules: list[Rule] = []
    for item in items(root.get("rules")):
        rules.extend(_rules(mapping(item)))
    return PolicyFile(
        id=string(name),
        version=string(root.get("version")),
        title=text(root.get("title")),
        office=None if office is None else ref(office),
        rules=tuple(rules),
        mail=None if mail is None else _mail(mapping(mail)),
        page=maybe(root.get("page")),
        span=name.span,
    )


def _mail(node: Mapping) -> Mail:
    lines = tuple(string(line) for line in items(node.get("lines")))
    source = node.get("source")
    assert source is not None
    return Mail(lines, string(source), maybe(node.get("observed_on")), source.span)


def _rules(node: Mapping) -> list[Rule]:
    if node.get("choose") is None:
        return [_rule(node)]
    fact = node.get("choose")
    assert fact is not None
    cases: list[Rule] = []
    for item in items(node.get("cases")):
        cases.append(_case(mapping(item), fact, tuple(case.id for case in cases), node))
    return cases


def _rule(node: Mapping) -> Rule:
    gap = node.get("gap")
    if gap is not None:
        return _gap(node, mapping(gap))
    return _build(node, kind="rule", then=_conclusions(node.get("then")), applies=node.get("applies"))


def _case(node: Mapping, fact: Node, earlier: tuple[str, ...], whole_choice: Mapping) -> Rule:
    value = node.get("is")
    assert value is not None
    then = (Conclusion(string(fact), scalar(value), fact.span, value.span),)
    applies = node.get("applies") or whole_choice.get("applies")
    return _build(node, kind="case", then=then, applies=applies, earlier=earlier)


def _gap(node: Mapping, gap: Mapping) -> Rule:
    return _build(
        node,
        kind="gap",
        then=(),
        applies=gap,
        gap_facts=refs(gap.get("facts")),
        body=gap,
        cited=gap.get("cites"),
    )


def _build(
    node: Mapping,
    *,
    kind: str,
    then: tuple[Conclusion, ...],
    applies: Node | None,
    earlier: tuple[str, ...] = (),
    gap_facts: tuple[Ref, ...] = (),
    body: Mapping | None = None,
    cited: Node | None = None,
) -> Rule:
    name = node.get("id")
    assert name is not None
    evidence = node.get("evidence")
    return Rule(
        id=string(name),
        kind=kind,
        title=text(node.get("title")),
        when=condition((body or node).get("when"), name.span),
        then=then,
        says=_conclusions(node.get("says")),
        require=refs(node.get("require")),
        not_required=refs(node.get("not_required")),
        advise=refs(node.get("advise")),
        gap_facts=gap_facts,
        applies=window(applies),
        exception_to=refs(node.get("exception_to")),
        earlier=earlier,
        cites=cites(cited or node.get("cites")),
        force=maybe(node.get("force")),
        demand=maybe(node.get("demand")),
        confidence=maybe(node.get("confidence")),
        evidence=None if evidence is None else _evidence(mapping(evidence)),
        note=maybe(node.get("note")),
        span=name.span,
        applies_at=_place(applies, "until", name.span),
        grade_at=_place(evidence, "grade", name.span),
    )


def _place(node: Node | None, key: str, otherwise: Span) -> Span:
    """Where the value of a key stands."""
    found = node.get(key) if isinstance(node, Mapping) else None
    return otherwise if found is None else found.span


def _conclusions(node: Node | None) -> tuple[Conclusion, ...]:
    return tuple(Conclusion(fact, scalar(value), span, value.span) for fact, span, value in entries(node))


def _evidence(node: Mapping) -> Evidence:
    return Evidence(
        grade=string(node.get("grade")),
        observed_on=maybe(node.get("observed_on")),
        url=maybe(node.get("url")),
        n=whole(node.get("n")),
        desk=maybe(node.get("desk")),
    )
