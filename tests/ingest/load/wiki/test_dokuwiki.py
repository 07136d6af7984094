from __future__ import annotations

import gzip
import io
import random
import tarfile
from pathlib import Path

import pytest
from confluence_files import zipped
from wiki_reading import documents, items, shown, targets

from ingest.document import RawDocument
from ingest.errors import Code, LoadError
from ingest.load.choose import choose, load_all
from ingest.load.container import Member
from ingest.load.wiki.dokuwiki import DokuWikiLoader
from ingest.load.wiki.dokuwiki_folder import resolved

LOADER = DokuWikiLoader()
FILES: dict[str, bytes] = {
    "wiki/conf/local.php": b"<?php\n$conf['title'] = 'Wiki #1';\n$conf['superuser'] = 'GONE';\n",
    "wiki/data/pages/start.txt": "====== Начало ======\nСм. [[склад:приёмка]].\n".encode(),
    "wiki/data/pages/склад/приёмка.txt": "==== Приёмка ====\nТекст {{:plan.pdf|План}} {{tag>склад важно}}\n".encode(),
    "wiki/data/pages/%D0%B7%D0%B0%D0%BA%D0%B0%D0%B7.txt": "Заказ".encode(),
    "wiki/data/pages/склад/_template.txt": b"GONE",
    "wiki/data/pages/._start.txt": b"\0GONE",
    "wiki/data/media/plan.pdf": b"%PDF",
    "wiki/data/attic/склад/приёмка.1500000000.txt.gz": gzip.compress(b"GONE"),
    "wiki/data/attic/склад/приёмка.1600000000.txt.gz": gzip.compress(b"GONE"),
    "wiki/data/meta/склад/приёмка.changes": "1600000000\t10.0.0.1\tE\tсклад:приёмка\tGONE\tGONE\n1700000000\t::1\tE\tx\tGONE\t\n".encode(),
    "wiki/data/meta/start.meta": b'a:1:{s:7:"current";a:1:{s:4:"date";a:2:{s:7:"created";i:1550000000;s:8:"modified";i:1560000000;}}}',
    "wiki/lib/readme.txt": b"GONE",
}


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo("./" + name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@pytest.mark.parametrize(
    "pack", [tarred, lambda files: tarred(files, "w"), zipped], ids=["tgz", "tar", "zip"]
)
def test_a_backup(pack) -> None:
    data = pack(FILES)
    assert choose(Path("backup.bin"), data[:4096], load_all(), io.BytesIO(data)).name == "dokuwiki"

    found = {raw.key: raw for raw in documents(LOADER, data)}
    assert sorted(found) == ["start", "заказ", "склад:приёмка"]
    page = found["склад:приёмка"]
    assert (page.source_id, page.title, page.section) == ("kb/dokuwiki:Wiki %231", "Приёмка", ("склад",))
    assert shown(page) == [("heading", "Приёмка"), ("text", "Текст План")]
    assert dict(page.properties) == {
        "title": "Приёмка",
        "page_id": "склад:приёмка",
        "space_name": "Wiki #1",
        "created": "2017-07-14",
        "modified": "2023-11-14",
        "history": "2 2020-09-13\n1 2017-07-14",
        "exported": "2023-11-14",
        "labels": "важно, склад",
    }
    assert targets(page) == ["kb/dokuwiki:Wiki %231#media:plan.pdf"]
    assert targets(found["start"]) == ["kb/dokuwiki:Wiki %231#склад:приёмка"]
    assert found["start"].properties["modified"] == "2019-06-08"
    opened = [(one.key, one.name, one.open()) for one in items(LOADER, data) if isinstance(one, Member)]
    assert opened == [("media:plan.pdf", "plan.pdf", b"%PDF")]
    assert "GONE" not in repr(found)


def test_a_page_in_a_folder(tmp_path: Path) -> None:
    for name in ("pages/a", "meta", "attic", "media"):
        (tmp_path / "data" / name).mkdir(parents=True)
    page = tmp_path / "data" / "pages" / "a" / "b.txt"
    page.write_text("====== Б ======\n[[.:c]] [[:start#x]] {{p.png}}", encoding="utf-8")
    old = tmp_path / "data" / "attic" / "b.1500000000.txt.gz"
    old.write_bytes(gzip.compress(b"old"))
    plain = tmp_path / "notes.txt"
    plain.write_text("====== no ======", encoding="utf-8")

    assert choose(page, page.read_bytes(), load_all()).name == "dokuwiki"
    assert choose(plain, plain.read_bytes(), load_all()).name == "text"
    with pytest.raises(LoadError) as caught:
        choose(old, old.read_bytes(), load_all())
    assert caught.value.code == Code.UNSUPPORTED

    (raw,) = documents(LOADER, page.read_bytes(), "w/data/pages/a/b.txt", page)
    assert (raw.source_id, raw.key, raw.title, raw.section) == ("kb/w/data/pages/a/b.txt", "", "Б", ("a",))
    assert targets(raw) == [
        "/w/data/media/a/p.png",
        "/w/data/pages/a/c.txt",
        "/w/data/pages/start.txt#x",
    ]


def read(text: str) -> RawDocument:
    files = {"data/pages/start.txt": text.encode(), "data/meta/x.meta": b""}
    (raw,) = documents(LOADER, zipped(files))
    return raw


SHOWN = {
    "===== Два =====\n**a** //b// __c__ ''d'' <del>e</del>": [("heading", "Два"), ("text", "a b c d e")],
    "  * a\n    * b\n  * c\n  - d\n  - e": [("list", "- a\n  - b\n- c\n1. d\n2. e")],
    "^ A ^ B ^\n| 1 | [[x|y|z]] |\n| ::: | 2 ||": [("table", "| A | B |\n| --- | --- |\n| 1 | y\\|z |\n|  | 2 |")],
    "до\n<code py f.py>\nif **a**:\n  b\n</code>\nпосле": [("text", "до"), ("code", "if **a**:\n  b"), ("text", "после")],
    "текст\n\n  indented\n    more\n\nконец": [("text", "текст"), ("code", "indented\n  more"), ("text", "конец")],
    "a((сноска **b**\nдальше)) c((ещё))": [("text", "a [1] c [2]"), ("text", "[1] сноска b дальше"), ("text", "[2] ещё")],
    "<nowiki>**a**</nowiki> %%[[b]]%% ~~NOTOC~~ <wrap important>c</wrap>": [("text", "**a** [[b]] c")],
    "один\\\\ два\\\\\nтри": [("text", "один\nдва"), ("text", "три")],
    "> цитата\n>> ответ\n----\nтекст": [("text", "цитата\nответ"), ("text", "текст")],
    "http://e.example/a//b// и [[http://f.example]] [[wp>Слово]]": [("text", "http://e.example/a//b// и http://f.example Слово")],
    "{{pic.png?200|Подпись}} {{rss>http://GONE.example}}": [("text", "Подпись")],
    "  * пункт\n<code>x</code>\n  * ещё": [("list", "- пункт"), ("code", "x"), ("list", "- ещё")],
}  # fmt: skip


@pytest.mark.parametrize("text", SHOWN, ids=range(len(SHOWN)))
def test_what_is_shown(text: str) -> None:
    assert shown(read(text)) == SHOWN[text]


@pytest.mark.parametrize(
    ("target", "goes"),
    [
        ("b", ("x:y:b", "")),
        (".:b", ("x:y:b", "")),
        (".b", ("x:y:b", "")),
        ("..:b", ("x:b", "")),
        ("..:..:b", ("b", "")),
        (":b", ("b", "")),
        ("n:b", ("n:b", "")),
        ("n:", ("n:start", "")),
        ("ns", ("x:y:ns", "")),
        (":ns", ("ns:start", "")),
        ("~:b", ("x:y:z:b", "")),
        ("Б В#Г", ("x:y:б_в", "#Г")),
        ("#a", ("", "#a")),
        ("media::p.png", ("media:p.png", "")),
    ],
)
def test_links_are_resolved_as_dokuwiki_does(target: str, goes: tuple[str, str]) -> None:
    assert resolved(target, "x:y:z", {"x:y:z", "ns:start"}) == goes


def test_what_is_no_wiki_or_broken_has_a_code() -> None:
    with pytest.raises(LoadError) as caught:
        documents(LOADER, zipped({"pages/a.txt": b"x"}))
    assert caught.value.code == Code.UNSUPPORTED
    with pytest.raises(LoadError) as caught:
        documents(LOADER, tarred(FILES)[:-40])
    assert caught.value.code == Code.TRUNCATED


def test_a_page_that_cannot_be_read_costs_itself() -> None:
    files = {
        "data/pages/a.txt": b"x" * 5_000_001,
        "data/pages/b.txt": b"y",
        "data/pages/c.txt": random.Random(1).randbytes(5_000_001).hex().encode(),
        "data/pages/empty.txt": b"",
    }
    found = {raw.key: raw.properties.get("failure") for raw in documents(LOADER, zipped(files))}
    assert found == {"a": "too-large", "b": None, "c": "too-large", "empty": None}


@pytest.mark.parametrize(
    "piece", ["**", "//", "((", "[[", "{{", "<code>", "|", "^ ", "  * ", "%%", "__", "~~A", "=", ">"]
)
def test_long_nonsense_is_read_at_once(piece: str) -> None:
    assert read(piece * 20_000).properties.get("failure") is None
