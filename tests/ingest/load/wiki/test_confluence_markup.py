from __future__ import annotations

import pytest

from ingest.load.wiki.confluence_markup import read_markup
from ingest.load.wiki.storage import Body
from ingest.load.wiki.storage_links import Names


def read(body: str) -> Body:
    return read_markup(
        body, Names(key="1", space="K", source=lambda space: f"kb/confluence:{space}", spaces=("K", "B"))
    )


SHOWN = {
    "h2. Заголовок\nТекст *жирный* и _косой_ {{моно}} 2*3*4": [("heading", "Заголовок"), ("text", "Текст жирный и косой моно 2*3*4")],
    "* a\n** b\n* c\n\n# d\n# e": [("list", "- a\n  - b\n- c"), ("list", "1. d\n2. e")],
    "||A||B||\n|1|[x|http://e.example]|": [("table", "| A | B |\n| --- | --- |\n| 1 | x |")],
    "до\n{code:title=t.py|language=py}\nif *a* < {b}:\n{code}\nпосле": [("text", "до"), ("text", "t.py"), ("code", "if *a* < {b}:"), ("text", "после")],
    "{noformat}h1. no{noformat}": [("code", "h1. no")],
    "{info:title=Важно}\nвнутри\n{info}": [("text", "Важно"), ("text", "внутри")],
    "{panel}a{panel} {color:red}b{color}": [("text", "a b")],
    "{toc}\n{style}GONE{style}x": [("text", "x")],
    "Статус {status:colour=Red|title=НЕТ}": [("text", "Статус НЕТ")],
    "спросить [~ivanov] или [почту|mailto:a@b.example]": [("text", "спросить или почту")],
    "!pic.png|width=3! подпись! и ещё!": [("text", "подпись! и ещё!")],
    "один\\\\два \\{нет}": [("text", "один\nдва {нет}")],
    "10^3^ м^2^ H~2~O 10{^}-6{^} H{~}2{~}O пере{*}нос{*} a^b и x ~ y ~ z": [("text", "10^3 м2 H2O 10^-6 H2O перенос a^b и x ~ y ~ z")],
    "bq. цитата\n----\nтекст": [("text", "цитата"), ("text", "текст")],
}  # fmt: skip


@pytest.mark.parametrize("body", SHOWN, ids=range(len(SHOWN)))
def test_what_is_shown(body: str) -> None:
    assert [(block.kind, block.text) for block in read(body).blocks] == SHOWN[body]


def test_links() -> None:
    body = "[Дом] [слова|B:Дом#шаг] [^a.pdf] [#тут] [http://e.example] {include:Другая}"
    assert [link.target for link in read(body).links] == [
        "kb/confluence:K#title:Другая",
        "kb/confluence:K#title:Дом",
        "kb/confluence:B#title:Дом#шаг",
        "kb/confluence:K#1/a.pdf",
        "kb/confluence:K#1#тут",
        "http://e.example",
    ]


def test_hidden_text() -> None:
    found = read("видно {excerpt:hidden=true}не видно{excerpt}")
    assert ([block.text for block in found.blocks], found.unseen) == (["видно"], ("не видно",))


@pytest.mark.parametrize("piece", ["*", "[", "{", "!", "|", "_a ", "{code}", "[a|", "\\", "h1. ", "{{", "??"])
def test_long_nonsense_is_read_at_once(piece: str) -> None:
    read(piece * 20_000)
