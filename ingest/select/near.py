"""Whether two documents say the same, told from their sketches. Pure.

Runs of words that both hold are not enough: pages made from one template share nine tenths of them. A copy keeps its
subject, a sibling replaces it: in the title, in the words it repeats, in its rare runs, in a number or a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from ingest.select.changes import Changes, IsCommon, changes
from ingest.select.overlap import COMMON, MERGE, NEARLY, Measured, Rarity, ordered, overlap
from ingest.select.subject import grams, holds_subject, subject_kept, title_slips
from ingest.sketch import Sketch

HALF: Final = 0.5
"""A copy is at least half as long as the original."""
CHANCE: Final = (0.01, 0.001)
"""If what is replaced side by side may be expected no oftener, a person has to look; the less likely is decided."""
SENTENCE: Final = 4
"""So many words replaced side by side, and not by chance, make another document: a sentence, a step, a row."""
PHRASES: Final = 3
"""So many phrases, too."""
UNTOLD: Final = 8
"""So many make up for titles that both texts lack; with less they must share nearly all."""
FEW: Final = 2
"""Texts with so few edits may be of one template: a name, a thing."""
PASSAGE: Final = 5
"""If each text has so many words side by side that the other has nothing for, a person has to look."""
NUMBERS: Final = (0.1, 0.25)
"""If so many of the words replaced are numbers for numbers, a steward is asked; with more it is another document."""
RENAMED: Final = 0.2
"""A subject that is renamed is that share of the words replaced by others."""
SYNONYMS: Final = 6
"""A sibling has not so many words of which each gives way to another throughout."""

Kind = Literal["duplicate", "part", "question", "different"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How the smaller of two texts lies in the larger, and what that makes it. `rule` is the reason.

    `score`: the share of its runs of words that the larger holds; `rare`: the same of the rare ones, -1 if it has
    none; `length`: its words by those of the larger. `frames`: how many words of each are but its frame.
    """

    kind: Kind
    rule: str
    score: float = 0.0
    rare: float = -1.0
    length: float = 0.0
    frames: tuple[int, int] = (0, 0)


DIFFERENT: Final = Likeness(kind="different", rule="runs")


def judge_pair(one: Sketch, other: Sketch, rarity: Rarity) -> Likeness:
    """How alike two texts are, and what that makes them."""
    small, large = ordered(one, other)
    found = overlap(small, large, rarity)
    measured = found.measured if found else None
    return judge_measured(small, large, measured, lambda key: rarity(key) > COMMON) if measured else DIFFERENT


def judge_measured(small: Sketch, large: Sketch, measured: Measured, is_common: IsCommon) -> Likeness:
    """The same, where it is known how much they share.

    Where that has the same `grounds`, and the same keys are common, only `rare` can be another.
    """
    kind: Kind = "different"
    rule, frames = _unlike(small, large, measured), (0, 0)
    if not rule:
        found = changes(small, large, is_common)
        kind, rule = _decided(small, large, measured, found)
        frames = found.frames
    return Likeness(
        kind=kind,
        rule=rule,
        score=round(measured.score, 3),
        rare=round(measured.rare, 3),
        length=round(measured.length, 3),
        frames=frames,
    )


def all_pairs(sketches: Iterable[Sketch]) -> dict[tuple[int, int], Likeness]:
    """What the pairs of a set of texts are, by their numbers, the smaller first; those that are different left out.

    The definition: what is kept in step by `ingest.likeness` equals it after every step.
    """
    texts = {sketch.number: sketch for sketch in sketches}
    holders: dict[int, list[int]] = {}
    for number, sketch in texts.items():
        for key in sketch.keys:
            holders.setdefault(key, []).append(number)
    found = {}
    for number, sketch in texts.items():
        near = {other for key in sketch.keys if len(holders[key]) <= COMMON for other in holders[key]}
        for other in near:
            if other >= number:
                continue
            likeness = judge_pair(sketch, texts[other], lambda key: len(holders.get(key, ())))
            if likeness.kind != "different":
                small, large = ordered(sketch, texts[other])
                found[small.number, large.number] = likeness
    return found


def _unlike(small: Sketch, large: Sketch, measured: Measured) -> str:
    """Why two texts are different, as far as that is told without reading them; "" if they may be alike."""
    if set(small.values) - set(large.values) and set(large.values) - set(small.values):
        return "values"
    if small.order == large.order and small.exact != large.exact:
        return "words"  # two of them are one character
    enough, some, _, named = measured.grounds
    if not (measured.score >= MERGE[0] and enough and named) and (measured.length < HALF or not some):
        return "subject"
    if all(map(large.holds, grams(small.title))) or not title_slips(small, large)[0]:
        return ""
    return "" if all(map(large.holds, small.terms)) and subject_kept(small, large) else "subject"


def _decided(small: Sketch, large: Sketch, measured: Measured, found: Changes) -> tuple[Kind, str]:
    """What the measures, what differs and the rest of the evidence make of a pair."""
    enough, some, most, named = measured.grounds
    sure = measured.score >= MERGE[0] and enough and (named or found.noise.edits >= UNTOLD)
    run = all(map(large.holds, grams(small.title)))
    strays = found.noise.strays
    slips = title_slips(small, large, strays)
    kept = slips[0] == 0 and slips[1] <= 1
    lost = any(term not in strays and not large.holds(term) for term in small.terms)
    if lost or found.renamed[0] or not (run or kept or subject_kept(small, large)):
        # A sibling replaces its subject, in its title too, and that is frequent. Editing may hit the words of it.
        asked = (run or slips[0] == 0) and _is_edited(found) and measured.score >= MERGE[0]
        return ("question" if asked and some else "different"), "subject"
    if found.framed and found.replaced and some:
        return "question", "frames"
    numbers = found.figures.own / max(found.replaced, 1)
    if numbers >= NUMBERS[1]:
        return "different", "numbers"
    if found.chance <= CHANCE[1] and (found.stretch >= SENTENCE or found.phrases >= PHRASES):
        return "question" if found.noise.told else "different", "sentence"
    doubt = _doubt(found)
    edited = found.noise.edits > FEW and not doubt and max(found.alone) < PASSAGE
    odd = numbers >= NUMBERS[0] or found.figures.tell
    same = not found.replaced and small.named != large.named  # the one lacks a title, that is all
    short = measured.length < HALF
    sure = sure and not odd and (edited or most)
    told = (run or kept) and holds_subject(small, large, strays, pairs=measured.length < NEARLY)
    if not (sure and (told or same)):
        return (
            ("different", "subject") if short or not some else ("question", "numbers" if odd else "likeness")
        )
    if short:
        return "part", "title" if run else "subject"
    return ("question", doubt) if doubt else ("duplicate", "title" if run else "subject")


def _is_edited(found: Changes) -> bool:
    """Whether words of the subject are among many that were changed by chance, or for others of the same meaning."""
    renamed, words = found.renamed
    scattered = found.noise.told and found.noise.edits > FEW and renamed < RENAMED * found.beside
    return scattered or words >= SYNONYMS


def _doubt(found: Changes) -> str:
    """Why a pair that is alike by all else is for a person to tell; "" if it is not."""
    if found.denied:
        return "negation"
    if found.restated:
        return "fact"
    if found.chance <= CHANCE[0]:
        return "phrase"
    if found.places and not found.noise.told:
        return "word"
    return "passages" if min(found.alone) >= PASSAGE else ""


def containment(one: Sketch, other: Sketch) -> float:
    """How much of the smaller of two texts lies in the larger, 0 to 1, by runs of three words."""
    small, large = ordered(one, other)
    mine, theirs = small.keys_at(large.scale), large.key_set
    return sum(key in theirs for key in mine) / len(mine) if mine else 0.0
