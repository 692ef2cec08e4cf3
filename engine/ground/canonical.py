"""Canonical JSON (RFC 8785) and digests. In: JSON values. Out: the one text they have, and its SHA-256.

Guaranteed: equal values give equal text; what RFC 8785 cannot write (NaN, infinities, lone surrogates, integers that
a double cannot hold, keys that are not text) is a ValueError, never a guess.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from json.encoder import encode_basestring

_EXACT = 2**53


def canonical(value: object) -> str:
    """The canonical JSON text of a value made of str, int, float, bool, None, lists, tuples and dicts."""
    parts: list[str] = []
    _write(value, parts.append)
    return "".join(parts)


def digest(value: object) -> str:
    """`sha256:<hex>` of the canonical JSON, in UTF-8."""
    return digest_bytes(_encoded(canonical(value)))


def digest_bytes(data: bytes) -> str:
    """`sha256:<hex>` of bytes as they stand."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("text holds a lone surrogate") from error


def _write(value: object, out: Callable[[str], None]) -> None:
    if isinstance(value, str):
        out(_string(value))
    elif value is None or isinstance(value, (bool, int, float)):
        out(_literal(value))
    elif isinstance(value, dict):
        _write_object(value, out)
    elif isinstance(value, (list, tuple)):
        _write_array(value, out)
    else:
        raise ValueError(f"not a JSON value: {type(value).__name__}")


def _write_array(items: list[object] | tuple[object, ...], out: Callable[[str], None]) -> None:
    separator = "["
    for item in items:
        out(separator)
        _write(item, out)
        separator = ","
    out("]" if items else "[]")


def _write_object(entries: dict[object, object], out: Callable[[str], None]) -> None:
    separator = "{"
    for key in _ordered(entries):
        out(separator + _string(key) + ":")
        _write(entries[key], out)
        separator = ","
    out("}" if entries else "{}")


def _ordered(entries: dict[object, object]) -> list[str]:
    keys = [key for key in entries if isinstance(key, str)]
    if len(keys) != len(entries):
        raise ValueError("a key of an object is not text")
    # The RFC sorts by UTF-16 units; only characters beyond U+D7FF make that differ from Python's order.
    plain = all(key.isascii() for key in keys)
    return sorted(keys) if plain else sorted(keys, key=lambda key: key.encode("utf-16-be", "surrogatepass"))


def _string(text: str) -> str:
    if not text.isascii():
        _encoded(text)
    return encode_basestring(text)


def _literal(value: bool | int | float | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if abs(value) > _EXACT:
            raise ValueError("an integer beyond 2**53 has no canonical form")
        return str(int(value))
    return _float(value)


def _float(value: float) -> str:
    """As ECMAScript writes numbers: shortest digits, exponent only from 1e21 up and below 1e-6."""
    if not math.isfinite(value):
        raise ValueError("NaN and infinities have no canonical form")
    if value == 0:
        return "0"
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return ("-" if value < 0 else "") + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """Put the decimal point after `point` of the digits."""
    if len(digits) <= point <= 21:
        return digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    tail = "." + digits[1:] if len(digits) > 1 else ""
    return f"{digits[0]}{tail}e{point - 1:+d}"
