"""Documents against their schemas. In: a `Document`. Out: True, or problems with the place of each key and value.

Newly guaranteed when True: the document has the shape its kind prescribes, every date is a day of the calendar and
every duration can be read, so the floors above need not look again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, validators

from engine.document.nodes import Document, plain
from engine.ground.dates import parse_date, parse_duration
from engine.ground.nearest import nearest
from engine.ground.problems import Problems
from engine.ground.spans import Span
from engine.schema.kinds import FIRST_KEYS, kind_of
from engine.schema.load import resolved
from engine.schema.translate import Translator

LIMIT = 100  # problems reported for one file: beyond, it is another kind of file


def validate(document: Document, problems: Problems) -> bool:
    """Check a policy file against the schema of its kind."""
    kind = kind_of(document)
    if kind is None:
        _unknown_kind(document, problems)
        return False
    return validate_with(resolved(kind), document, problems)


def validate_with(schema: Mapping[str, object], document: Document, problems: Problems) -> bool:
    """Check a document against a schema given as a Python value (its references resolved or local)."""
    own = Problems()
    translator = Translator(document, own)
    translator.add_all(islice(_validator(schema).iter_errors(plain(document.root)), LIMIT))
    problems.extend(own)
    return not own.errors


def _validator(schema: Mapping[str, object]) -> Draft202012Validator:
    made: Draft202012Validator = _strict()(schema, format_checker=_formats())
    return made


@cache
def _strict() -> Any:
    """The draft, but for 2.0, which is no whole number here: whoever writes it in a policy means something else."""
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    return validators.extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]


@cache
def _formats() -> FormatChecker:
    """Our own formats: days of the calendar and the durations of the policy language."""
    checker = FormatChecker(formats=())
    for name, parse in (("date", parse_date), ("duration", parse_duration)):
        checker.checks(name, raises=ValueError)(_reads(parse))
    return checker


def _reads(parse: Callable[[str], object]) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        return not isinstance(value, str) or parse(value) is not None

    return check


def _unknown_kind(document: Document, problems: Problems) -> None:
    root = document.root
    entries = getattr(root, "entries", ())
    if not entries:
        problems.add("PE200", Span(document.file, 1, 1, 1, 1), allowed=FIRST_KEYS)
        return
    key = entries[0].key
    elsewhere = next((entry.name for entry in entries if entry.name in FIRST_KEYS and entry.name != "name"), None)
    guess = elsewhere or nearest(str(key.value), FIRST_KEYS)
    problems.add("PE201", key.span, str(key.value), key=key.value, nearest=guess, allowed=FIRST_KEYS)
