"""Text layers whose letters are not what the page shows, told from text."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from pdf_files import load, written

from ingest.errors import Code, LoadError
from ingest.load.garbled import THRESHOLD, garbled, mended, repaired, score

RUSSIAN = """Настоящий порядок определяет, как сотрудники отдела сопровождения принимают заявки клиентов, в какие сроки
отвечают на них и кому передают вопросы, которых не могут решить сами. Заявка считается принятой, когда клиент получил
её номер. Ответ даётся не позднее следующего рабочего дня; если для ответа нужны сведения другого отдела, клиента
предупреждают об этом и называют новый срок."""
ENGLISH = """These rules say how the support team takes requests of customers, how soon they are answered, and who gets
the questions that the team cannot answer. A request is taken when the customer has its number. An answer is due on the
next working day; where another department has to be asked, the customer is told so, and when to expect more."""
CODE = """const response = await client.actions.call({ method: 'crm.deal.list', params: { select: ['ID', 'TITLE'] } });
if (!response.isSuccess) { console.error(response.getErrorMessages().join('; ')) } else { console.log(response.data) }
"""
FRENCH = """La présente procédure précise comment l'équipe d'assistance reçoit les demandes des clients, dans quels délais
elle y répond et à qui elle transmet les questions qu'elle ne peut résoudre elle-même. Une demande est réputée reçue dès que
le client a obtenu son numéro."""
KEYS = (
    "TAwMDAwNzFiMDAwMDA4NDQwMDAwMDFmN2YwZjEwNzU2MTJhNDkyZWY2ZmUwYjQxMjdlNTIbmVyYXRvcnxZV04wYVc5dVBXUnZZM1Z0\n"
    * 9
)


def swapped(text: str, seed: int, share: float = 1.0) -> str:
    """The text with letters for letters, as a font without a map to Unicode gives it; `share` of them."""
    table: dict[int, str] = {}
    for whole in ("абвгдежзийклмнопрстуфхцчшщъыьэюя", "abcdefghijklmnopqrstuvwxyz"):
        some = random.Random(seed)
        alphabet = whole if share == 1 else "".join(some.sample(whole, round(share * len(whole))))
        others = some.sample(alphabet, len(alphabet))
        table |= {
            ord(a): b
            for a, b in zip(alphabet + alphabet.upper(), others + [x.upper() for x in others], strict=True)
        }
    return text.translate(table)


@pytest.mark.parametrize(
    "text", [RUSSIAN, ENGLISH, CODE * 4, FRENCH, RUSSIAN + CODE * 3, RUSSIAN.upper(), KEYS, "", "12 " * 99]
)
def test_what_can_be_read_is_not_garbled(text: str) -> None:
    assert not garbled(text)


@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH, RUSSIAN + CODE * 3])
@pytest.mark.parametrize("seed", range(5))
def test_letters_for_letters_are(text: str, seed: int) -> None:
    assert garbled(swapped(text, seed))


@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH])
def test_half_of_an_alphabet_shuffled_is(text: str) -> None:
    found = [garbled(swapped(text, seed, 0.5)) for seed in range(100)]
    assert sum(found) >= 0.9 * len(found)


@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH, RUSSIAN + ENGLISH])
@pytest.mark.parametrize("seed", range(3))
def test_so_are_pages_on_which_every_other_word_or_place_is_wrong(text: str, seed: int) -> None:
    wrong = swapped(text, seed)
    words = zip(text.split(), wrong.split(), strict=True)
    assert garbled(" ".join(pair[at % 2] for at, pair in enumerate(words)))
    assert garbled("".join(pair[at % 2] for at, pair in enumerate(zip(text, wrong, strict=True))))


@pytest.mark.parametrize(
    "text",
    [
        "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka dikaruniai akal. "
        * 9,
        "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand. "
        * 9,
        "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki. "
        * 9,
        "Всички хора се раждат свободни и равни по достойнство и права. Те са надарени с разум и съвест. "
        * 9,
        "Назарбаев Токаев Сагинтаев Масимов Абдрахманов Байгельдинов Мамедов Гусейнов Ералиева Гюльнара. "
        * 9,
        (
            "Zgłoszenie uważa się za zamknięte dopiero wtedy, gdy klient potwierdzi, że problem został rozwiązany. "
            "Wkrętarka akumulatorowa, skrzynka narzędziowa, łańcuch przeciwśnieżny, żarówka, wąż gumowy, śruby."
        ),
        (
            "Talep ancak müşteri sorunun çözüldüğünü onayladıktan sonra kapatılmış sayılır. Sürücü iki saat bekledi, "
            "çünkü depocu anahtarları unuttu. Akülü tornavida, kar küreği, yangın söndürücü, şarj aleti."
        ),
        (
            "Požadavek se považuje za uzavřený teprve tehdy, když zákazník potvrdí, že byl problém vyřešen. Chybí tři "
            "bedny ložisek, skládací žebřík, úsporná žárovka, plochý štětec, dveřní těsnění."
        ),
        (
            "Өтінім клиент мәселенің шешілгенін растағаннан кейін ғана жабылды деп есептеледі. Құрал-жабдықтар: "
            "аккумуляторлық бұрауыш, ұзартқыш сым, қорғаныш қолғап, өрт сөндіргіш, ескерту үшбұрышы."
        ),
        (
            "Скаргу розглядає бухгалтерія протягом чотирнадцяти днів, якщо клієнт підтвердить її електронною поштою. "
            "Знак аварійної зупинки, ланцюги проти ковзання, захисні рукавиці."
        ),
        (
            "Заяўка лічыцца закрытай толькі тады, калі кліент пацвердзіць, што праблема вырашаная. Рыдлёўка для снегу, "
            "ахоўныя рукавіцы, дзвярны ўшчыльняльнік, вонкавае асвятленне."
        ),
        (
            "Eine Anfrage gilt erst als abgeschlossen, wenn der Kunde bestätigt hat, dass das Problem gelöst ist. "
            "Akkuschrauber, Verlängerungskabel, Schneeschaufel, Türdichtung, Außenbeleuchtung."
        ),
    ],
    ids=[
        "Indonesian",
        "Dutch",
        "Finnish",
        "Bulgarian",
        "names",
        "Polish",
        "Turkish",
        "Czech",
        "Kazakh",
        "Ukrainian",
        "Belarusian",
        "German",
    ],
)
def test_other_languages_and_names_are_not(text: str) -> None:
    assert not garbled(text)


@pytest.mark.parametrize(
    "way", ["cp1251 as latin-1", "koi8-r as cp1251", "utf-8 as cp1251", "cp866 as cp1251"]
)
def test_wrong_code_pages_are(way: str) -> None:
    right, _, wrong = way.partition(" as ")
    assert garbled(RUSSIAN.encode(right).decode(wrong, "ignore"))


def test_letters_without_a_meaning_outside_of_their_font_are() -> None:
    assert garbled("".join(chr(0xE000 + ord(char) % 200) for char in RUSSIAN))
    assert garbled(RUSSIAN.replace("о", "\ufffd"))
    assert not garbled(f"\uf0b7 {RUSSIAN}\n\uf0b7 {ENGLISH}")  # bullets of Word


def test_only_russian_and_english_are_judged() -> None:
    assert score("본 문서는 고객 지원 절차를 설명합니다 " * 20) is None
    assert score("Too few words.") is None
    assert (score(RUSSIAN) or 0) > -2.9 > THRESHOLD


def test_cp1251_taken_for_latin_1_is_set_right_without_ocr() -> None:
    wrong = RUSSIAN.encode("cp1251").decode("latin-1")
    assert repaired(wrong) == RUSSIAN
    assert repaired(RUSSIAN) is repaired(ENGLISH) is repaired(swapped(RUSSIAN, 1)) is None
    assert mended("Ïðèâåò, мир") == "Привет, мир"


def test_the_sample_documents_can_be_read() -> None:
    for path in Path("sample_docs").rglob("*.md"):
        assert not garbled(path.read_text("utf-8")), path


def page(text: str) -> list[tuple[str, float, float]]:
    return [(line.strip(), 10, 780 - 14 * at) for at, line in enumerate(text.splitlines())]


def test_a_garbled_page_of_a_pdf_is_missing() -> None:
    document = load(written([page(RUSSIAN), page(swapped(RUSSIAN, 2)), page(RUSSIAN)]))
    assert document.properties["missing_pages"] == "2"
    assert {block.page for block in document.blocks} == {1, 3}
    with pytest.raises(LoadError) as caught:
        load(written([page(swapped(RUSSIAN, 2))]))
    assert (caught.value.code, caught.value.detail) == (Code.GARBLED_TEXT, "1 of 1 pages")


@pytest.mark.parametrize("text", [RUSSIAN, ENGLISH])
def test_numbers_of_glyphs_are_no_text(text: str) -> None:
    seen: dict[str, int] = {}
    numbers = "".join(char if char.isspace() else chr(36 + seen.setdefault(char, len(seen))) for char in text)
    assert garbled(numbers)


def test_code_and_columns_of_numbers_are_text() -> None:
    code = "if (items[key]['name'] == \"x\") { total += rows[key].sum(1, 2); return f(a, b); }\n" * 6
    answer = (
        '"VALUE":"String", "PRICE":179998, "CURRENCY":"USD", "items":[{"NAME":"Template","MODE":"auto"}]\n'
        * 6
    )
    prices = "12,345.60 7.5% (1,200) $99.90 2024-01-31 +7 (495) 123-45-67 10:30-11:00 #42 [3]\n" * 6
    assert not garbled(code)
    assert not garbled(answer)
    assert not garbled(prices)
