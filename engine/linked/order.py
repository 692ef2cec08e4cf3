"""The dependency graph: order, strata, cycles.

In: linked facts, rules and requirements. Out: rules in an order in which premises come first, and the level of each fact.
Newly guaranteed: the graph is acyclic (a cycle is reported, printed as a path).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.ground.problems import Problems
from engine.ground.spans import Span
from engine.linked.model import NATIONAL, Fact, Rule
from engine.linked.walk import facts_read

Graph = dict[str, set[str]]
"""node -> the nodes that it depends on. Nodes: `fact:f`, `here:f` (f read at the office), `rule:r`, `need:requirement`."""


def order(rules: tuple[Rule, ...], facts: Mapping[str, Fact], problems: Problems) -> tuple[tuple[Rule, ...], dict[str, int]]:
    """Rules in topological order (ties as written), and the stratum of each derived fact; cycles are reported."""
    graph = _graph(rules, facts)
    by_id = {rule.id: rule for rule in rules}
    sequence, cycle = _topological(graph)
    if cycle:
        span = next((by_id[node[5:]].span for node in cycle if node.startswith("rule:")), Span("", 1, 1, 1, 1))
        problems.add("PE317", span, cycle=" -> ".join(node.split(":", 1)[1] for node in cycle))
        return rules, {}
    levels = _levels(graph, sequence)
    ordered = tuple(by_id[node[5:]] for node in sequence if node.startswith("rule:"))
    strata = {name: levels[f"fact:{name}"] for name, fact in facts.items() if fact.origin == "derived"}
    return ordered, strata


def _graph(rules: Iterable[Rule], facts: Mapping[str, Fact]) -> Graph:
    graph: Graph = {f"fact:{name}": {f"fact:{argument}" for argument in _arguments(fact)} for name, fact in facts.items()}
    for name, fact in facts.items():
        if fact.varies:
            graph[f"here:{name}"] = {f"fact:{name}"}
    routing = {"fact:office.routed"} if "office.routed" in facts else set()
    for rule in rules:
        node = f"rule:{rule.id}"
        here = rule.kind == "paper" and rule.layer == NATIONAL
        reads = {f"{'here' if here and facts[name].varies else 'fact'}:{name}" for name in facts_read(rule.when)}
        graph[node] = reads | {f"rule:{other}" for other in rule.exceptions} | (routing if rule.layer != NATIONAL else set())
        for target in _targets(rule):
            graph.setdefault(target, set()).add(node)
    return graph


def _arguments(fact: Fact) -> tuple[str, ...]:
    return fact.of[:1] if fact.function == "any_of_group" else fact.of


def _targets(rule: Rule) -> Iterable[str]:
    reading = "fact" if rule.layer == NATIONAL else "here"
    yield from (f"{reading}:{name}" for name, _ in rule.then)
    yield from (f"fact:{name}" for name in rule.gap_facts)
    yield from (f"need:{name}" for name in (*rule.require, *rule.not_required))


def _topological(graph: Graph) -> tuple[list[str], list[str]]:
    """Nodes with dependencies first, and a cycle if there is one (the sequence is then empty)."""
    done: dict[str, bool] = {}
    sequence: list[str] = []
    for root in graph:
        path: list[tuple[str, list[str]]] = [(root, sorted(graph[root]))] if root not in done else []
        if path:
            done[root] = False
        while path:
            node, waiting = path[-1]
            if not waiting:
                done[node] = True
                sequence.append(node)
                path.pop()
                continue
            following = waiting.pop(0)
            if done.get(following) is False:
                names = [name for name, _ in path]
                return [], [*names[names.index(following) :], following]
            if following not in done:
                done[following] = False
                path.append((following, sorted(graph.get(following, ()))))
    return sequence, []


def _levels(graph: Graph, sequence: list[str]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for node in sequence:
        levels[node] = max((levels[other] + 1 for other in graph.get(node, ()) if other in levels), default=0)
    return levels
