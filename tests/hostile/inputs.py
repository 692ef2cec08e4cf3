"""Hostile inputs by name: profiles as files and as objects, folders of policies. In: nothing. Out: makers of each."""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

BASE = Path(__file__).parents[1] / "cases" / "base"
MEGABYTE = 1_000_000
File = tuple[str, bytes]


def _json(value: object) -> File:
    return "json", json.dumps(value).encode()


def _bomb(levels: int = 30) -> bytes:
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [b"a%d: &a%d [" % (n, n) + b", ".join([b"*a%d" % (n - 1)] * 9) + b"]" for n in range(1, levels)]
    return b"\n".join(lines) + b"\n"


FILES: dict[str, Callable[[], File]] = {
    "50 MB": lambda: ("json", b'{"a": "' + b"x" * 50 * MEGABYTE + b'"}'),
    "50 MB of yaml": lambda: ("yaml", b"a: " + b"x" * 50 * MEGABYTE),
    "50 MB of brackets": lambda: ("json", b"[" * 50 * MEGABYTE),
    "a megabyte of brackets": lambda: ("json", b"[" * (MEGABYTE - 1)),
    "a megabyte of braces": lambda: ("json", b'{"a":' * 190_000),
    "a megabyte of yaml brackets": lambda: ("yaml", b"[" * (MEGABYTE - 1)),
    "a megabyte of yaml hyphens": lambda: ("yaml", b"- " * (MEGABYTE // 2 - 1)),
    "a megabyte of quotes": lambda: ("json", b'"' * (MEGABYTE - 1)),
    "ten thousand deep": lambda: ("json", b'{"person": ' * 10_000 + b"1" + b"}" * 10_000),
    "unknown keys by the ten thousand": lambda: _json({f"stay_document_{n}": n for n in range(30_000)}),
    "unknown keys below a group": lambda: _json({"stay": {f"docment{n}": n for n in range(40_000)}}),
    "long unknown keys": lambda: _json({"stay": {("doc" * 1000) + str(n): n for n in range(300)}}),
    "wrong values of a set": lambda: _json({"person": {"nationalities": ["XX"] * 160_000}}),
    "one value of a set, repeated": lambda: _json({"person": {"nationalities": ["US"] * 160_000}}),
    "papers that are not papers": lambda: _json({"held": [[]] * 240_000}),
    "papers with unknown names": lambda: _json({"held": [{"document": f"identit{n}"} for n in range(28_000)]}),
    "papers by the ten thousand": lambda: _json({"held": [{"document": "birth-record", "form": "copy"}] * 18_000}),
    "a value of a megabyte": lambda: _json({"stay": {"document": "vls" * 330_000}}),
    "a date of a megabyte": lambda: _json({"person": {"birth_date": "1" * 990_000}}),
    "a postcode of a megabyte": lambda: _json({"residence": {"postcode": "7" * 990_000}}),
    "a number of a megabyte": lambda: ("json", b'{"family": {"minor_children": ' + b"9" * 990_000 + b"}}"),
    "a social security number of a megabyte": lambda: _json({"number": {"value": "1 " * 490_000}}),
    "not a number": lambda: ("json", b'{"family": {"minor_children": NaN}}'),
    "infinity": lambda: ("json", b'{"family": {"minor_children": 1e999}}'),
    "a huge whole float": lambda: ("json", b'{"family": {"minor_children": 1e14}}'),
    "duplicate keys": lambda: ("json", b"{" + b'"stay": {}, ' * 80_000 + b'"stay": {}}'),
    "not utf-8": lambda: ("json", b'{"stay": "\xff\xfe"}'),
    "control characters": lambda: ("json", b'{"st\x00ay": "\x1b[2J"}'),
    "control characters, escaped": lambda: ("json", rb'{"\u001b[2J": "\u202e"}'),
    "a bomb": lambda: ("yaml", _bomb()),
    "anchors by the thousand": lambda: ("yaml", b"".join(b"- &a%d x\n" % n for n in range(60_000))),
    "bare words by the thousand": lambda: ("json", b"[" + b"NaN," * 240_000 + b"1]"),
    "huge numbers by the thousand": lambda: ("json", b"[" + b"1e999," * 160_000 + b"1]"),
    "a million quotes in yaml": lambda: ("yaml", b"a: " + b"'" * 990_000),
    "flow of yaml": lambda: ("yaml", b"a: [" + b"x, " * 320_000 + b"]"),
    "keys of yaml": lambda: ("yaml", b"".join(b"k%d: 1\n" % n for n in range(90_000))),
    "a tab": lambda: ("yaml", b"person:\n\tbirth_date: 1990-05-02\n"),
    "a tag": lambda: ("yaml", b"person: !!python/object/apply:os.system [true]\n"),
    "nothing": lambda: ("json", b""),
    "a list": lambda: ("json", b"[]"),
}


def _deep(levels: int) -> object:
    value: object = 1
    for _ in range(levels):
        value = {"person": value}
    return value


def _circle() -> object:
    circle: dict[str, object] = {}
    circle["person"] = circle
    return circle


class Awkward:
    """An object that cannot even be named."""

    def __repr__(self) -> str:
        raise RuntimeError("no name")


OBJECTS: dict[str, Callable[[], object]] = {
    "deep object": lambda: _deep(10_000),
    "deeper object": lambda: _deep(100_000),
    "object in itself": _circle,
    "object of ours": lambda: {"person": Awkward()},
    "key of ours": lambda: {Awkward(): 1},
    "key of a tuple": lambda: {("a",): 1},
    "key that is no text": lambda: {1: 2, None: 3},
    "bytes": lambda: {"person": b"x"},
    "text of 50 MB": lambda: {"stay": {"document": "x" * 50 * MEGABYTE}},
    "float that is no number": lambda: {"family": {"minor_children": float("nan")}},
    "integer of five thousand digits": lambda: {"family": {"minor_children": 10**5000}},
    "lone surrogate": lambda: {"stay": {"document": "\ud800"}},
    "mixed set": lambda: {"person": {"nationalities": {"US", 1}}},
    "no object": lambda: None,
    "list of objects": lambda: [{}],
    "text": lambda: "american-spouse",
    "set and dates, which are fine": lambda: MappingProxyType(
        {"person": {"nationalities": {"US"}, "birth_date": datetime.date(1990, 5, 2)}, "as_of": datetime.datetime(2026, 11, 23)}
    ),
}

HEAD = "policy: national.more\nversion: 1.0.0\ntitle: {en: More, fr: Plus}\nrules:\n"
RULE = (
    "  - {{id: rule-{n}, title: {{en: A rule, fr: Une règle}}, cites: [law-a], when: {{{when}}}, "
    "then: {{residence.stable: true}}}}\n"
)


def _rules(count: int, when: str) -> bytes:
    return (HEAD + "".join(RULE.format(n=n, when=when.format(n=n)) for n in range(count))).encode()


FOLDERS: dict[str, dict[str, bytes | str]] = {
    "policies: a bomb": {"national/more.yaml": _bomb()},
    "policies: 50 MB": {"national/more.yaml": b"a: " + b"x" * 50 * MEGABYTE},
    "policies: a table of 50 MB": {"tables/countries.csv": b"x," * 25 * MEGABYTE},
    "policies: ten thousand deep": {"national/more.yaml": HEAD.encode() + b"  - " + b"[" * 10_000},
    "policies: not utf-8": {"national/more.yaml": b"policy: \xff\n"},
    "policies: a tab": {"national/more.yaml": b"policy:\tx\n\trules: []\n"},
    "policies: duplicate keys": {"national/more.yaml": b"policy: a.b\n" * 5000},
    "policies: control characters": {"national/more.yaml": b"policy: a\x00b\n"},
    "policies: numbers": {"national/more.yaml": HEAD.encode() + b"  - {id: .nan, when: {person.age: {at_least: 1e999}}}\n"},
    "policies: wrong types": {"national/more.yaml": b"policy: [1]\nversion: {}\ntitle: 3\nrules: no\n"},
    "policies: unknown keys": {"national/more.yaml": HEAD.encode() + b"".join(b"  - {rule%d: 1}\n" % n for n in range(400))},
    "policies: unknown facts": {"national/more.yaml": _rules(60, "stay.documnt{n}: vls_ts")},
    "policies: deep conditions": {"national/more.yaml": _rules(5, "not: {{" * 25 + "stay.lawful: true" + "}}" * 25)},
    "policies: a circle through many": {
        "vocabulary/other.yaml": "vocabulary: other\nversion: 1.0.0\ntitle: {en: O, fr: A}\ncomputed:\n"
        + "".join(
            f"  c.d{n}: {{type: date, function: month_end_after, months: 1, of: [c.d{(n + 1) % 150}], label: {{en: d, fr: d}}}}\n"
            for n in range(150)
        )
    },
    "policies: wrong cells": {
        "tables/countries.csv": "country,formality\n" + "".join(f"X{n},nothing{n}\n" for n in range(100_000))
    },
    "policies: a file outside": {"manifest.yaml": "", "../outside.yaml": "policy: a.b\n"},
    "policies: a link outside": {"national/more.yaml": "link:/etc/passwd"},
    "policies: a link to itself": {"national/more.yaml": "link:more.yaml"},
    "policies: a device": {"national/more.yaml": "link:/dev/zero"},
    "policies: a pipe": {"national/more.yaml": "pipe:"},
    "policies: a whole manifest of patterns": {
        "manifest.yaml": "name: a\nversion: 1.0.0\ntitle: {en: a, fr: a}\nlanguages: [en]\ndecides: {from: 2016-01-01}\n"
        "files: [" + ", ".join(['"' + "*" * 40 + 'a.yaml"'] * 150) + "]\n"
    },
}


def write_folder(files: dict[str, bytes | str], folder: Path) -> None:
    """The base set of the cases with these files laid over it."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str) and content.startswith("link:"):
            path.symlink_to(content[5:])
        elif content == "pipe:":
            os.mkfifo(path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    if files.get("manifest.yaml") == "":
        text = (BASE / "manifest.yaml").read_text("utf-8")
        (folder / "manifest.yaml").write_text(text.replace('"tests/*.yaml"', '"../outside.yaml"'), "utf-8")
