"""Signs of life: a long text is given more time than a short one, step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextvars import copy_context

import pytest

from ingest.clean.finder import Finder
from ingest.clean.names.english_people import english_names
from ingest.clean.names.russian import russian_names
from ingest.clean.recognizers.emails import Email
from ingest.clean.recognizers.reading import Field, reading_of
from ingest.pulse import STRIDE, Pace, follow


def beats_of(work: Callable[[], object]) -> int:
    told: list[None] = []

    def followed() -> None:
        follow(lambda: told.append(None))
        work()

    copy_context().run(followed)
    return len(told)


def test_a_pace_beats_once_for_each_stretch() -> None:
    def walk() -> None:
        pace = Pace()
        for _ in range(10):
            pace.gone(STRIDE // 4)

    assert beats_of(walk) == 2


ENGLISH = "Yesterday John Smith signed the delivery note for Grace Field in London.\n\n"
RUSSIAN = "Вчера Иван Петров подписал накладную для Анны Сидоровой в Москве.\n\n"


@pytest.mark.parametrize(
    ("names", "sentence"), [(english_names, ENGLISH), (russian_names, RUSSIAN)], ids=["en", "ru"]
)
def test_names_are_sought_stretch_by_stretch(
    names: Callable[..., object], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pulse.STRIDE", 2_000)

    def seek(times: int) -> int:
        reading = reading_of([Field(text=sentence * times)], "en")
        return beats_of(lambda: list(names(reading, frozenset())))  # type: ignore[call-overload]

    assert seek(20) == 0
    assert seek(100) in {2, 3}


def test_each_recognizer_has_its_time_on_a_long_text() -> None:

    finder = Finder([Email(), Email()])
    assert beats_of(lambda: finder.find([Field(text="a@b.example " * 10)], "en", Counter())) == 0
    assert beats_of(lambda: finder.find([Field(text="a@b.example " + "x " * STRIDE)], "en", Counter())) == 2
