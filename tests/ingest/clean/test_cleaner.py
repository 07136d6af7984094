"""The doorway: whatever goes in, what comes out is normal, labelled and holds no value that was recognised."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.cleaner import Cleaner
from ingest.clean.finder import Finder
from ingest.clean.label_rules import LabelRules
from ingest.clean.masking import Masking
from ingest.clean.recognizers.checksums import IBAN_LENGTHS, luhn
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Recognizer, Span
from ingest.clean.recognizers.registry import RECOGNIZERS, build
from ingest.document import Block, Document, RawDocument
from ingest.errors import Code, LoadError

PATTERNS = build(tuple(name for name in RECOGNIZERS if name != "person"))


def made(
    recognizers: tuple[Recognizer, ...],
    rules: LabelRules,
    secret: bytes,
    form: str = "type",
    *,
    mask_key: bytes = b"",
    allow: tuple[str, ...] = (),
) -> Cleaner:
    return Cleaner(Finder(recognizers, allow), rules, Masking(secret=secret, form=form, key=mask_key))


CLEANER = made(PATTERNS, LabelRules(), b"secret")
SECRET_TEXT = "+7 916 123-45-68"


def clean(*texts: str | Block, cleaner: Cleaner = CLEANER, **fields: object) -> Document:
    blocks = tuple(Block(kind="text", text=text) if isinstance(text, str) else text for text in texts)
    return cleaner.clean(RawDocument(source_id="kb/a.md", blocks=blocks, **fields), "kb/a.md", "default")  # type: ignore[arg-type]


def everything(document: Document) -> str:
    return json.dumps(dataclasses.asdict(document), ensure_ascii=False, default=str)


def digits(draw: st.DrawFn, size: int, first: str = "123456789") -> str:
    return draw(st.sampled_from(first)) + draw(
        st.text(alphabet="0123456789", min_size=size - 1, max_size=size - 1)
    )


@st.composite
def phones(draw: st.DrawFn) -> str:
    area, rest = digits(draw, 3, "349"), draw(st.sampled_from(["2345879", "7012933", "5550199", "4444445"]))
    form = draw(
        st.sampled_from(
            [
                "+7 {a} {x}-{y}-{z}",
                "8 ({a}) {x}-{y}-{z}",
                "+7{a}{x}{y}{z}",
                "8-{a}-{x}-{y}-{z}",
                "+7({a}){x} {y} {z}",
            ]
        )
    )
    return form.format(a=area, x=rest[:3], y=rest[3:5], z=rest[5:])


@st.composite
def cards(draw: st.DrawFn) -> str:
    start = draw(st.sampled_from(["4276", "5469", "2202"])) + digits(draw, 11, "123456789")
    number = next(start + last for last in "0123456789" if luhn(start + last))
    return draw(st.sampled_from(["", " ", "-"])).join(number[place : place + 4] for place in range(0, 16, 4))


@st.composite
def snils_numbers(draw: st.DrawFn) -> str:
    number = digits(draw, 9)
    check = (
        sum(int(digit) * weight for digit, weight in zip(number, range(9, 0, -1), strict=True)) % 101 % 100
    )
    return f"{number[:3]}-{number[3:6]}-{number[6:]} {check:02}"


@st.composite
def ibans(draw: st.DrawFn) -> str:
    country = draw(st.sampled_from(sorted(IBAN_LENGTHS)))
    account = draw(st.text(alphabet="0123456789", min_size=26, max_size=29))[
        : IBAN_LENGTHS[country] - 4
    ].ljust(IBAN_LENGTHS[country] - 4, "7")
    check = 98 - int("".join(str(int(letter, 36)) for letter in account + country + "00")) % 97
    number = f"{country}{check:02}{account}"
    return draw(
        st.sampled_from([number, " ".join(number[place : place + 4] for place in range(0, len(number), 4))])
    )


EMAILS = st.builds(
    lambda name, host, top: f"{name}@{host}.{top}",
    st.from_regex(r"[a-z][a-z0-9]{0,8}([._+-][a-z0-9]{1,6})?", fullmatch=True),
    st.from_regex(r"[a-z]{2,10}firma(-[a-z]{1,4})?", fullmatch=True),
    st.sampled_from(["ru", "com", "co.uk", "рф"]),
)
VALUES = st.one_of(phones(), cards(), snils_numbers(), ibans(), EMAILS)
FRAMES = st.sampled_from(
    ["{}", "текст {} текст", "({})", "«{}»,", "a: {}.", "тел. {}", "**{}**", "[{}](#a)", "{}\nдальше"]
)


@given(VALUES, FRAMES)
def test_no_planted_value_is_left_in_any_field(value: str, frame: str) -> None:
    text = frame.format(value)
    document = clean(
        Block(kind="heading", text=text, level=2),
        text,
        Block(kind="list", text=f"- {text}\n  - b"),
        Block(kind="table", text=f"| a | b |\n|---|---|\n| {text.splitlines()[0]} | c |"),
        Block(kind="code", text=f'x = "{text}"'),
        f"[link](https://a.ru/?q={value})",
        title=text,
        section=(text,),
        properties={
            "version": value,
            "status": value,
            "owner": text,
            "trust": value,
            "channels": f"web, {value}",
        },
    )
    plain = everything(document)

    assert value not in plain
    assert value.casefold() not in plain.casefold()
    assert "".join(filter(str.isdigit, value)) not in "".join(filter(str.isdigit, plain)) or "@" in value
    assert plain.count("[") >= 12


@given(VALUES)
def test_redaction_is_stable(value: str) -> None:
    once = CLEANER.redact_text(f"до {value} после")

    assert CLEANER.redact_text(once) == once


@pytest.mark.parametrize("kind", ["text", "code", "heading"])
def test_invisible_characters_and_wide_digits_hide_nothing(kind: str) -> None:
    text = "тел. +7\u00a0916\u200b 123\u00ad-45\u201068 и ＋７９１６１２３４５６８"
    document = clean(Block(kind=kind, text=text, level=1))  # type: ignore[arg-type]

    assert document.blocks[0].text == "тел. [PHONE] и [PHONE]"
    assert document.counts == {"hidden_chars": 2, "hidden_zero_width": 1, "pii.phone": 2}


def test_hidden_and_empty_blocks_are_dropped_and_counted() -> None:
    document = clean(
        "seen",
        Block(kind="text", text="ignore all", hidden=True),
        "\u200b \n",
        properties={"hidden_runs": "3"},
    )

    assert [block.text for block in document.blocks] == ["seen"]
    assert document.counts == {
        "hidden_blocks": 1,
        "hidden_chars": 1,
        "hidden_runs": 3,
        "hidden_zero_width": 1,
    }


def test_samples_and_allowed_values_stay_and_are_counted_as_left() -> None:
    cleaner = made(PATTERNS, LabelRules(), b"s", allow=("8 (800) 555-35-36", "Help@Firma.ru", "@public.ru"))
    text = "+7 800 555-35-36, help@firma.ru, any@public.ru, a@example.com, 4111 1111 1111 1111"

    assert clean(text, cleaner=cleaner).blocks[0].text == text
    assert clean(text, cleaner=cleaner).counts == {"left.card": 1, "left.email": 3, "left.phone": 1}
    assert clean(text).counts["pii.phone"] == 1


def test_an_allowed_number_allows_no_other() -> None:
    cleaner = made(PATTERNS, LabelRules(), b"s", allow=("8 800 555-35-36",))

    assert clean("+7 800 555-35-37", cleaner=cleaner).blocks[0].text == "[PHONE]"


def test_keyed_masks_tell_values_apart() -> None:
    cleaner = made(PATTERNS, LabelRules(), b"s", "keyed", mask_key=b"k")
    one, again, other = clean("a@firma.ru A@FIRMA.RU b@firma.ru", cleaner=cleaner).blocks[0].text.split()

    assert one == again != other
    assert one.startswith("[EMAIL-")


def test_the_document_says_where_it_is_from() -> None:
    raw = RawDocument(
        source_id="kb/confluence:DOC",
        key="123",
        title=" A  page ",
        section=("Top",),
        blocks=(Block(kind="text", text="x"),),
    )
    document = CLEANER.clean(raw, "kb/export.zip", "sales")

    assert (document.id, document.source_id) == ("kb/confluence:DOC#123", "kb/export.zip")
    assert (document.title, document.section, document.labels.space) == ("A page", ("Top",), "sales")
    assert clean("x").id == "kb/a.md#"


def test_identifiers_in_ids_are_masked() -> None:
    raw = RawDocument(
        source_id="kb/a.zip",
        key="deals/Договор_8-916-123-45-68_итог.md",
        blocks=(Block(kind="text", text="x"),),
    )
    other = dataclasses.replace(raw, key="deals/Договор_8-916-123-45-69_итог.md")
    document = CLEANER.clean(raw, "kb/a.zip", "default")

    assert "123" not in document.id
    assert document.id.startswith("kb/a.zip#deals/Договор_[PHONE]-")
    assert document.id.endswith("_итог.md")
    assert document.id != CLEANER.clean(other, "kb/a.zip", "default").id


@pytest.mark.parametrize(
    "path",
    [
        "kb/2024/report_2024-01-01.md",
        "kb/v1.2.3/a.md",
        "kb/ГОСТ_34.10-2012.pdf",
        "kb/confluence:DOC",
        "kb/a%23b.md",
    ],
)
def test_plain_paths_stay(path: str) -> None:
    assert CLEANER.mask_path(path) == path


@given(VALUES)
def test_a_masked_path_is_masked_once(value: str) -> None:
    masked = CLEANER.mask_path(f"kb/a_{value}_b/{value}.pdf")

    assert value not in masked
    assert CLEANER.mask_path(masked) == masked


@pytest.mark.parametrize("tag", ["1d96a159b1", "a012345678", "6312a77120"])
def test_the_tag_of_a_masked_path_is_no_value_beside_its_label(tag: str) -> None:
    assert not CLEANER.remaining_in_path(f"kb/паспорт [PASSPORT]-{tag}.md")


def test_the_language_is_told_without_code_and_labels_see_it() -> None:
    code = Block(kind="code", text="for the value of this item and that item return it to the caller " * 20)

    assert clean("Короткий текст на русском языке.", code).labels.language == "ru"
    assert clean(code).labels.language == "en"


class Broken:
    """Raises with the text in its message, as careless plug-ins do."""

    name: ClassVar[str] = "broken"
    version: ClassVar[str] = "1"
    types: ClassVar[tuple[str, ...]] = ("X",)
    hint: ClassVar[str] = ""

    def find(self, reading: Reading) -> Iterator[Span]:
        yield Span(start=0, end=1, type="X", value="x")
        raise ValueError(f"cannot read {reading.text}")


def test_a_recognizer_that_raises_fails_the_document_and_tells_nothing() -> None:
    cleaner = made((*PATTERNS, Broken()), LabelRules(), b"s")
    with pytest.raises(LoadError) as caught:
        clean(SECRET_TEXT, cleaner=cleaner)

    error = caught.value
    assert (error.code, error.detail, error.stage) == (Code.RECOGNIZER, "broken:ValueError", "clean")
    assert SECRET_TEXT not in str(error)
    assert error.__cause__ is None
    assert error.__context__ is None


def test_the_same_text_in_two_layouts_has_one_digest() -> None:
    markdown = clean(
        Block(kind="heading", text="**Оплата**", level=1),
        "Пишите [нам](https://a.ru): ivan@firma.ru,\nтел. +7 916 123-45-68",
        Block(kind="list", text="1. один\n2. два"),
        title="a",
    )
    docx = clean(
        Block(kind="heading", text="Оплата", level=2),
        "Пишите нам: Ivan@firma.ru, тел. 8 (916) 123 45 68",
        Block(kind="list", text="- один\n- два"),
        title="b",
    )

    assert markdown.digest == docx.digest != ""


@pytest.mark.parametrize("mask", ["type", "keyed"])
def test_documents_that_differ_in_a_masked_value_differ(mask: str) -> None:
    cleaner = made(PATTERNS, LabelRules(), b"s", mask, mask_key=b"k")
    one, other = clean("договор: a@firma.ru", cleaner=cleaner), clean("договор: b@firma.ru", cleaner=cleaner)

    assert one.digest != other.digest
    assert (one.blocks == other.blocks) == (mask == "type")


def test_the_digest_depends_on_the_secret_and_not_on_the_mask() -> None:
    secret = made(PATTERNS, LabelRules(), b"other")
    keyed = made(PATTERNS, LabelRules(), b"secret", "keyed", mask_key=b"k")

    assert clean(SECRET_TEXT).digest != clean(SECRET_TEXT, cleaner=secret).digest
    assert clean(SECRET_TEXT).digest == clean(SECRET_TEXT, cleaner=keyed).digest


def test_the_key_moves_with_all_that_shapes_a_document() -> None:
    cleaners = [
        CLEANER,
        made(PATTERNS[:3], LabelRules(), b"secret"),
        made((*PATTERNS, Broken()), LabelRules(), b"secret"),
        made(PATTERNS, LabelRules(channels=("web",)), b"secret"),
        made(PATTERNS, LabelRules(paths=(("**", {"version": "1"}),)), b"secret"),
        made(PATTERNS, LabelRules(paths=(("**", {"version": "2"}),)), b"secret"),
        made(PATTERNS, LabelRules(), b"other"),
        made(PATTERNS, LabelRules(), b"secret", "keyed", mask_key=b"k"),
        made(PATTERNS, LabelRules(), b"secret", "keyed", mask_key=b"l"),
        made(PATTERNS, LabelRules(), b"secret", allow=("a@b.ru",)),
    ]

    assert len({cleaner.key for cleaner in cleaners}) == len(cleaners)
    assert made(PATTERNS, LabelRules(), b"secret").key == CLEANER.key


def test_nothing_in_nothing_out() -> None:
    document = CLEANER.clean(RawDocument(source_id="kb/a.md"), "kb/a.md", "default")

    assert (document.blocks, document.digest, document.labels.language, document.counts) == (
        (),
        "",
        "und",
        {},
    )
