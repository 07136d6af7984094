"""Words changed here and there, and something in another's place."""

import pytest

from ingest.select.changes import Changes, changes
from tests.ingest.pages import page, sketch, words

TEXT = " ".join(page(1, 200))
SPARE = words(99, 200, 3_000)


def between(one: str, other: str, *, common: bool = False) -> Changes:
    return changes(sketch("", [one]), sketch("", [other]), lambda _: common)


def edited(*places: tuple[int, int], text: str = TEXT) -> str:
    """The text with others in place of so many words from places on."""
    told = text.split()
    for at, count in places:
        told[at : at + count] = SPARE[at : at + count]
    return " ".join(told)


def test_the_same_text_has_no_changes() -> None:
    found = between(TEXT, TEXT)

    assert (found.replaced, found.stretch, found.places, found.alone, found.chance) == (0, 0, 0, (0, 0), 1)
    assert found.renamed == (0, 0)


def test_scattered_words_are_chance_and_a_sentence_is_not() -> None:
    scattered = between(TEXT, edited(*((place, 1) for place in range(5, 195, 19))))
    sentence = between(TEXT, edited((60, 8)))

    assert (scattered.replaced, scattered.places, scattered.stretch, scattered.chance) == (10, 10, 1, 1)
    assert (sentence.replaced, sentence.places, sentence.stretch) == (8, 1, 8)
    assert sentence.chance < 1e-6


def test_words_that_a_sentence_and_its_substitute_share_do_not_divide_it() -> None:
    assert between(TEXT, edited((60, 3), (64, 3))).stretch == 5.5


def test_phrases_in_some_places_are_no_chance() -> None:
    found = between(TEXT, edited((20, 2), (90, 2), (150, 2)))

    assert (found.phrases, found.stretch) == (3, 2)
    assert found.chance < 0.001


def test_what_only_one_has_is_not_replaced() -> None:
    told = TEXT.split()
    shorter = " ".join(told[:60] + told[72:])
    both = between(shorter, " ".join(told[:150] + told[165:]))

    assert between(shorter, TEXT).replaced == between(TEXT, shorter).replaced == 0
    assert (between(shorter, TEXT).alone, both.alone) == ((0, 12), (15, 12))


def test_what_was_moved_is_no_difference() -> None:
    told = TEXT.split()
    found = between(TEXT, " ".join(told[100:] + told[:100]))

    assert (found.replaced, found.alone) == (0, (0, 0))


def test_a_name_that_gives_way_throughout_is_told_in_all_its_forms() -> None:
    one = f"{TEXT} альфа {SPARE[0]} альфе {SPARE[1]} альфой"
    other = one.replace("альф", "вектор")

    assert between(one, other).renamed[0]
    assert between(one.replace("альфе", "альфа"), other.replace("векторе", "вектора")).renamed[0]
    assert not between(one, one.replace("альфе", SPARE[7])).renamed[0]


def test_parties_that_took_each_others_place_are_renamed() -> None:
    one = f"{TEXT} альфа {' '.join(SPARE[:9])} вектор {' '.join(SPARE[9:18])} альфа {TEXT} вектор"
    other = one.replace("вектор", "заря").replace("альфа", "вектор")

    assert between(one, other).renamed == (2, 2)


def test_a_number_in_the_place_of_another_counts() -> None:
    one = f"приказ 17 {TEXT}"

    assert between(one, one.replace("17", "18")).figures.own == 1
    assert between(f"{one} 18", f"{one.replace('17', '18')} 17").figures.own == 0, "both are in both"
    assert between(f"{one} 17 {SPARE[0]} 18", f"{one} 18 {SPARE[0]} 18").figures.own == 1, (
        "though both are in both"
    )


@pytest.mark.parametrize(
    ("one", "other"), [("2.4", "4.2"), ("12.03", "03.12"), ("от 10 до 20", "от 20 до 10")]
)
def test_numbers_that_took_each_others_place_are_told(one: str, other: str) -> None:
    for before in ("", "7 8 "):
        assert between(
            f"{TEXT} {before}{one} {TEXT[:300]}", f"{TEXT} {before}{other} {TEXT[:300]}"
        ).figures.turned
    assert not between(f"{TEXT} {one} {TEXT[:300]}", f"{TEXT} {one} {edited((9, 1))[:300]}").figures.turned


@pytest.mark.parametrize(("one", "other"), [("12", "21"), ("1500", "5100"), ("кот", "ток"), ("КБТ", "ТКБ")])
def test_what_has_the_same_letters_is_no_word_in_pieces(one: str, other: str) -> None:
    found = between(f"{TEXT} {one} {TEXT[:300]}", f"{TEXT} {other} {TEXT[:300]}")

    assert (found.places, found.figures.own) == (1, one.isdigit())


def test_words_in_pieces_are_whole() -> None:
    one = f"{TEXT} обязательный {SPARE[0]} putaccesstokenhere {SPARE[1]}"
    other = one.replace("обязательный", "обязательны й").replace("putaccess", "pu tacce ss")

    assert between(one, other).places == between(other, one).places == 0


def test_a_word_torn_by_the_head_of_a_table_is_whole() -> None:
    one = f"{TEXT} getlanguages {SPARE[0]} {TEXT}"
    other = one.replace("getlanguages", "getlan название тип guages")

    assert between(one, other).places == between(other, one).places == 0


def test_boilerplate_is_no_difference_at_the_edges_alone() -> None:
    one, other = " ".join(SPARE[:12]), " ".join(SPARE[12:24])

    assert between(f"{one} {TEXT}", f"{other} {TEXT}").replaced == 12
    assert between(f"{one} {TEXT}", f"{other} {TEXT}", common=True).replaced == 0
    assert between(f"{TEXT} {one} {TEXT}", f"{TEXT} {other} {TEXT}", common=True).replaced == 12


def test_a_line_that_runs_off_its_page_changes_no_word() -> None:
    """Browsers leave out letters that have no room: `calendar.event.get` ends as `calendar.eve`."""
    whole = f"{TEXT} calendar.event.get calendar.event.get https://example.org/calendar.event.get then {TEXT[:300]}"
    cut = whole.replace("org/calendar.event.get", "org/calendar.eve")
    blank = f"{TEXT} the manager signs then {TEXT[:300]}"

    assert between(whole, cut).places == between(cut, whole).places == 0
    assert between(blank, blank.replace("manager", "mankind")).places == 1, "no text has the word elsewhere"


def test_a_word_in_pieces_beside_a_passage_is_whole() -> None:
    whole = f"authorization {TEXT} authorization then {TEXT[:300]}"
    cut = f"authorization {TEXT} a uthorization, see the notes on errors, then {TEXT[:300]}"

    assert between(whole, cut).places == between(cut, whole).places == 0
    assert between(whole.replace("authorization", "permission", 1), cut).places > 0
