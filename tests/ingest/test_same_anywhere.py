"""States of the same documents come to the same verdicts, whatever their secrets are and in whichever order files come."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from index.manifest import Manifest
from index.sketches import Sketches
from ingest import likeness
from ingest.clean import sketch as sketching
from ingest.clean.cleaner import Cleaner
from ingest.clean.finder import Finder
from ingest.clean.label_rules import LabelRules
from ingest.clean.masking import Masking
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Span
from ingest.clean.redact import never_digits
from ingest.clean.sketch import sketch_of
from ingest.document import Block, RawDocument
from ingest.pipeline import Pipeline
from ingest.select.near import containment, judge_pair
from ingest.select.overlap import ordered
from ingest.sketch import CHOSEN, Sketch, pack, unpack
from ingest.word_codes import blind
from ingest.work.engine import Engine
from tests.ingest.pages import page, title, words
from tests.world import SMALL, World

TOKENS = "abcdefghijklmnopqrstuvwxyz234567"


def keyed(text: str, secret: int) -> str:
    """`text` with numbered masks as tokens of a secret."""

    def token(match: re.Match[str]) -> str:
        draw = random.Random(f"{secret} {match[1]}")
        return f"[PERSON-{never_digits(''.join(draw.choices(TOKENS, k=10)))}]"

    return re.sub(r"<(\d+)>", token, text)


def made(name: str, text: str, secret: int) -> Sketch:
    found = sketch_of(name, [keyed(text, secret)], ("default", "ru"))
    assert found
    return found


def told(one: str, other: str, secret: int, name: str) -> tuple[bool, str]:
    """Which of two texts is the smaller, and what they are to each other."""
    first, second = made(name, one, secret), made(name, other, secret)
    smaller = ordered(first, second)[0] is first
    return smaller, repr(judge_pair(first, second, lambda _: 2))


def edited(number: int, at: range, values: str) -> str:
    text = " ".join(page(number, 160)).split()
    return " ".join(f"слово{place}" if place in at else word for place, word in enumerate(text)) + values


PAIRS = {
    "other words": (edited(1, range(0), " <1> <2>"), edited(1, range(90, 160, 5), " <1> <2>")),
    "a value more in its place": (edited(2, range(0), " <1> <2> <2>"), edited(2, range(0), " <1> <2> <3>")),
    "values that changed sides": (edited(3, range(0), " <1> <2>"), edited(3, range(0), " <2> <1>")),
    "values that went round": (edited(4, range(0), " <1> <2> <3>"), edited(4, range(0), " <2> <3> <1>")),
    "a directory and a longer one": (
        " ".join(f"{word} <{number}>" for number, word in enumerate(words(5, 100, 90))),
        " ".join(f"{word} <{number}>" for number, word in enumerate(words(5, 130, 90))),
    ),
}


@pytest.mark.parametrize("kind", PAIRS)
def test_two_texts_are_to_each_other_what_they_are_under_every_secret(kind: str) -> None:
    one, other = PAIRS[kind]
    found = [told(one, other, secret, title(1)) for secret in range(30)]

    assert {judged for _, judged in found} == {found[0][1]}
    if kind != "values that changed sides":  # nothing tells one of the two from the other
        assert {smaller for smaller, _ in found} == {found[0][0]}
    assert all(told(other, one, secret, title(1))[1] == found[0][1] for secret in range(3))


def test_a_directory_of_many_is_part_of_a_longer_one() -> None:
    """Values are all known: if a longer list crowded out some, the shorter would seem to have values of its own."""
    short, long = (made("", text, 1) for text in PAIRS["a directory and a longer one"])

    assert set(short.values) < set(long.values)
    assert (len(short.values), len(long.values)) == (100, 130)


def test_a_text_is_sampled_alike_under_every_secret() -> None:
    rows = [f"{word} <{number}> принят" for number, word in enumerate(words(6, 400, 20))]
    found = [made("", " ".join(rows), secret) for secret in range(30)]

    assert len({(one.scale, len(one.keys), len(one.values)) for one in found}) == 1


class Reader:
    """Finds a name, and what stands beside a mask; keeps what it was given to read."""

    name: ClassVar[str] = "reader"
    version: ClassVar[str] = "1"
    types: ClassVar[tuple[str, ...]] = ("PERSON", "ADDRESS")
    hint: ClassVar[str] = ""

    def __init__(self) -> None:
        self.read: list[str] = []

    def find(self, reading: Reading) -> Iterator[Span]:
        self.read.append(reading.text)
        for match in re.finditer(r"Ivanov|Petrov|\[PERSON\] street", reading.text):
            kind = "ADDRESS" if "street" in match[0] else "PERSON"
            yield Span(start=match.start(), end=match.end(), type=kind, value=match[0].casefold())


def test_no_recognizer_reads_a_token() -> None:
    """One that did would find in some states what it does not in others."""
    reader = Reader()
    cleaner = Cleaner(Finder([reader]), LabelRules(), Masking(secret=b"secret"))

    def sketched(text: str) -> Sketch:
        raw = RawDocument(source_id="a.md", blocks=(Block(kind="text", text=text),))
        found = unpack(cleaner.clean(raw, "a.md", "default").sketch)
        assert found
        return found

    one, same, other = map(
        sketched, ("Turn at Ivanov street", "Turn at Ivanov  street", "Turn at Petrov street")
    )

    assert any("[PERSON] street" in text for text in reader.read)
    assert not [text for text in reader.read if re.search(r"\[\w+-", text)]
    assert one == same != other
    assert (one.words, len(one.values)) == (3, 1)


@pytest.mark.parametrize("row", ["<{0}> <1{0}> <2{0}>", "{1} <{0}> <1{0}>", "<{0}> <1{0}>. {1} и {1}"])
def test_a_directory_is_sampled_alike_under_every_secret(row: str) -> None:
    """Runs of nothing but values are all kept: what chose some of them would be keyed."""
    draw = random.Random(8)
    names = words(9, 30, 30)
    lines = [row.format(100 + number, draw.choice(names)) for number in range(300)]
    longer = [*lines[:200], *(row.format(700 + number, draw.choice(names)) for number in range(100))]
    intro = " ".join(words(10, 40)) + " "
    found = [[made("", intro + " ".join(some), secret) for some in (lines, longer)] for secret in range(12)]

    assert len({(one.scale, len(one.keys)) for one, _ in found}) == 1
    assert max(one.scale for one, _ in found) <= CHOSEN + 1
    told = {(containment(one, other), repr(judge_pair(one, other, lambda _: 2))) for one, other in found}
    assert len(told) == 1


def test_a_directory_is_compared_with_all_others_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its scale was once beyond all that are reckoned with: a first sync of 2,000 documents ended with a defect."""
    rows = [f"<{number}> <1{number}> <2{number}>" for number in range(100, 400)]
    texts = {name: " ".join([*words(10, 40), *rows[:most]]) for name, most in (("a", 300), ("b", 299))}
    monkeypatch.setattr(likeness, "_AT_ONCE", 0)
    store = Sketches(Manifest.memory())

    likeness.keep_all_in_step(store, [(name, pack(made("", text, 1))) for name, text in texts.items()], [])

    assert [pair.kind for pair in store.pairs()] == ["duplicate"]


def test_more_runs_of_values_than_can_be_packed_are_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketching, "MOST_PACKED", 200)
    rows = [f"<{number}> <1{number}> <2{number}>" for number in range(100, 400)]
    short, long = (made("", " ".join(rows[:most]), 1) for most in (66, 300))

    assert set(short.keys) < set(long.keys)
    assert (len(short.keys), len(long.keys), len(long.values)) == (196, 200, 200)


def test_a_value_before_a_bracket_is_a_value() -> None:
    """Not a link with the token for its text, which is a number if a digit is in it and else a word."""
    text = "Звоните <1>(доб. 12), <2>[3] или [4]<5>, <6><7>."
    found = [made("", text, secret) for secret in range(30)]

    assert {len(one.values) for one in found} == {5}
    assert len({blind(one.order) for one in found}) == 1


LINE = "{0}. Ответственный: {1}."
PEOPLE = [f"+7 (916) {number:03}-{number:02}-{number + 7:02}" for number in range(11, 90)]


def folder(write: Callable[[str, str], object]) -> None:
    """Families near the limits of likeness: of one length each, so that nothing but words orders their texts."""
    for family in range(14):
        text = " ".join(page(family, 180)).split()
        share = (3, 4, 5, 6, 8, 10, 14)[family % 7]
        for member in range(3):
            draw = random.Random(family * 10 + member)
            mine = [
                draw.choice(words(family + 40 * member, 90)) if member and draw.random() < 1 / share else word
                for word in text
            ]
            for place in range(0, 180, 30):
                value = PEOPLE[family + place // 30 + (member == 2 and place == 150)]
                mine[place] = LINE.format(mine[place], value)
            name = title(family).replace(" ", "-")
            write(f"{family % 3}/{name}-{'abc'[member]}.md", f"# {title(family)}\n\n{' '.join(mine)}\n")
    for number in range(4):
        write(f"cards/+7 916 234-10-2{number}.md", f"# Card\n\n{' '.join(words(77, 60))}\n")


class Shuffled(World):
    """A world whose files come in some order."""

    order = 0

    def pipeline(self) -> Pipeline:
        built = super().pipeline()

        @contextmanager
        def engine() -> Iterator[Engine]:
            with built.engine() as inner:
                yield _Shuffling(inner, self.order)  # type: ignore[misc]

        return replace(built, engine=engine)


class _Shuffling:
    def __init__(self, inner: Engine, order: int) -> None:
        self._inner, self._order = inner, order

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def map(self, task: str, items: Any, *, timeout: float) -> Any:
        waiting = list(items)
        random.Random(self._order).shuffle(waiting)
        return self._inner.map(task, waiting, timeout=timeout)


def outcome(folder_: Path, secret: str, order: int) -> dict[str, list[str]]:
    world = Shuffled(folder_, *SMALL, "clean.recognizers=['phone']", state=f"state-{secret}-{order}")
    world.order = order
    world.state.mkdir(mode=0o700)
    (world.state / "secret").write_text((secret * 64)[:64], encoding="ascii")
    world.sync()
    found: dict[str, list[Any]] = {
        "verdicts": [(one, row.kind, row.detail) for one, row in world.verdicts().items()],
        "questions": [(row.kind, row.documents, row.guess, row.evidence) for row in world.questions()],
        "chunks": [(row["text"], row["metadata"]) for row in world.export().values()],
        "documents": [*world.documents().values()],
    }
    return {name: sorted(map(_unnamed, rows)) for name, rows in found.items()}


def _unnamed(row: Any) -> str:
    """A row without the hashes in masked paths, which are keyed."""
    return re.sub(r"(?<=\])-[0-9a-f]{10}", "-*", json.dumps(row, sort_keys=True, ensure_ascii=False))


def test_states_of_the_same_documents_agree(tmp_path: Path) -> None:
    folder(World(tmp_path).write)

    first, *others = (
        outcome(tmp_path, secret, order) for order, secret in enumerate(("1f", "a7", "c3", "09"))
    )

    assert len(first["questions"]) > 3
    for other in others:
        for name, rows in first.items():
            assert other[name] == rows, name
