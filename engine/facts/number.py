"""The form of a French social-security number: structure and control key.

In: the number as told. Out: one of FORMS. Newly guaranteed: only typing errors are found; a first digit 1 or 2 does not
tell a permanent number (NIR) from a waiting one (NIA), which is built alike.

Source of the method: decree 82-103 art. 4; key = 97 - (number modulo 97), with 2A counted as 19 and 2B as 18.
"""

from __future__ import annotations

import re

FORMS = ("nir_or_nia", "nnp", "mig", "malformed")
_PERMANENT = re.compile(r"[12]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2A|2B)\d{6}(?P<key>\d{2})?\Z")
_PROVISIONAL = re.compile(r"[78]\d{12}(?P<key>\d{2})?\Z")
_MIGRANT = re.compile(r"[3456]\d{12}(?P<key>\d{2})?\Z")
_BLANK = re.compile(r"[\s.\-]+")


def number_form(told: str) -> str:
    """What the number can be: `nir_or_nia`, `nnp` (old provisional), `mig`, or `malformed`."""
    number = _BLANK.sub("", told).upper()
    for form, pattern in (("nir_or_nia", _PERMANENT), ("nnp", _PROVISIONAL), ("mig", _MIGRANT)):
        found = pattern.match(number)
        if found:
            return form if _key_fits(number[:13], found["key"]) else "malformed"
    return "malformed"


def _key_fits(number: str, key: str | None) -> bool:
    if key is None:
        return True
    digits = number.replace("2A", "19").replace("2B", "18") if number[5:7] in ("2A", "2B") else number
    return int(key) == 97 - int(digits) % 97
