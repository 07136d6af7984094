import random
from collections.abc import Callable, Sequence

import pytest

from ingest.select.near import all_pairs, judge_pair
from ingest.sketch import Sketch
from tests.ingest.pages import page, sketch, title, words

Change = Callable[[str, list[str]], tuple[str, list[str]]]


def kind(one: Sketch, other: Sketch) -> str:
    """With nothing else in the corpus."""
    first, second = (judge_pair(*pair, lambda _: 2) for pair in ((one, other), (other, one)))
    assert first == second
    return first.kind


def noised(texts: Sequence[str], share: float, seed: int = 5) -> list[str]:
    draw, spare = random.Random(seed), iter(words(seed + 77, 10_000, 3_000))
    return [
        " ".join(next(spare) if draw.random() < share else word for word in text.split()) for text in texts
    ]


BEFORE, AFTER = " ".join(words(901, 20)), " ".join(words(902, 30))
COPIES: dict[str, Change] = {
    "the same": lambda name, texts: (name, texts),
    "another layout": lambda _, texts: ("", [" ".join(texts)]),
    "other boilerplate": lambda name, texts: (name, [BEFORE, *texts, AFTER]),
    "other boilerplate, no title": lambda _, texts: ("", [BEFORE, *texts, AFTER]),
    "two paragraphs moved": lambda name, texts: (name, [*texts[2:], *texts[:2]]),
    "a paragraph left out": lambda name, texts: (name, texts[:-1]),
}


@pytest.mark.parametrize("change", COPIES.values(), ids=COPIES)
@pytest.mark.parametrize("seed", range(3))
def test_a_copy_is_a_duplicate(change: Change, seed: int) -> None:
    texts = [title(seed), *page(seed)]

    assert kind(sketch(title(seed), texts), sketch(*change(title(seed), texts))) == "duplicate"


@pytest.mark.parametrize("seed", range(3))
def test_words_changed_here_and_there_are_a_copy_or_a_question(seed: int) -> None:
    texts = [title(seed), *page(seed)]

    assert kind(sketch(title(seed), texts), sketch(title(seed), noised(texts, 0.02))) in {
        "duplicate",
        "question",
    }


@pytest.mark.parametrize(
    "told",
    [
        "Не применяется.",
        "Действует только для юридических лиц.",
        "Кроме заказов из других городов.",
        "Приказ отменён.",
        "This does not apply.",
        "Except on holidays.",
        "The price list is no longer valid.",
        "Only for resellers.",
    ],
)
@pytest.mark.parametrize("place", [1, 4, -1])
def test_a_sentence_that_denies_is_asked_about(told: str, place: int) -> None:
    texts = [title(2), *page(2)]
    more = [*texts[:place], told, *texts[place:]] if place > 0 else [*texts, told]

    assert kind(sketch(title(2), texts), sketch(title(2), more)) == "question"
    plain = [one.replace(told, "Спасибо всем.") for one in more]
    assert kind(sketch(title(2), texts), sketch(title(2), plain)) == "duplicate"


def test_a_word_that_denies_is_asked_about_where_little_else_is_changed() -> None:
    texts = [title(3), *page(3)]
    for negation in ("не", "not", "только", "except"):
        denied = [text.replace(" ", f" {negation} ", 1) if at == 3 else text for at, text in enumerate(texts)]
        assert kind(sketch(title(3), texts), sketch(title(3), denied)) == "question"


@pytest.mark.parametrize(
    ("said", "restated"),
    [
        ("Склад открыт по вторникам", "Склад открыт по четвергам"),
        ("Журнал сдают в марте", "Журнал сдают в октябре"),
        ("Бак красят в синий цвет", "Бак красят в жёлтый цвет"),
        ("Груз ждёт в Перми", "Груз ждёт в Омске"),
        ("Хранить три месяца", "Хранить шесть месяцев"),
        ("Въезд разрешён", "Въезд запрещён"),
        ("Платить до отгрузки", "Платить после отгрузки"),
        ("Кран не закрывать", "Кран закрывать"),
        ("Работать без каски", "Работать в каске"),
        ("Deposits are not refunded", "Deposits are refunded"),
        ("The tank is blue", "The tank is green"),
        ("You can resell it", "You cannot resell it"),
        ("Pay before delivery", "Pay after delivery"),
    ],
)
def test_a_fact_that_is_stated_otherwise_is_asked_about_among_edits(said: str, restated: str) -> None:
    texts = [title(7), *page(7, 600)]
    one, other = ([*texts[:4], f"{fact}.", *texts[4:]] for fact in (said, restated))
    edited = [*noised(other[:4], 0.02), other[4], *noised(other[5:], 0.02)]

    assert kind(sketch(title(7), one), sketch(title(7), edited)) == "question"
    assert kind(sketch(title(7), other), sketch(title(7), edited)) == "duplicate"


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("Кран закрывать", "Кран не закрывать"),
        ("Оплата возвращается", "Оплата никогда не возвращается"),
        ("Deposits are refunded", "Deposits are not refunded"),
    ],
)
def test_a_word_that_denies_is_asked_about_among_many_that_are_replaced(said: str, denied: str) -> None:
    texts = [title(8), *page(8, 600)]
    one, other = ([*texts[:4], f"{fact}.", *texts[4:]] for fact in (said, denied))
    edited = [*noised(one[:4], 0.05), one[4], *noised(one[5:], 0.05)]

    assert kind(sketch(title(8), one), sketch(title(8), edited)) == "duplicate"
    assert kind(sketch(title(8), other), sketch(title(8), edited)) == "question"


def test_words_that_deny_are_some_of_many_that_are_dropped() -> None:
    draw = random.Random(9)
    texts = [title(9), *(text.replace(" ", " не ", 2).replace(" ", " only ", 1) for text in page(9, 600))]
    dropped = [" ".join(word for word in text.split() if draw.random() > 0.05) for text in texts]

    assert kind(sketch(title(9), texts), sketch(title(9), dropped)) == "duplicate"


def test_one_text_in_two_frames_is_asked_about() -> None:
    body = [title(4), *page(4)]
    frames = [[" ".join(words(seed, 12)) for seed in (910 + site, 920 + site)] for site in range(3)]
    one, other, long = (sketch(title(4), [first, *body, last]) for first, last in frames)

    assert kind(one, other) == kind(other, long) == "question"
    assert kind(one, sketch(title(4), [frames[1][0], *body, frames[0][1]])) == "different", "a first line"
    edited = [*body[:2], " ".join(words(930, 40)), *body[3:]]
    assert kind(one, sketch(title(4), [frames[1][0], *edited, frames[1][1]])) == "different", "a paragraph"
    assert judge_pair(one, other, lambda _: 99).kind == "different", (
        "what all of it is common to tells nothing"
    )


@pytest.mark.parametrize("amounts", [("12", "21"), ("1500", "5100"), ("100", "250")])
def test_a_number_is_told_among_many_edits(amounts: tuple[str, str]) -> None:
    texts = [title(5), *page(5, 600)]
    one, other = ([*texts[:4], f"Срок {amount} дней.", *texts[4:8], *texts[8:]] for amount in amounts)
    edited = [*other[:9], *noised(other[9:], 0.08)]

    assert kind(sketch(title(5), one), sketch(title(5), edited)) == "question"
    assert kind(sketch(title(5), other), sketch(title(5), edited)) == "duplicate"


def test_a_fifth_changed_is_another_text() -> None:
    texts = [title(1), *page(1)]

    assert kind(sketch(title(1), texts), sketch(title(1), noised(texts, 0.2))) == "different"


def test_a_shorter_part_is_a_part() -> None:
    texts = [title(1), *page(1, 400)]

    assert kind(sketch(title(1), texts), sketch(title(1), texts[:4])) == "part"


def test_another_subject_is_another_page() -> None:
    name = title(1)
    subject = name.split()[0]
    texts = [name, *page(1)]
    sibling = [text.replace(subject, "компания") for text in texts]

    assert kind(sketch(name, texts), sketch(name.replace(subject, "компания"), sibling)) == "different"


def test_a_frequent_word_that_is_lost_is_another_subject_whatever_the_title() -> None:
    """Manuals of two modules: one word a hundred times, the title has it glued to others."""
    one = [f"{text} scgi серверу" for text in page(1, 2000)]
    other = [text.replace("scgi", "uwsgi") for text in one]

    assert kind(
        sketch("Модуль ngx_http_scgi_module", one), sketch("Модуль ngx_http_uwsgi_module", other)
    ) == ("different")


def test_texts_without_titles_must_share_nearly_all() -> None:
    texts = page(1)

    assert kind(sketch("", texts), sketch("", noised(texts, 0.03))) in {"question", "different"}
    assert kind(sketch("", texts), sketch("", texts[:-1])) == "duplicate"


ORDER = (
    "Приказ о приеме на работу. Принять {who} в отдел сопровождения на должность инженера с окладом по штатному "
    "расписанию, с испытательным сроком три месяца, по основному месту работы. Основание: трудовой договор номер "
    "{number}. Руководителю отдела ознакомить {who} с правилами внутреннего распорядка, выдать пропуск и закрепить "
    "рабочее место. Контроль за исполнением приказа оставляю за собой. С приказом ознакомлен {who}."
)


@pytest.mark.parametrize("count", [2, 10, 50])
def test_orders_for_different_people_are_different(count: int) -> None:
    tokens = ["".join(random.Random(seed).choices("abcdefgh234567", k=10)) for seed in range(count)]
    orders = [
        sketch("Приказ о приеме на работу", [ORDER.format(who=f"[PERSON-{token}]", number=17)])
        for token in tokens
    ]

    assert all_pairs(orders) == {}


@pytest.mark.parametrize("count", [2, 10, 50])
def test_orders_with_different_numbers_are_different(count: int) -> None:
    orders = [
        sketch("Приказ о приеме на работу", [ORDER.format(who="инженера", number=n + 100)])
        for n in range(count)
    ]

    assert all_pairs(orders) == {}


def test_languages_and_spaces_are_never_compared() -> None:
    one = sketch(title(1), page(1))

    assert kind(one, sketch(title(1), page(1), "default", "en")) == "different"
    assert kind(one, sketch(title(1), page(1), "staff", "ru")) == "different"


def test_phrases_of_the_house_prove_nothing() -> None:
    """Two pages that share all but their last words, where what they share is in every page."""
    house = page(50, 200)
    one, other = (sketch("Общее", [*house, *page(seed, 40)]) for seed in (1, 2))
    common = set(one.keys) & set(other.keys)

    assert judge_pair(one, other, lambda key: 40 if key in common else 1).kind == "different"


def test_a_short_text_is_like_no_other() -> None:
    assert (
        kind(sketch("", ["нажмите кнопку сброса и ждите"]), sketch("", ["нажмите кнопку сброса"]))
        == "different"
    )


def test_numbers_that_are_one_character_make_no_copies() -> None:
    by_characters: dict[str, list[Sketch]] = {}
    for number in range(1500):
        one = sketch(
            f"order {number}", [f"Order {number} is to be sent by Friday, with all that belongs to {number}."]
        )
        by_characters.setdefault(one.order, []).append(one)
    alike = [group for group in by_characters.values() if len(group) > 1]
    assert alike  # else nothing is shown
    for group in alike:
        assert len({one.number for one in group}) == len(group)
        assert kind(group[0], group[1]) == "different"
