"""Words changed by whoever edits, and the blanks of a form: which of both two texts differ in."""

import random
from collections import Counter
from collections.abc import Callable

import pytest

from ingest.select.near import judge_pair
from ingest.sketch import Sketch
from tests.ingest.pages import sketch, words
from tests.ingest.select.templates import Page, lengthened, templates

FILLERS = {
    "ru": [
        "кстати",
        "впрочем",
        "пожалуй",
        "собственно",
        "однако",
        "разумеется",
        "вероятно",
        "наверное",
        "значит",
        "например",
    ],
    "en": [
        "actually",
        "basically",
        "perhaps",
        "however",
        "really",
        "indeed",
        "simply",
        "likely",
        "generally",
        "certainly",
    ],
}
Edit = Callable[[list[str], random.Random, list[str]], None]


def replaced(told: list[str], draw: random.Random, fillers: list[str]) -> None:
    for at in draw.sample(range(len(told)), len(told) // 20):
        told[at] = draw.choice(fillers)


def inserted(told: list[str], draw: random.Random, fillers: list[str]) -> None:
    for at in sorted(draw.sample(range(len(told)), len(told) // 20), reverse=True):
        told.insert(at, draw.choice(fillers))


def dropped(told: list[str], draw: random.Random, _: list[str]) -> None:
    for at in sorted(draw.sample(range(len(told)), len(told) // 20), reverse=True):
        del told[at]


def swapped(told: list[str], draw: random.Random, _: list[str]) -> None:
    for at in draw.sample(range(len(told) - 1), len(told) // 40):
        told[at : at + 2] = told[at + 1], told[at]


def misspelt(told: list[str], draw: random.Random, _: list[str]) -> None:
    for at in draw.sample(range(len(told)), len(told) // 20):
        place = draw.randrange(len(told[at]))
        told[at] = told[at][:place] + draw.choice("оеаиoeai") + told[at][place + 1 :]


def edited(page: Page, edit: Edit, draw: random.Random, fillers: list[str]) -> Sketch:
    title, blocks = page.named()
    told = "\n\n".join(blocks).split(" ")
    edit(told, draw, fillers)
    return sketch(title, " ".join(told).split("\n\n"), "default", page.language)


@pytest.mark.parametrize("count", [3, 7, 10])
@pytest.mark.parametrize("edit", [replaced, inserted, dropped, swapped, misspelt])
def test_a_word_in_twenty_edited_is_a_copy(edit: Edit, count: int) -> None:
    draw = random.Random(count)
    kinds = Counter[str]()
    for page in map(lengthened, templates()):
        title, blocks = page.named()
        copy = edited(page, edit, draw, FILLERS[page.language][:count])
        kinds[judge_pair(sketch(title, blocks, "default", page.language), copy, lambda _: 2).kind] += 1

    assert kinds["duplicate"] >= 0.7 * kinds.total(), "ten texts: the measure over thousands is in DESIGN.md"
    assert kinds["duplicate"] + kinds["question"] >= 0.9 * kinds.total()


def filled(page: Page, fill: list[str]) -> Sketch:
    """A form with a blank in each of some sentences."""
    title, blocks = page.named()
    blanks = [f"{name} {word}." for name, word in zip(BLANKS, fill, strict=True)]
    for step, blank in enumerate(blanks):
        at = 1 + step * (len(blocks) - 1) // len(blanks)
        blocks[at] += " " + blank
    return sketch(title, blocks, "default", page.language)


BLANKS = ("Город исполнения:", "Должность лица:", "Вид транспорта:", "Условие сдачи:", "Способ связи:")
CHOICES = (
    ("Казань", "Самара"),
    ("кладовщик", "диспетчер"),
    ("автобус", "поезд"),
    ("немедленно", "позже"),
    ("курьером", "телеграфом"),
)


@pytest.mark.parametrize(
    "page", [page for page in templates() if page.language == "ru"], ids=lambda page: page.title
)
def test_blanks_filled_with_other_words_are_no_copy(page: Page) -> None:
    long = lengthened(page)
    forms = [filled(long, [pair[side] for pair in CHOICES]) for side in (0, 1)]
    options = [
        filled(long, [("да", "нет", "частично")[(step * step + side) % 3] for step in range(len(BLANKS))])
        for side in (0, 1)
    ]

    for one, other in (forms, options):
        assert judge_pair(one, other, lambda _: 2).kind in {"question", "different"}


def test_a_name_of_one_word_is_no_stray_and_no_slip() -> None:
    text = words(4, 300)
    names = [" ".join([*text[:90], name, *text[90:]]) for name in ("Альбатрос", "Альбион")]
    one, other = (sketch("Порядок приёмки", [name]) for name in names)

    assert judge_pair(one, other, lambda _: 2).kind == "question", "not even one that begins alike"
