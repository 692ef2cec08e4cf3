"""Parts of a policy set in words, as two sides are compared.

In: names of one side, values of its rulebook. Out: text. Newly guaranteed: every condition is shown whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.ground.records import fields, is_dataclass
from engine.linked.model import NATIONAL, Alternative, And, AtLeast, Condition, Is, Not, Or, Test
from engine.policy.model import Cite, Evidence, FactType, Mail, Row, Takes, Text, Window
from engine.render.names import Names
from engine.render.phrases import PHRASES, phrase

UNSAID = frozenset({"span", "line", "source_at"})


def condition_text(names: Names, condition: Condition, inner: bool = False) -> str:
    """A condition in words; inner: within another, so that a joined one stands in brackets."""
    match condition:
        case Test():
            return names.word("diff.test", fact=names.fact(condition.fact), phrase=_checks(names, condition))
        case Is():
            values = names.word("joint.or").join(names.value(condition.fact, value) for value in condition.values)
            return names.word("diff.test", fact=names.fact(condition.fact), phrase=values)
        case Not():
            return names.word("diff.not", text=condition_text(names, condition.child, inner=True))
        case AtLeast():
            return names.word("diff.at_least", n=condition.count, text=_joined(names, condition.children, "; "))
        case And() | Or():
            return _group(names, condition, inner)


def _group(names: Names, condition: And | Or, inner: bool) -> str:
    if not condition.children:
        return names.word("diff.always" if isinstance(condition, And) else "diff.never")
    joint = names.word("diff.and" if isinstance(condition, And) else "diff.or")
    text = _joined(names, condition.children, joint)
    return f"({text})" if inner and len(condition.children) > 1 else text


def _joined(names: Names, children: Iterable[Condition], joint: str) -> str:
    return joint.join(condition_text(names, child, inner=True) for child in children)


def _checks(names: Names, test: Test) -> str:
    checks = {operator: list(operand) if isinstance(operand, tuple) else operand for operator, operand in test.checks}
    return phrase(names, test.fact, checks if set(checks) <= set(PHRASES) else str(checks))


def value_text(names: Names, value: object, fact: str = "") -> str:
    """Any value of a rulebook in words; `fact` names the fact whose value it is."""
    if value is None or value == () or value == "":
        return names.word("none")
    if isinstance(value, Test | Is | And | Or | Not | AtLeast):
        return condition_text(names, value)
    if isinstance(value, bool | int):
        return names.word("yes" if value else "no") if isinstance(value, bool) else str(value)
    if isinstance(value, str):
        return _word(names, value, fact)
    if isinstance(value, tuple | list):
        return names.join(_item(names, item, fact) for item in value)
    return _record(names, value)


def _word(names: Names, value: str, fact: str) -> str:
    if value == NATIONAL:
        return names.word("diff.national")
    return names.value(fact, value) if fact else value


def _item(names: Names, item: object, fact: str) -> str:
    match item:
        case (str(name), Window() as window):
            return name if window == Window() else f"{name} ({_window(names, window)})"
        case (str(name), Text() as text):
            return f"{name}: {names.text(text)}"
        case (str(name), other):
            known = name in names.book.facts and isinstance(other, str | bool | int)  # a conclusion
            return names.word("diff.test", fact=names.fact(name) if known else name,
                              phrase=value_text(names, other, name if known else ""))  # fmt: skip
        case _:
            return value_text(names, item, fact)


def _record(names: Names, value: object) -> str:
    match value:
        case Text():
            return names.text(value)
        case Window():
            return _window(names, value)
        case Cite():
            return names.source(value.source) + (f", {value.item}" if value.item else "")
        case Alternative():
            months = f" ({value.months} M)" if value.months else ""
            when = f" [{condition_text(names, value.when)}]" if value.when is not None else ""
            return names.document(value.document) + months + when
        case FactType():
            return _type(value)
        case Evidence():
            parts = (value.grade, value.observed_on, value.url, value.desk, str(value.n) if value.n else None)
            return ", ".join(part for part in parts if part)
        case Mail():
            return ", ".join(value.lines)
        case Takes():
            return value.shortest + (f" – {value.longest}" if value.longest else "")
        case Row():
            return row_text(names, value)
    return _fields(names, value)


def _fields(names: Names, value: object) -> str:
    if not is_dataclass(value) or isinstance(value, type):
        return str(value)
    shown = ((field.name, getattr(value, field.name)) for field in fields(value) if field.name not in UNSAID)
    return ", ".join(f"{name} {value_text(names, item)}" for name, item in shown if item not in (None, (), ""))


def _type(value: FactType) -> str:
    limits = [str(limit) for limit in (value.minimum, value.maximum) if limit is not None]
    kind = f"set of {value.kind}" if value.many else value.kind
    return kind + (f" ({value.table})" if value.table else "") + (f" [{'..'.join(limits)}]" if limits else "")


def _window(names: Names, window: Window) -> str:
    if window.start is None and window.end is None:
        return names.word("diff.for_ever")
    parts = []
    if window.start is not None:
        parts.append(names.word("diff.from", day=names.day(window.start)))
    if window.end is not None:
        parts.append(names.word("diff.until", day=names.day(window.end)))
    return " ".join(parts)


def row_text(names: Names, row: Row) -> str:
    """A row of a table: key, values, days."""
    window = "" if row.window == Window() else f" ({_window(names, row.window)})"
    source = f" [{row.source}{', ' + row.confidence if row.confidence else ''}]" if row.source else ""
    return f"{', '.join(row.key)} → {', '.join(row.values)}{window}{source}"


def profile_text(names: Names, profile: Mapping[str, object], prefix: str = "") -> list[str]:
    """What a profile tells, one answer an item."""
    found: list[str] = []
    for name, value in profile.items():
        fact = f"{prefix}{name}"
        if isinstance(value, Mapping):
            found += profile_text(names, value, f"{fact}.")
        else:
            values = value if isinstance(value, list) else [value]
            shown = ", ".join(value_text(names, item, fact) for item in values) or names.word("none")
            found.append(names.word("colon", label=names.fact(fact), text=shown))
    return found
