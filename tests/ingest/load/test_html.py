from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import RawDocument, Source, render
from ingest.errors import Code, LoadError
from ingest.load.html import HtmlLoader


def read(data: bytes | str, name: str = "a.html") -> RawDocument:
    raw = data.encode() if isinstance(data, str) else data
    source = Source(id=f"r/{name}", root="r", file=name, size=0, mtime_ns=0, ctime_ns=0, inode=0)
    (document,) = HtmlLoader().load(source, raw)
    return document


def text(data: bytes | str) -> str:
    return "\n\n".join(render(block) for block in read(data).blocks)


GOLDEN = """<!DOCTYPE html>
<html lang="ru"><head><title>Возврат товара — Справка</title><style>p{}</style>
<meta name="keywords" content="возврат, обмен"><meta property="article:modified_time" content="2025-03-04T10:00:00+03:00">
<meta name="description" content="GONE"></head>
<body><header><a>GONE</a></header><nav>GONE</nav>
<main><article>
<div class="breadcrumbs">GONE</div>
<header><h1>Возврат товара</h1></header>
<!-- GONE --><script>GONE</script>
<p>Первый <b>а</b>б <a href="/x">ссылка</a>
   строка</p><p>Второй<br>с новой строки</p>
<span hidden>GONE 1</span><span aria-hidden="true">GONE 2</span><p style="DISPLAY : none">GONE 3</p>
<p style="visibility:hidden">GONE 4</p><span style="font-size:0px">GONE 5</span><span style="opacity: 0">GONE 6</span>
<p style="color:#fff;background-color:white">GONE 7</p><p style="color:#FFFFFF">GONE 8</p>
<div style="position:absolute; left:-9999px">GONE 9</div><template>GONE 10</template><noscript>GONE 11</noscript>
<span class="sr-only">GONE 12</span><i aria-hidden="true"></i>
<table bgcolor="#003366"><tr><td><font color="white">on dark</font></td><td style="color:white;background:navy">kept</td></tr></table>
<span class="badge" style="color:#fff">badge</span>
<details><summary>Подробнее</summary><p>внутри</p></details>
<h2>Шаги <a class="headerlink">¶</a></h2>
<ol start="3"><li>раз<ul><li><p>под</p><p>пункт</p></li></ul></li><li>два<pre>x = 1
  y &lt; 2
</pre></li><li>три</li></ol>
<h3>Таблица</h3>
<table><caption>Сроки</caption><thead><tr><th rowspan="2">Товар</th><th colspan="2">Срок</th></tr><tr><th>дни</th><th>часы</th></tr></thead>
<tr><td>А|Б</td><td>14</td><td><ul><li>1</li><li>2</li></ul></td></tr></table>
<table><tr><td><h4>Рамка</h4></td></tr><tr><td>текст</td></tr></table>
<aside class="admonition tip">Совет</aside><aside>GONE</aside><button>GONE</button>
<pre>a
```
b</pre>
<label><input type="checkbox" checked>готово</label>
</article></main><footer>GONE</footer></body></html>"""

EXPECTED = """\
# Возврат товара

Первый аб ссылка строка

Второй
с новой строки

| on dark | kept |
| --- | --- |

badge

Подробнее

внутри

## Шаги

3. раз
  - под пункт
4. два

```
x = 1
  y < 2
```

5. три

### Таблица

Сроки

| Товар | Срок |  |
| --- | --- | --- |
|  | дни | часы |
| А\\|Б | 14 | 1 2 |

#### Рамка

текст

Совет

````
a
```
b
````

[x] готово"""


def test_what_a_reader_sees_of_the_text_itself() -> None:
    document = read(GOLDEN)
    assert "\n\n".join(render(block) for block in document.blocks) == EXPECTED
    assert document.title == "Возврат товара"
    unseen = document.properties["hidden_text"].split("\n")
    assert len(unseen) >= 12
    assert all(text.startswith("GONE") for text in unseen[:12])
    assert {name: value for name, value in document.properties.items() if name != "hidden_text"} == {
        "title": "Возврат товара — Справка",
        "language": "ru",
        "keywords": "возврат, обмен",
        "modified": "2025-03-04",
        "hidden_runs": "12",
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<article>one " + "x" * 200 + "</article><article>two</article><p>out</p>", "one " + "x" * 200 + "\n\ntwo\n\nout"),
        ("<div><article>one</article><article>two</article></div><p>outside</p>", "one\n\ntwo"),
        ("<article>card</article><p>" + "long " * 300 + "</p>", "card\n\n" + ("long " * 300).strip()),
        ("<div role=main>in</div><p>out</p>", "in"),
        ("<div id=mw-content-text>in<span class=mw-editsection>[edit]</span></div><main>out</main>", "in"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<b>a</b>b <i>c </i> d", "ab c d"),
        ("a<br><br>b<br>c", "a\n\nb\nc"),
        ("<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
        ("<ul><ul><li>deep</ul><li>flat</ul>", "  - deep\n- flat"),
        ("<ul><li>a<ul><li>b</ul>c</ul>", "- a\n  - b\n  c"),
        ("<ol type=a start=3><li>a<li value=5>b</ol><ol reversed><li>x<li>y</ol>", "c. a\ne. b\n\n2. x\n1. y"),
        ("<ul><li><h3>Q</h3>A</ul>", "### Q\n\nA"),
        ("<h3><button aria-expanded=true>Q</button></h3>", "### Q"),
        ("<h2>" + "w " * 300 + "</h2>", ("w " * 300).strip()),
        ("<div role=heading aria-level=4>H</div>", "#### H"),
        ("x<sup>2</sup> H<sub>2</sub>O a<wbr>b", "x2 H2O ab"),
        ("<p>a<embed src=x>b<source>c</p>d", "abc\n\nd"),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a\n\nb"),
        ("<table role=presentation><tr><td>a<td><p>b</table>", "a\n\nb"),
        ("<table><tr><td><h4>Key</h4><td>Is<tr><td>a<td><pre>b = 1</pre></table>", "| Key | Is |\n| --- | --- |\n| a | b = 1 |"),
        ("<table><tr><td><h1>Site</h1><td>tel<tr><td>menu<td>text</table>", "# Site\n\ntel\n\nmenu\n\ntext"),
        ("<table><tr><td><h3>One</h3>card<td>x<tr><td>a<td>b</table>", "### One\n\ncard\n\nx\n\na\n\nb"),
        ("<table><tr><td>x<td><pre>a\nb\nc\nd</pre><tr><td>y<td>z</table>", "x\n\n```\na\nb\nc\nd\n```\n\ny\n\nz"),
        ("<table><tr><td>1<td><pre>x</pre><tr><td>2<td><pre>y</pre></table>", "1\n\n```\nx\n```\n\n2\n\n```\ny\n```"),
        ("<table><tr><td><h3>Меню</h3><td>" + "ы" * 301 + "<tr><td>a<td>b</table>", "### Меню\n\n" + "ы" * 301 + "\n\na\n\nb"),
        ("<table><tr><td colspan=900000000>a<td>b</table>", "| a | b |\n| --- | --- |"),
        ("<table class=highlighttable><tr><td class=linenos><pre>1</pre><td class=code><pre>x</pre></table>", "```\nx\n```"),
        ('<p>x<script type="syntaxhighlighter"><![CDATA[a < b]]></script>', "x\n\n```\na < b\n```"),
        ("<ul class=inline-task-list><li class=checked>a<li>b</ul>", "- [x] a\n- [ ] b"),
        ("<p>ok <img class='emoticon emoticon-tick' alt='(tick)'><img alt=pic></p>", "ok ✓"),
        ("<p style='transform:translateX(-12000px)'>gone</p><p style='transform: translate(0, -9999px)'>gone</p>kept", "kept"),
        ("<p style='max-height:0;overflow:hidden'>gone</p><p style='max-height:90px;overflow:hidden'>kept", "kept"),
        ("<p style='filter: opacity(0)'>gone</p><p style='content-visibility:hidden'>gone</p>kept", "kept"),
        ("<p style='color:#fefefe'>gone</p><p style='color:#f8f8f8;background:#fff'>gone</p>kept", "kept"),
        ("<p style='color:#eee;background:#fff'>a<p style='transform:translateX(-50%)'>b<p style='color:#zzz'>c", "a\n\nb\n\nc"),
        ("<p style='transform:translate(-20px, 5px)'>a<p style='filter:opacity(0.5)'>b", "a\n\nb"),
        ("<p style='filter:opacity()'>kept<p style='filter:opacity(.0%)'>gone</p>", "kept"),
        ("<div id=menu><a href=1>gone</a> | <a href=2>gone</a></div><p>text</p>", "text"),
        ("<ul class='Menu x'><li><a href=1>gone</a><li><a href=2>gone</a></ul><p>text</p>", "text"),
        ("<div class=menu>Soup of the day, see <a href=1>list</a> and <a href=2>prices</a></div>", "Soup of the day, see list and prices"),
        ("<article>" + "text " * 50 + "<footer class='theme-doc-footer'><a href=e>gone</a></footer></article>", ("text " * 50).strip()),
        ("<p style='color:rgb(255, 255, 255)'>gone</p><p style='text-indent:-20px'>kept", "kept"),
    ],
)  # fmt: skip
def test_pieces(body: str, expected: str) -> None:
    assert text(body) == expected


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
@pytest.mark.parametrize("declare", [True, False])
def test_any_charset_declared_or_not(charset: str, declare: bool) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if declare else ""
    words = "Порядок возврата денег описан в договоре с покупателем."
    assert text(f"<html><head>{meta}</head><body><p>{words}</p></body></html>".encode(charset)) == words


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" \n", Code.EMPTY_FILE),
        (b"%PDF-1.7 ...", Code.WRONG_TYPE),
        (b"PK\x03\x04rest", Code.WRONG_TYPE),
        (b"<html><body><img src=x></body></html>", Code.NO_TEXT),
        (b"<p>start</p>" + b"<div>" * 3000 + b"deep", Code.TOO_DEEP),
        (b"<p>" * 600_000, Code.TOO_LARGE),
        (b"<p>a" + b" " * 11_000_000 + b"b", Code.TOO_LARGE),
        (b"<p " + b" ".join(b"a%d" % i for i in range(2000)) + b">x", Code.TOO_LARGE),
        (b"<p " + b"".join(b'a%d=">"' % i for i in range(2000)) + b">x", Code.TOO_LARGE),
        (b"<!--><p x' " + b"/".join(b"a%d" % i for i in range(2000)) + b" y'><!-- -->", Code.TOO_LARGE),
        (b"<table>" + (b"<tr>" + b"<td colspan=200 rowspan=200>x</td>" * 20 + b"</tr>") * 60, Code.TOO_LARGE),
        (b"<p>" + bytes(range(128, 256)) * 20 + b"\0\0\xff" * 50, Code.BAD_ENCODING),
    ],
)
def test_every_trouble_has_its_code(data: bytes, code: Code) -> None:
    with pytest.raises(LoadError) as caught:
        read(data)
    assert caught.value.code == code


def test_long_attribute_values_are_no_trouble() -> None:
    image = "<img src='data:image/png;base64," + "A/" * 50_000 + "'>"
    assert text(f"<p>a{image}b</p><script>" + "if (i <n) { x } " * 3000 + "</script>") == "ab"


PIECES = st.sampled_from(
    ["<p>", "</p>", "<b>", "</div>", "<div>", "<ul>", "<li>", "<ol>", "</ul>", "<table>", "<tr>", "<td>", "</table>",
     "<pre>", "</pre>", "<h2>", "</h2>", "<br>", "слово ", "&lt;", "<i hidden>", "</i>", "<", ">", '"', "<!--", "<td rowspan=0>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60))
def test_any_soup_gives_blocks_with_words_or_a_code(pieces: list[str]) -> None:
    try:
        outcome = [block.text.strip() for block in read("".join(pieces)).blocks]
    except LoadError as error:
        outcome = [error.code] if error.code in (Code.NO_TEXT, Code.EMPTY_FILE) else [""]
    assert outcome
    assert all(outcome)
