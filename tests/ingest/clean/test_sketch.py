import subprocess
import sys

import pytest

from ingest.clean.sketch import MOST_KEYS, sketch_of
from ingest.sketch import CHOSEN, key_of, pack, pack_bytes, unpack, unpack_bytes
from ingest.word_codes import are_pieces, is_fact, is_negation, is_number, is_opposite, stem_of
from tests.ingest.pages import page, sketch, title, words


def test_a_sketch_survives_packing() -> None:
    made = sketch(title(1), page(1))

    assert unpack_bytes(pack_bytes(made)) == made
    assert unpack(pack(made)) == made
    assert unpack(pack(None)) is None
    assert unpack_bytes(pack_bytes(made)).number == made.number


def test_documents_of_two_languages_in_turns_are_told_as_each_alone() -> None:
    texts = [[f"{page(number)[0]} [person-{'a' * 10}], x2y." * 3 + "z" * 100] for number in range(3)]
    alone = [[sketch_of("t", text, ("space", code)) for text in texts] for code in ("ru", "en")]
    turns = [[sketch_of("t", text, ("space", code)) for code in ("ru", "en")] for text in texts]

    assert [list(pair) for pair in zip(*alone, strict=True)] == turns
    assert alone[0] != alone[1]


@pytest.mark.parametrize("data", [b"", b"\x01" * 40, b"\x02"])
def test_what_is_no_sketch_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="layout"):
        unpack_bytes(data)


def test_no_words_no_sketch() -> None:
    assert sketch_of("", []) is None
    assert sketch_of("", ["---", "| |"]) is None
    assert sketch_of("Заголовок", []) is not None


def test_layout_case_and_marks_do_not_count() -> None:
    plain = sketch("", ["Откройте раздел Настройки и нажмите кнопку", "Ещё раз"])

    assert sketch("", ["**Откройте** раздел\n`Настройки` и нажмите [кнопку](a/b.md)\n\nеще раз"]) == plain


def test_it_is_the_same_in_another_process() -> None:
    program = "from tests.ingest.pages import *\nfrom ingest.sketch import pack\nprint(pack(sketch(title(1), page(1))))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == pack(sketch(title(1), page(1)))


def test_space_and_language_change_every_key() -> None:
    one = sketch(title(1), page(1))
    others = [sketch(title(1), page(1), "default", "en"), sketch(title(1), page(1), "staff", "ru")]

    for other in others:
        assert not set(one.keys) & set(other.keys)
        assert not set(one.terms) & set(other.terms)


def test_tokens_of_another_secret_choose_the_same_runs() -> None:
    """Tokens are keyed with a secret of the machine: what is compared must not depend on it."""
    texts = [(" ".join(words(place, 12)), " ".join(words(place + 500, 12))) for place in range(60)]
    one, other = (
        sketch("", [f"{before} [PERSON-{token * 10}] {after}" for before, after in texts]) for token in "ac"
    )

    assert one.scale == other.scale > 1
    assert {key & CHOSEN for key in one.keys} == {key & CHOSEN for key in other.keys}
    assert 0 < len(set(one.keys) - set(other.keys)) < len(one.keys) / 2


def test_masked_values_are_told_apart() -> None:
    texts = ["Принять [PERSON-aaaaaaaaaa] на должность, телефон [PHONE-bbbbbbbbbb]."]
    made = sketch("", texts)

    assert len(made.values) == 2
    assert len(set(made.values) & set(sketch("", [texts[0].replace("aaaaaaaaaa", "cccccccccc")]).values)) == 1


def test_a_word_tells_its_kind() -> None:
    made = sketch("", ["Приказ 17 от [PERSON-aaaaaaaaaa] ☑ согласован"])

    assert [is_number(word) for word in made.order] == [False, True, False, False, True]
    assert [stem_of(word) is None for word in made.order] == [False, True, False, True, True]


def test_forms_of_a_word_share_a_stem() -> None:
    one, form, other = sketch("", ["поставщик поставщика горизонт"]).order

    assert one != form
    assert stem_of(one) == stem_of(form) != stem_of(other)


def test_a_word_tells_what_it_states() -> None:
    made = sketch(
        "", ["не после четвергам Казани сорока синего горизонта", "without mandatory March seven vendor"]
    )

    assert [is_negation(word) for word in made.order] == [at in {0, 7} for at in range(12)]
    assert [is_opposite(word) for word in made.order] == [at in {0, 1, 7, 8} for at in range(12)]
    assert [is_fact(word) for word in made.order] == [at in {2, 3, 4, 5, 9, 10} for at in range(12)]


def test_a_word_in_pieces_is_known() -> None:
    whole, *pieces = sketch("", ["обязательный обяза тельн ый"]).order
    serial, *cut = sketch("", ["343794690000e dc8f8 343794690000edc8f8"]).order[::-1]

    assert are_pieces("".join(pieces), whole)
    assert are_pieces("".join(cut), serial)
    assert not are_pieces("".join(pieces[1:]), whole)


def test_numbers_of_the_same_digits_are_told_apart() -> None:
    for digits in ("21", "1500", "20240312", "ПР-0173"):
        for one in range(len(digits)):
            for other in range(one + 1, len(digits)):
                swapped = list(digits)
                swapped[one], swapped[other] = digits[other], digits[one]
                if swapped != list(digits):
                    assert sketch("", [digits]).order != sketch("", ["".join(swapped)]).order


def test_the_key_of_a_run_can_be_told_from_its_words() -> None:
    made = sketch("", [*page(2, 4000), "[PERSON-aaaaaaaaaa] принят 17 мая"])
    keys = {key_of(made.order[at : at + 3]) for at in range(made.words - 2)}

    assert {key for key in keys if key % made.scale == 0} == set(made.keys)


def test_a_long_text_is_sampled_and_a_short_one_is_not() -> None:
    short, long = sketch("", page(1, 120)), sketch("", page(2, 4000))

    assert (short.scale, len(short.keys)) == (1, 117)
    assert MOST_KEYS / 3 < len(long.keys) <= MOST_KEYS
    assert all(key % long.scale == 0 for key in long.keys)


def test_a_sketch_takes_two_bytes_a_word_and_less_than_one_kilobyte() -> None:
    for made in (sketch(title(3), page(3, 900)), sketch(title(4), page(4, 9_000)), sketch("", ["слово"])):
        assert len(pack_bytes(made)) < 2 * made.words + 1_000


def test_it_holds_what_is_there_and_little_else() -> None:
    made, other = sketch(title(1), page(1)), sketch(title(2), page(2, 3000))

    assert all(map(made.holds, (*made.title, *made.terms, made.title, made.order[7:12])))
    assert sum(map(made.holds, set(other.order) - set(made.order))) == 0


def test_digits_blanks_and_marks_cost_linear_time() -> None:
    for text in ("7" * 100_000, " \n" * 50_000, "[a-" * 30_000, "_" * 100_000, "1 " * 50_000):
        sketch_of("", [text])


def test_a_title_of_which_the_text_says_nothing_is_none() -> None:
    text = "Трамвай выходит из депо в шесть и идёт до старого города."

    assert sketch("Document1", [text]) == sketch("", [text])
    assert sketch("Трамвай номер четыре", [text]).named
