"""The dependency graph: order, strata, cycles.

In: linked facts, rules and requirements. Out: rules in an order in which premises come first, and the level of each fact.
Newly guaranteed: the graph is acyclic (a cycle is reported, printed as a path).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.ground.problems import Problems, Whole
from engine.linked.model import NATIONAL, Fact, Rule
from engine.linked.walk import facts_read

Graph = dict[str, set[str]]
"""node -> the nodes that it depends on. Nodes: `fact:f`, `here:f` (f read at the office), `rule:r`, `need:requirement`."""


def order(rules: tuple[Rule, ...], facts: Mapping[str, Fact], problems: Problems) -> tuple[tuple[Rule, ...], dict[str, int]]:
    """Rules in topological order (ties as written), and the stratum of each derived fact; cycles are reported."""
    graph = _graph(rules, facts)
    by_id = {rule.id: rule for rule in rules}
    sequence, cycles = _topological(graph)
    for cycle in cycles:
        spans = {node: by_id[name].span if kind == "rule" else facts[name].span for node, kind, name in map(_parts, cycle)}
        first = next((node for node in cycle if node.startswith("rule:")), cycle[0])
        problems.add("PE317", spans[first], name=_parts(first)[2], cycle=Whole(_as_path(cycle, first)))
    if cycles:
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


def _parts(node: str) -> tuple[str, str, str]:
    kind, _, name = node.partition(":")
    return node, kind, name


def _as_path(cycle: list[str], first: str) -> str:
    """The cycle from its first rule back to it, each name once."""
    at = cycle.index(first)
    names = [_parts(node)[2] for node in (*cycle[at:], *cycle[:at], first)]
    return " -> ".join(names)


def _topological(graph: Graph) -> tuple[list[str], list[list[str]]]:
    """Nodes with dependencies first, and the cycles that were met, of which no two share a node."""
    done: dict[str, bool] = {}
    sequence: list[str] = []
    cycles: list[list[str]] = []
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
                _keep_cycle([name for name, _ in path], following, cycles)
            elif following not in done:
                done[following] = False
                path.append((following, sorted(graph.get(following, ()))))
    return sequence, cycles


def _keep_cycle(path: list[str], back_to: str, cycles: list[list[str]]) -> None:
    cycle = path[path.index(back_to) :]
    if not any(set(cycle) & set(other) for other in cycles):
        cycles.append(cycle)


def _levels(graph: Graph, sequence: list[str]) -> dict[str, int]:
    levels: dict[str, int] = {}
    for node in sequence:
        levels[node] = max((levels[other] + 1 for other in graph.get(node, ()) if other in levels), default=0)
    return levels
