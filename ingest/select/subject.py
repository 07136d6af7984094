"""Whether two texts have one subject, told from their titles and what they repeat of them. Pure."""

from __future__ import annotations

from collections.abc import Set

from ingest.sketch import Sketch


def title_slips(small: Sketch, large: Sketch, strays: Set[str] = frozenset()) -> tuple[int, int]:
    """Of how many words each title may be rid to occur in the other text; the fewer first, 2 is "too many".

    A changed word of a title is a slip if its own text never repeats it, a subject if it does; one of `strays` is none.
    """
    few, many = sorted((_slips(small, large, strays), _slips(large, small, strays)))
    return few, many


def grams(run: str) -> list[str]:
    """Words, then pairs of neighbours."""
    return [*run, *(run[at : at + 2] for at in range(len(run) - 1))]


def _subject(sketch: Sketch) -> set[str]:
    """What of its title, words and pairs of them, a text repeats."""
    times = int(sketch.title in sketch.order)
    return {gram for gram in grams(sketch.title) if sketch.order.count(gram) > times}


def _slips(one: Sketch, other: Sketch, strays: Set[str]) -> int:
    """Words of a title that the other text lacks: 0, 1, or 2 for "too many"."""
    words, subject = one.title, _subject(one) - strays
    lacking = [at for at, word in enumerate(words) if not other.holds(word)]
    broken = [at for at in range(len(words) - 1) if not other.holds(words[at : at + 2])]
    for at, word in enumerate(words):
        if (
            set(lacking) <= {at}
            and set(broken) <= {at - 1, at}
            and not (lacking and (word in subject or len(words) < 3))
        ):
            return len(lacking)
    return 2


def holds_subject(small: Sketch, large: Sketch, strays: Set[str] = frozenset(), *, pairs: bool) -> bool:
    """Whether the words of the larger's title that it repeats are in the smaller; its `pairs` of words too.

    Words that are `strays` are not sought.
    """
    return all(
        small.holds(gram) for gram in _subject(large) if (pairs or len(gram) == 1) and strays.isdisjoint(gram)
    )


def subject_kept(small: Sketch, large: Sketch) -> bool:
    """Whether all of its title that a text repeats is in the other, both ways."""
    subjects = _subject(small), _subject(large)
    return all(subjects) and all(map(large.holds, subjects[0])) and all(map(small.holds, subjects[1]))
