"""Light dataclasses: as the standard ones, wherever this project can tell."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from engine.ground.records import dataclass, field, fields, is_dataclass, replace


def twin(frozen: bool, slots: bool) -> list[Any]:
    """The same class, made by the standard library and by us."""

    def body() -> type:
        class Point:
            """A point."""

            x: int
            y: int = 2
            tags: Mapping[str, str] = field(default_factory=dict)
            count: ClassVar[int] = 7

            @property
            def both(self) -> tuple[int, int]:
                return self.x, self.y

        return Point

    light = dataclass(frozen=frozen, slots=slots)(body())

    class Point:
        """A point."""

        x: int
        y: int = 2
        tags: Mapping[str, str] = dataclasses.field(default_factory=dict)
        count: ClassVar[int] = 7

        @property
        def both(self) -> tuple[int, int]:
            return self.x, self.y

    Point.__qualname__ = light.__qualname__
    return [dataclasses.dataclass(frozen=frozen, slots=slots)(Point), light]


@pytest.mark.parametrize("slots", [True, False])
@pytest.mark.parametrize("frozen", [True, False])
def test_like_the_standard_one(frozen: bool, slots: bool) -> None:
    for kind in twin(frozen, slots):
        one, same, other = kind(1), kind(x=1, y=2, tags={}), kind(1, 3)
        assert one == same != other and one != (1, 2, {})
        assert (one.x, one.y, one.tags, one.both, one.count) == (1, 2, {}, (1, 2), 7)
        assert repr(one).endswith("Point(x=1, y=2, tags={})")
        assert [found.name for found in dataclasses.fields(kind)] == ["x", "y", "tags"]
        assert dataclasses.replace(one, y=5) == kind(1, 5) and dataclasses.asdict(one) == {"x": 1, "y": 2, "tags": {}}
        assert dataclasses.is_dataclass(kind) and dataclasses.is_dataclass(one)
        assert hasattr(one, "__dict__") is not slots
        assert kind.__match_args__ == ("x", "y", "tags") and kind.__doc__ == "A point."
        assert copy.deepcopy(one) == one and copy.copy(one) == one
        for wrong in ((), (1, 2, {}, 4)):
            with pytest.raises(TypeError):
                kind(*wrong)
        with pytest.raises(TypeError):
            kind(1, z=3)
        if frozen:
            with pytest.raises(dataclasses.FrozenInstanceError):
                one.x = 4
            with pytest.raises(dataclasses.FrozenInstanceError):
                del one.x
        else:
            one.x = 4
            assert one.x == 4
            with pytest.raises(TypeError):
                hash(one)


def test_defaults_are_made_anew() -> None:
    for kind in twin(frozen=False, slots=True):
        one, other = kind(1), kind(1)
        one.tags["a"] = "b"
        assert other.tags == {}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things."""

    left: int
    right: str = "r"


@dataclass(frozen=True, slots=True)
class Nothing:
    """No fields."""


@dataclass(frozen=True)
class Open:
    """With room for what is found out."""

    left: int


def test_hash_and_match() -> None:
    assert len({Pair(1), Pair(1, "r"), Pair(2)}) == 2 and hash(Open(3)) == hash(Open(3))
    match Pair(1, "z"):
        case Pair(left, right):
            assert (left, right) == (1, "z")
    assert Nothing() == Nothing() and len({Nothing(), Nothing()}) == 1


def test_ours() -> None:
    assert replace(Pair(1), right="q") == Pair(1, "q")
    assert [(found.name, found.type) for found in fields(Pair)] == [("left", "int"), ("right", "str")]
    assert is_dataclass(Pair) and is_dataclass(Pair(1)) and not is_dataclass(int)
    assert pickle.loads(pickle.dumps(Pair(5))) == Pair(5)


def test_real_classes_are_described_to_the_standard_library() -> None:
    assert [found.default for found in dataclasses.fields(Pair)] == [dataclasses.MISSING, "r"]
    assert dataclasses.asdict(Pair(1)) == {"left": 1, "right": "r"}
