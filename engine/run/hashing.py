"""The hash by which durable_rules tells facts and property names apart.

In: text. Out: 32 bits. Newly guaranteed: nothing; different texts may collide, and `engine.run.layout` deals with those that do.
"""

from __future__ import annotations

from collections.abc import Callable

Hash = Callable[[str], int]


def fnv1a(text: str) -> int:
    """FNV-1a over the UTF-8 bytes."""
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value
