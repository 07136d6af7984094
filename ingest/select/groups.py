"""What hangs together: things that share an end, directly or over others. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def connected(things: Iterable[T], ends: Callable[[T], Iterable[str]]) -> list[list[T]]:
    """`things` in groups, by the first of each and in their order; what has no end in common with any is alone."""
    leader: list[int] = []
    first: dict[str, int] = {}

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    ordered = list(things)
    for number, thing in enumerate(ordered):
        leader.append(number)
        for end in ends(thing):
            one, other = find(first.setdefault(end, number)), find(number)
            leader[max(one, other)] = min(one, other)
    groups: dict[int, list[T]] = {}
    for number, thing in enumerate(ordered):
        groups.setdefault(find(number), []).append(thing)
    return list(groups.values())
