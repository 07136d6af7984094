"""The way back: an earlier generation becomes the live one, after it was found sound."""

from __future__ import annotations

from index import succession
from index.errors import EmbedderMismatchError, UsageError
from index.state import State


def target_of(state: State, number: int | None) -> int:
    """The generation to go back to: the one that is named, else the newest before the live one.

    Raises UsageError that names those that are here.
    """
    live, line = state.live(), succession.line(state.manifest)
    if live is None:
        raise UsageError("there is no generation yet", remedy="Run ingest sync first.")
    others = sorted(line[:-1])
    named = ", ".join(map(str, others)) or "none"
    if number is None:
        before = [other for other in others if other < live]
        if not before:
            raise UsageError(
                f"there is no generation before {live}",
                remedy=f"Others that are kept: {named}; see state.keep.",
            )
        return before[-1]
    if why := succession.removed(state.manifest, number):
        raise UsageError(f"generation {number} {why}", remedy=f"Others that are kept: {named}.")
    if number not in line:
        raise UsageError(
            f"there is no generation {number}", remedy=f"Others that are kept: {named}; see state.keep."
        )
    return number


def roll_back(state: State, number: int, identity: str) -> int:
    """Makes generation `number` the live one and pins it; gives the number that it has then.

    One whose store is unsound is built again from the cache, under the next number. Raises EmbedderMismatchError (5).
    """
    built = state.embedder(number)
    if built is None or built[0] != identity:
        raise EmbedderMismatchError(
            f"generation {number} was built with {built[0] if built else 'nothing known'}, not with {identity}",
            remedy="Restore the embed settings of that time first; searches need them, too.",
        )
    reason = state.generations.is_dirty(number) and "it was not closed cleanly"
    reason = reason or state.check(state.manifest, state.generations, number)
    if reason:
        state.healed.append(f"generation {number}: {reason}")
        return state.rebuild_store(number, held=True)
    state.generations.mark_clean(number)  # who looked opened it, and opening can write
    state.switch(number, held=True)
    return number
