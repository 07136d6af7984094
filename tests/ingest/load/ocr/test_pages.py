"""How often a page is looked at, and what of it is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from ingest.errors import Code, LoadError
from ingest.load.ocr.pages import PageReader
from ingest.load.ocr.picture import Picture
from ingest.load.ocr.words import Guess, Recognised, TextLine


def _read(
    confidence: float, text: str = "twenty letters of text here", *, turned: bool = False
) -> Recognised:
    line = TextLine(text=text, left=0, top=0, right=9, bottom=9, paragraph=0)
    return Recognised(lines=(line,), confidence=confidence, turned=turned)


@dataclass
class FakeReader:
    """Answers by (dpi, turned), and remembers what it was asked."""

    answers: dict[tuple[int, bool], Recognised]
    asked: list[tuple[int, bool]] = field(default_factory=list)
    words: list[tuple[int, int]] = field(default_factory=list)

    def read(self, picture: Picture, *, turned: bool = False) -> Recognised:
        self.asked.append((picture.dpi, turned))
        return self.answers.get((picture.dpi, turned), _read(0))

    def both(self, pictures: Sequence[Picture]) -> tuple[list[Guess], list[Guess]]:
        self.words += [(one.width, one.height) for one in pictures]
        return [Guess("СВМ", 88.0)] * len(pictures), [Guess("CRM", 96.0)] * len(pictures)


def _render(dpi: int) -> Picture:
    return Picture(width=dpi, height=1, dpi=dpi, pixels=bytes(dpi))


@pytest.mark.parametrize(
    ("answers", "asked", "confidence"),
    [
        ({(200, False): 93}, [(200, False)], 93),
        ({(200, False): 70, (300, False): 85}, [(200, False), (300, False)], 85),
        ({(200, False): 70, (300, False): 64}, [(200, False), (300, False)], 70),
        ({(200, False): 38, (200, True): 84}, [(200, False), (200, True)], 84),
        (
            {(200, False): 38, (200, True): 66, (300, True): 90},
            [(200, False), (200, True), (300, True)],
            90,
        ),
    ],
)
def test_a_page_is_looked_at_until_it_can_be_believed(
    answers: dict[tuple[int, bool], float], asked: list[tuple[int, bool]], confidence: float
) -> None:
    reader = FakeReader({key: _read(sure, turned=key[1]) for key, sure in answers.items()})
    beats: list[int] = []
    found = PageReader(reader=reader, identity="fake", beat=lambda: beats.append(1)).read(_render)
    assert found is not None
    assert (found.confidence, reader.asked) == (confidence, asked)
    assert len(beats) == len(asked)


def test_what_no_look_makes_readable_is_nothing() -> None:
    reader = FakeReader({(200, False): _read(41), (200, True): _read(28), (300, False): _read(55)})
    assert PageReader(reader=reader, identity="fake").read(_render) is None
    assert len(reader.asked) == 3


def test_a_few_specks_read_with_certainty_are_no_page() -> None:
    reader = FakeReader({(200, False): _read(95, "il"), (200, True): _read(50), (300, False): _read(20)})
    assert PageReader(reader=reader, identity="fake").read(_render) is None


def test_a_page_that_cannot_be_drawn_is_nothing() -> None:
    reader = FakeReader({})
    assert PageReader(reader=reader, identity="fake").read(lambda _: None) is None
    assert reader.asked == []


def test_trouble_of_the_program_comes_through() -> None:
    class Hangs:
        def read(self, picture: Picture, *, turned: bool = False) -> Recognised:
            raise LoadError(Code.TIMEOUT, "OCR of a page took over 60 s")

    with pytest.raises(LoadError) as caught:
        PageReader(reader=Hangs(), identity="fake").read(_render)
    assert caught.value.code == Code.TIMEOUT


def test_words_that_may_be_of_the_other_alphabet_are_read_again_alone() -> None:
    words = (("Владелец", 0, 10, 80, 30), ("раздела", 90, 10, 150, 30), ("СВМ", 160, 10, 200, 30))
    line = TextLine(
        text="Владелец раздела СВМ", left=0, top=10, right=200, bottom=30, paragraph=0, size=28, words=words
    )
    reader = FakeReader({(200, False): Recognised(lines=(line,), confidence=93)})
    found = PageReader(reader=reader, identity="fake").read(
        lambda dpi: Picture(width=300, height=60, dpi=dpi, pixels=bytes(300 * 60))
    )
    assert found is not None
    assert [one.text for one in found.lines] == ["Владелец раздела CRM"]
    assert reader.words == [(40 + 2 * 5, 20 + 2 * 5)]
