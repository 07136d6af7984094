"""What `<style>` blocks hide is as hidden as what inline styles hide."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from ingest.document import RawDocument, Source
from ingest.errors import LoadError
from ingest.load.html import HtmlLoader


def load(head: str, body: str) -> RawDocument:
    data = f"<html><head>{head}</head><body><h1>Насосы</h1><p>Видно всем.</p>{body}</body></html>".encode()
    path = Path("page.html")
    source = Source(
        id="kb/page.html", root="kb", file=str(path), size=len(data), mtime_ns=0, ctime_ns=0, inode=0
    )
    return next(HtmlLoader().load(source, data))


def words(document: RawDocument) -> str:
    return "\n".join(block.text for block in document.blocks)


HIDING = [
    (".x { display: none }", '<p class="x">ТАЙНА</p>'),
    ("#x{visibility:hidden}", '<p id="x">ТАЙНА</p>'),
    ("em { font-size: 0 }", "<p>Тут <em>ТАЙНА</em> текст</p>"),
    ("p.a.b, q { opacity: 0 }", '<p class="b a">ТАЙНА</p>'),
    (
        "div.box .x { position: absolute; left: -9999px }",
        '<div class="box"><p><i class="x">ТАЙНА</i></p></div>',
    ),
    ("ul > li.x { text-indent: -5000px }", '<ul><li>один</li><li class="x">ТАЙНА</li></ul>'),
    (".x { color: #fff }", '<p class="x">ТАЙНА</p>'),
    (".x { color: #EEE; background: #eeeeee }", '<p class="x">ТАЙНА</p>'),
    (
        ".box { background-color: #222 } .x { color: #222222 }",
        '<div class="box"><p class="x">ТАЙНА</p></div>',
    ),
    ("body { background: black } .x { color: #000 }", '<p class="x">ТАЙНА</p>'),
    (":root { --paper: #ffffff } .x { color: var(--paper) }", '<p class="x">ТАЙНА</p>'),
    ("@media screen { .x { display: none } }", '<p class="x">ТАЙНА</p>'),
    ("/* } */ .y { content: '}' } .x { display: none }", '<p class="x">ТАЙНА</p>'),
    (r".\78 { disp\6c ay: none }", '<p class="x">ТАЙНА</p>'),
    (".x { display: none !important }", '<p class="x" style="display: block">ТАЙНА</p>'),
    (".x { font: 0/0 a }", '<p class="x">ТАЙНА</p>'),
]


@pytest.mark.parametrize(("css", "body"), HIDING)
def test_text_that_a_style_block_hides_is_stripped_and_counted(css: str, body: str) -> None:
    document = load(f"<style>{css}</style>", body)

    assert "ТАЙНА" not in words(document)
    assert "Видно всем." in words(document)
    assert document.properties["hidden_runs"] == "1"
    assert document.properties["hidden_text"] == "ТАЙНА"


SHOWING = [
    ("<style>@media print { .x { display: none } }</style>", '<p class="x">ВИДНО</p>'),
    ("<style>@media (max-width: 600px) { .x { display: none } }</style>", '<p class="x">ВИДНО</p>'),
    ("<style media='print'>.x { display: none }</style>", '<p class="x">ВИДНО</p>'),
    ("<style>.x:hover, .x + p { display: none }</style>", '<p class="x">ВИДНО</p><p>И это</p>'),
    ("<style>.x { display: none } .x { display: block }</style>", '<p class="x">ВИДНО</p>'),
    ("<style>.x { display: none } #y { display: block }</style>", '<p class="x" id="y">ВИДНО</p>'),
    ("<style>p .x { display: none }</style>", '<div><b class="x">ВИДНО</b></div>'),
    ("<style>div > .x { display: none }</style>", '<div><p><b class="x">ВИДНО</b></p></div>'),
    ("<style>.x { display: none }</style>", '<p class="x" style="display: block">ВИДНО</p>'),
    ("<style>.tab { display: none } .tab.open { display: block }</style>", '<div class="tab">ВИДНО</div>'),
    (
        "<style>.tab { display: none } #a:checked ~ .tab { display: block }</style>",
        '<p class="tab">ВИДНО</p>',
    ),
    ("<style>body { background: #222 } .x { color: #fff }</style>", '<p class="x">ВИДНО</p>'),
    ("<style>.x { color: #fff }</style><link rel='stylesheet' href='a.css'>", '<p class="x">ВИДНО</p>'),
    ("<style>.x { color: #fff } .x b { background: #111 }</style>", '<p class="x"><b>ВИДНО</b></p>'),
    ("<style>.x { color: #fff; background-image: url(a.png) }</style>", '<p class="x">ВИДНО</p>'),
]


@pytest.mark.parametrize(("head", "body"), SHOWING)
def test_what_some_reader_sees_stays(head: str, body: str) -> None:
    assert "ВИДНО" in words(load(head, body))


def test_hostile_styles_end_in_time() -> None:
    pages = [
        ("{" * 200_000, "<p>a</p>"),
        ("/*" * 100_000, "<p>a</p>"),
        ('"' * 200_001, "<p>a</p>"),
        (".a " * 60_000 + "{display:none}", "<p class=a>a</p>" * 1000),
        ("@media screen{" * 20_000, "<p>a</p>"),
        ("".join(f"p.c{n} p.a{{opacity:0}}" for n in range(20_000)), "<p class=a>a</p>" * 1000),
        ("--a:var(--a);" * 20_000 + ".x{color:var(--a)}", "<p class=x>a</p>"),
    ]
    for css, body in pages:
        started = time.process_time()
        with contextlib.suppress(LoadError):
            load(f"<style>{css}</style>", body)
        assert time.process_time() - started < 20
