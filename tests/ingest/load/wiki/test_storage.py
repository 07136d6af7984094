from __future__ import annotations

import pytest

from ingest.errors import Code, LoadError
from ingest.load.wiki.storage import Body, read_storage
from ingest.load.wiki.storage_links import Names


def read(body: str) -> Body:
    return read_storage(
        body, Names(key="1", space="K", source=lambda space: f"kb/confluence:{space}", spaces=("K", "B"))
    )


def macro(name: str, inner: str = "", **given: str) -> str:
    parameters = "".join(
        f'<ac:parameter ac:name="{key}">{value}</ac:parameter>' for key, value in given.items()
    )
    return f'<ac:structured-macro ac:name="{name}" ac:schema-version="1">{parameters}{inner}</ac:structured-macro>'


def rich(text: str) -> str:
    return f"<ac:rich-text-body>{text}</ac:rich-text-body>"


def raw(text: str) -> str:
    return f"<ac:plain-text-body><![CDATA[{text}]]></ac:plain-text-body>"


SHOWN = {
    "<h2>Заголовок</h2><p>Текст <strong>жирный</strong> и <em>ещё</em></p>": [
        ("heading", "Заголовок"),
        ("text", "Текст жирный и ещё"),
    ],
    macro("info", rich("<p>внутри</p>"), title="Важно"): [("text", "Важно"), ("text", "внутри")],
    macro("panel", rich("<p>a</p>") , bgColor="#fff"): [("text", "a")],
    macro("expand", rich("<p>a</p>"), title="Ещё"): [("text", "Ещё"), ("text", "a")],
    macro("code", raw("if a < b:\n  <p>x</p>"), language="py", title="t.py"): [("text", "t.py"), ("code", "if a < b:\n  <p>x</p>")],
    macro("noformat", raw("x  y")): [("code", "x  y")],
    macro("mystery", raw("x")): [("code", "x")],
    macro("mystery", rich("<p>x</p>"), GONE="GONE"): [("text", "x")],
    macro("toc") + macro("children", all="true") + macro("recently-updated"): [],
    macro("anchor", **{"": "GONE"}): [],
    "<p>Готово: " + macro("status", colour="Green", title="DONE") + " да</p>": [("text", "Готово: DONE да")],
    "<p>" + macro("jira", key="ABC-1", server="GONE") + "</p>": [("text", "ABC-1")],
    macro("view-file", '<ac:parameter ac:name="name"><ri:attachment ri:filename="a.pdf"/></ac:parameter>'): [("text", "a.pdf")],
    macro("include", '<ac:parameter ac:name=""><ac:link><ri:page ri:content-title="Другая"/></ac:link></ac:parameter>'): [("text", "Другая")],
    "<p>Спросите <ac:link><ri:user ri:userkey=\"1\"/><ac:link-body>GONE</ac:link-body></ac:link>!</p>": [("text", "Спросите !")],
    "<p>См. <ac:link><ri:page ri:content-title=\"A\"/><ac:link-body>слова <code>b</code></ac:link-body></ac:link> ниже</p>": [("text", "См. слова b ниже")],
    "<ul><li>до <ac:link ac:anchor=\"x\"><ac:link-body><em>тут</em></ac:link-body></ac:link>, далее</li></ul>": [("list", "- до тут, далее")],
    macro("ui-tab", rich("<p>тело</p>"), title="Вкладка") + macro("card", rich("<p>x</p>"), label="Карта"): [("text", "Вкладка"), ("text", "тело"), ("text", "Карта"), ("text", "x")],
    "<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body>раз</ac:task-body></ac:task>"
    "<ac:task><ac:task-status>incomplete</ac:task-status><ac:task-body><span>два</span></ac:task-body></ac:task></ac:task-list>": [
        ("list", "- [x] раз\n- [ ] два")
    ],
    "<ac:layout><ac:layout-section><ac:layout-cell><p>a</p></ac:layout-cell><ac:layout-cell><p>b</p></ac:layout-cell></ac:layout-section></ac:layout>": [
        ("text", "a"),
        ("text", "b"),
    ],
    "<table><tbody><tr><th>A</th><th>B</th></tr><tr><td rowspan=\"2\"><p>1</p></td><td><p>2</p><p>3</p></td></tr><tr><td>4</td></tr></tbody></table>": [
        ("table", "| A | B |\n| --- | --- |\n| 1 | 2 3 |\n|  | 4 |")
    ],
    "<table><tbody><tr><td><h2>x</h2></td><td>y</td></tr></tbody></table>": [("table", "| x | y |\n| --- | --- |")],
    '<p>a<ac:emoticon ac:name="tick"/><ac:emoticon ac:name="smile" ac:emoji-fallback="🙂"/></p>': [("text", "a✓🙂")],
    '<ac:image><ri:attachment ri:filename="a.png"/><ac:caption><p>Схема</p></ac:caption></ac:image>': [("text", "Схема")],
    '<p>x<ac:inline-comment-marker ac:ref="1">y</ac:inline-comment-marker>z</p><ac:placeholder>GONE</ac:placeholder>': [("text", "xyz")],
    '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">GONE</ac:adf-attribute><ac:adf-content><p>a</p></ac:adf-content>'
    "</ac:adf-node><ac:adf-fallback><p>a</p></ac:adf-fallback></ac:adf-extension>": [("text", "a")],
    "<p>&Auml;&nbsp;&euro; &lt;b&gt; &unknown; &amp;</p>": [("text", "Ä\xa0€ <b> &unknown; &")],
    '<p style="margin: 0"><strong class="x">a</strong><strong>b</strong></p>': [("text", "ab")],
    "<p>before</p><foo:bar xfoo:y=\"1\">kept</foo:bar>": [("text", "before"), ("text", "kept")],
    '<p><time datetime="2024-05-06" /></p>': [("text", "2024-05-06")],
    "<ul><li><p>a</p><ul><li>b</li></ul></li></ul><ol><li>c</li><li>d</li></ol>": [("list", "- a\n  - b"), ("list", "1. c\n2. d")],
}  # fmt: skip


@pytest.mark.parametrize("body", SHOWN, ids=range(len(SHOWN)))
def test_what_is_shown(body: str) -> None:
    assert [(block.kind, block.text) for block in read(body).blocks] == SHOWN[body]


@pytest.mark.parametrize("name", ["excerpt", "details"])
def test_a_hidden_macro_is_hidden_text(name: str) -> None:
    found = read("<p>seen</p>" + macro(name, rich("<p>not seen</p>"), hidden="true"))
    assert [block.text for block in found.blocks] == ["seen"]
    assert (found.hidden, found.unseen) == (1, ("not seen",))


def test_links_of_what_is_dropped_are_no_links() -> None:
    inner = '<ac:link><ri:page ri:content-title="A"/></ac:link><a href="https://x.example">x</a>'
    assert (
        read(macro("style", rich(inner)) + '<a href="https://y.example">y</a>').links[0].target
        == "https://y.example"
    )
    assert len(read(macro("style", rich(inner))).links) == 0


def test_included_pages_are_links() -> None:
    body = macro(
        "excerpt-include",
        '<ac:parameter ac:name=""><ac:link><ri:page ri:space-key="B" ri:content-title="T"/></ac:link></ac:parameter>',
    )
    assert [(link.target, link.text) for link in read(body).links] == [("kb/confluence:B#title:T", "T")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<p>a", Code.MALFORMED),
        ("<p>a</div></p>", Code.MALFORMED),
        ("<div>" * 300 + "</div>" * 300, Code.TOO_DEEP),
        ("x" * 20_000_001, Code.TOO_LARGE),
        (
            "<table><tr>" + "<td colspan='200'>x</td>" * 200 + "</tr>" * 1 + "<tr><td>x</td></tr></table>",
            None,
        ),
        ("<table>" + ("<tr>" + "<td colspan='200'>x</td>" * 100 + "</tr>") * 11 + "</table>", Code.TOO_LARGE),
    ],
)
def test_limits(body: str, code: Code | None) -> None:
    if code is None:
        assert read(body).blocks
        return
    with pytest.raises(LoadError) as caught:
        read(body)
    assert caught.value.code == code
    assert "<" not in str(caught.value)


def test_entities_of_xml_are_not_expanded() -> None:
    assert [block.text for block in read("<p>&xxe; &amp;lol;</p>").blocks] == ["&xxe; &lol;"]
    with pytest.raises(LoadError):
        read('</div><!DOCTYPE a [<!ENTITY x "y">]><div>')
