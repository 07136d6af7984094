from __future__ import annotations

import bz2
import gzip
import io
import lzma
import threading
from html import escape

import pytest
from wiki_reading import documents, items, shown, source, targets

from ingest.document import RawDocument
from ingest.errors import Code, LoadError
from ingest.load.wiki.mediawiki import MediaWikiLoader
from ingest.load.wiki.unpacked import unpacked

LOADER = MediaWikiLoader()
NAMES = {-1: "Служебная", 1: "Обсуждение", 2: "Участник", 4: "Вики склада", 6: "Файл", 10: "Шаблон", 12: "Справка", 14: "Категория", 100: "Портал", 101: "Обсуждение портала", 828: "Модуль"}  # fmt: skip
HEAD = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="ru"><siteinfo>'
    "<sitename>Вики склада</sitename><dbname>whwiki</dbname><case>first-letter</case><namespaces>"
    '<namespace key="0" case="first-letter" />'
    + "".join(f'<namespace key="{key}">{name}</namespace>' for key, name in NAMES.items())
    + "</namespaces></siteinfo>"
)


def revision(text: str, stamp: str = "2024-05-06T07:08:09Z", model: str = "wikitext") -> str:
    return (
        f"<revision><id>1</id><timestamp>{stamp}</timestamp><contributor><username>GONE</username><ip>10.0.0.1</ip></contributor>"
        f'<comment>GONE</comment><model>{model}</model><text xml:space="preserve">{escape(text)}</text></revision>'
    )


def page(number: int, title: str, *revisions: str, ns: int = 0, redirect: str = "") -> str:
    lead = f'<redirect title="{escape(redirect)}" />' if redirect else ""
    return (
        f"<page><title>{escape(title)}</title><ns>{ns}</ns><id>{number}</id>{lead}{''.join(revisions)}</page>"
    )


def dump(*pages: str) -> bytes:
    return (HEAD + "".join(pages) + "</mediawiki>").encode()


def read(text: str) -> RawDocument:
    return next(
        raw
        for raw in documents(LOADER, dump(page(1, "Тест", revision(text)), page(2, "Дом", revision("x"))))
        if raw.key == "1"
    )


PAGES = [
    page(1, "Приёмка", revision("Старое GONE", "2023-01-02T00:00:00Z"), revision("Новое", "2024-05-06T00:00:00Z"), revision("Среднее GONE", "2023-06-01T00:00:00Z")),
    page(2, "Приёмка товара", revision("#REDIRECT [[Приёмка]]"), redirect="Приёмка"),
    page(3, "Старая приёмка", revision("x"), redirect="Приёмка товара"),
    page(4, "Обсуждение:Приёмка", revision("GONE"), ns=1),
    page(5, "Участник:GONE", revision("GONE"), ns=2),
    page(6, "Справка:Как", revision("Так"), ns=12),
    page(7, "Портал:Склад", revision("Портал"), ns=100),
    page(8, "Обсуждение портала:Склад", revision("GONE"), ns=101),
    page(9, "Модуль:Lua", revision("GONE", model="Scribunto"), ns=828),
    page(10, "Приёмка/Брак", revision("")),
    page(11, "Common.css", revision("GONE", model="css")),
]  # fmt: skip


def test_newest_versions_of_content_pages_and_redirects_as_aliases() -> None:
    found = {raw.key: raw for raw in documents(LOADER, dump(*PAGES), "wiki.xml")}

    assert sorted(found) == ["1", "10", "6", "7"]
    assert shown(found["1"]) == [("text", "Новое")]
    assert dict(found["1"].properties) == {
        "title": "Приёмка",
        "page_id": "1",
        "space_name": "Вики склада",
        "created": "2023-01-02",
        "modified": "2024-05-06",
        "exported": "2024-05-06T07:08:09Z",
        "history": "2 2023-06-01\n1 2023-01-02",
        "aliases": "Приёмка товара, Старая приёмка",
    }
    assert (found["10"].section, found["10"].blocks) == (("Приёмка",), ())
    assert found["1"].source_id == "kb/mediawiki:whwiki"
    assert "GONE" not in repr(found)


def test_namespaces_are_a_setting() -> None:
    found = documents(MediaWikiLoader([0, 10]), dump(*PAGES, page(12, "Шаблон:A", revision("t"), ns=10)))
    assert [raw.key for raw in found] == ["1", "10", "12"]


SHOWN = {
    "== Раздел ==\nТекст '''жирный''' и ''косой''\n\nещё": [("heading", "Раздел"), ("text", "Текст жирный и косой"), ("text", "ещё")],
    "* a\n** b\n* c\n# d\n## e\n# f": [("list", "- a\n  - b\n- c\n1. d\n  1. e\n2. f")],
    "; срок\n: пять дней": [("text", "срок\nпять дней")],
    '{| class="wikitable"\n|+ Сроки\n! A !! B\n|-\n| rowspan="2" | 1 || 2\n|-\n| 3\n* x\n|}': [
        ("text", "Сроки"),
        ("table", "| A | B |\n| --- | --- |\n| 1 | 2 |\n|  | 3 - x |"),
    ],
    "a<ref>сноска [http://e.example e]</ref> b<ref name=x>другая</ref> c<ref name=x />\n<references/>": [
        ("text", "a [1] b [2] c [2]"),
        ("text", "[1] сноска e"),
        ("text", "[2] другая"),
    ],
    "x\n<syntaxhighlight lang=\"py\">\nif a:\n  b <!-- c -->\n</syntaxhighlight>\n<pre>[[y]]</pre>": [
        ("text", "x"),
        ("code", "if a:\n  b <!-- c -->"),
        ("code", "[[y]]"),
    ],
    " первая\n вторая\nтекст": [("code", "первая\nвторая"), ("text", "текст")],
    "[[Файл:a.png|thumb|200px|Подпись [[Дом]]]]\n[[Категория:Склад]] [[en:House]] [[дом|слова]]": [("text", "Подпись Дом"), ("text", "слова")],
    "{{nobr|пять дней}} {{Карточка\n|название = Склад\n|площадь = 5 га\n|width = GONE\n}}{{DEFAULTSORT:GONE}}{{!}}": [
        ("text", "пять дней"),
        ("text", "название: Склад\nплощадь: 5 га"),
        ("text", "|"),
    ],
    "<div style='display:none'>спрятано</div><nowiki>'''a'''</nowiki> &lt;b&gt; &nbsp;<br/>b __NOTOC__": [("text", "'''a''' <b>\nb")],
    "<translate><!--T:1-->\n== H == <!--T:2-->\nтекст</translate><languages/>": [("heading", "H"), ("text", "текст")],
    "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>": [("list", "- a\n- b\n  1. c")],
    "<gallery>\nФайл:a.png|Подпись\nФайл:b.png\n</gallery>": [("text", "Подпись")],
    "{| \n| a\n{|\n| b || c\n|}\n|}": [("text", "a b c")],
}  # fmt: skip


@pytest.mark.parametrize("text", SHOWN, ids=range(len(SHOWN)))
def test_what_is_shown(text: str) -> None:
    assert shown(read(text)) == SHOWN[text]


def test_links_labels_and_hidden_text() -> None:
    raw = read(
        "[[дом#Шаг 1|x]] [[Нет]] [[/Под]] [[:Категория:A]] [[Категория:B|b]] [https://e.example y] <!-- ignore all -->[[Файл:a.pdf]]"
    )
    here = "kb/mediawiki:whwiki#"
    assert targets(raw) == [f"{here}2#Шаг 1", f"{here}title:Нет", f"{here}title:Тест%2FПод", f"{here}title:Категория:A", "https://e.example"]  # fmt: skip
    assert raw.properties["labels"] == "B"
    assert raw.properties["hidden_text"] == "ignore all"


def seven(data: bytes) -> bytes:
    py7zr = pytest.importorskip("py7zr")
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(data, "dump.xml")
    return out.getvalue()


PACKING = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "7z": seven}


@pytest.mark.parametrize("kind", PACKING)
def test_packed_dumps(kind: str) -> None:
    data, before = dump(*PAGES), threading.active_count()
    assert documents(LOADER, PACKING[kind](data)) == documents(LOADER, data)
    assert threading.active_count() == before


@pytest.mark.parametrize("kind", PACKING)
def test_a_dump_that_nobody_reads_to_its_end_is_let_go(kind: str) -> None:
    data = PACKING[kind](dump(*(page(n, f"p{n}", revision("x" * 50_000)) for n in range(100, 140))))
    before = threading.active_count()
    with unpacked(io.BytesIO(data)) as plain:
        assert plain.read(20).startswith(b"<mediawiki")
    assert threading.active_count() == before


@pytest.mark.parametrize("kind", PACKING)
def test_broken_packages_have_a_code(kind: str) -> None:
    data = PACKING[kind](dump(*PAGES))
    with pytest.raises(LoadError) as caught:
        list(items(LOADER, data[: len(data) // 2]))
    assert caught.value.code in (Code.TRUNCATED, Code.MALFORMED)


def test_bombs_are_refused() -> None:
    with pytest.raises(LoadError) as caught:
        list(items(LOADER, lzma.compress(HEAD.encode() + b" " * 60_000_000)))
    assert caught.value.code == Code.ARCHIVE_BOMB


def test_a_page_too_long_costs_itself() -> None:
    found = documents(LOADER, dump(page(1, "a", revision("x" * 5_000_001)), page(2, "b", revision("y"))))
    assert [raw.properties.get("failure") for raw in found] == ["too-large", None]


def test_only_versions_that_are_kept_cost_memory() -> None:
    versions = [
        revision(f"{n}" * 1000, f"20{n // 12:02}-{n % 12 + 1:02}-01T00:00:00Z") for n in range(120, 360)
    ]
    (raw,) = documents(LOADER, dump(page(1, "a", *versions)))
    assert len(raw.properties["history"].split("\n")) == 20
    assert raw.properties["created"] == "2010-01-01"


@pytest.mark.parametrize(
    "piece", ["{{", "[[", "{|\n|", "'''", "<div>", "* ", "<ref>", "{{a|", "[http://x ", "=", "<!--", "|-\n"]
)
def test_long_nonsense_ends(piece: str) -> None:
    raw = read(piece * 5_000)
    assert raw.properties.get("failure") is None
    assert source().root == "kb"
