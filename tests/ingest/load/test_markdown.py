"""Markdown: what CommonMark says, as blocks."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import HIDDEN_TEXT, Block, RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.markdown import MarkdownLoader
from ingest.load.markdown_inline import PIECE, pieces
from ingest.load.markdown_parts import parts

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r")


def read(data: str | bytes, name: str = "page.md") -> RawDocument:
    source = Source(id=f"kb/{name}", root="kb", file=name, size=0, mtime_ns=0, ctime_ns=0, inode=0)
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    (document,) = MarkdownLoader().load(source, raw)
    return document


def brief(data: str, name: str = "page.md") -> list[str]:
    """Blocks as "kind: text"; headings as "h2: text"."""
    return [f"{'h' + str(b.level) if b.level else b.kind}: {b.text}" for b in read(data, name).blocks]


CASES = {
    "headings": ("# A\n\nB\n=\n\nC *d*\n---\n\n### `e` f ###", ["h1: A", "h1: B", "h2: C d", "h3: e f"]),
    "paragraph keeps its lines": ("one\ntwo  \nthree\n\nfour", ["text: one\ntwo\nthree", "text: four"]),
    "marks go, words stay": (
        "**a** _b_ ~~c~~ `d` [e](http://x.y/z) ![f](g.png) <b>h</b> a\\*b &amp; &lt;",
        ["text: a b c d e f h a*b & <"],
    ),
    "autolink": ("see <https://example.org/a>", ["text: see https://example.org/a"]),
    "link to anything": ("[a](file:///x/y) [b](javascript:z)", ["text: a b"]),
    "reference link": ("[text][r] and [r]\n\n[r]: http://x.y 'T'", ["text: text and r"]),
    "identifiers keep underscores": ("UF_CRM_1 and a_b_c", ["text: UF_CRM_1 and a_b_c"]),
    "hard break of html": ("a<br>b<br/>c", ["text: a\nb\nc"]),
    "comment": ("a <!-- hidden --> b\n\n<!-- gone\n\ntoo -->\n\nc", ["text: a  b", "text: c"]),
    "image in html": ('<p><img src="x.png" alt="Схема"></p>', ["text: Схема"]),
    "lists": (
        "- a\n- b\n  continues\n  1. c\n  2. d\n- [ ] e",
        ["list: - a\n- b\n  continues\n  1. c\n  2. d\n- [ ] e"],
    ),
    "list that starts at 0 and 7": (
        "0. a\n1. b\n\ntext\n\n7) c",
        ["list: 0. a\n1. b", "text: text", "list: 7. c"],
    ),
    "loose list": ("- a\n\n  more\n\n- b", ["list: - a\n  more\n- b"]),
    "code in a list": (
        "1. a\n\n   ```sh\n   run\n   ```\n\n   then\n\n2. b",
        ["list: 1. a", "code: run", "text: then", "list: 2. b"],
    ),
    "empty items": ("- [](a.md)\n- \n- b", ["list: - b"]),
    "code": (
        "```py title=\"a.py\"\nx = '''\n\n# no heading\n```\n\n    indented\n\n~~~\n```\n~~~",
        ["text: a.py", "code: x = '''\n\n# no heading", "code: indented", "code: ```"],
    ),
    "table": (
        "| a | b |\n|---|:-:|\n| `x\\|y` | **z** |\n| one |",
        ["table: | a | b |\n| --- | --- |\n| x\\|y | z |\n| one |  |"],
    ),
    "quotation": ("> # a\n> b\n>\n> - c\n\nd", ["h1: a", "text: b", "list: - c", "text: d"]),
    "footnote": (
        "a[^1]\n\n[^1]: Note\n[^b]: longer note",
        ["text: a[^1]", "text: [^1]: Note\n[^b]: longer note"],
    ),
    "html block": (
        (
            "<div>\n<h2>T</h2>\n<p>a <b>b</b></p><p>c</p>\n<script>x()</script><style>y</style>\n"
            "<p style='display: none'>no</p><pre>  k\n v</pre>\n</div>"
        ),
        ["h2: T", "text: a b", "text: c", "code:   k\n v"],
    ),
    "table without dashes": (
        "Keys:\nTenant | **Flat** | Since\n[Osei](a.md) | 12 | may\nMarsh | `a` | june\nend",
        [
            "text: Keys:",
            "table: | Tenant | Flat | Since |\n| --- | --- | --- |\n| Osei | 12 | may |\n| Marsh | a | june |",
            "text: end",
        ],
    ),
    "html table": (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1<br>2</td><td>x|y</td></tr></table>",
        ["table: | a | b |\n| --- | --- |\n| 1 2 | x\\|y |"],
    ),
    "details": ("<details>\n<summary>More</summary>\n\n**body**\n\n</details>", ["text: More", "text: body"]),
    "rule": ("a\n\n***\n\nb", ["text: a", "text: b"]),
    "empty": ("", []),
    "only blanks": (" \n\t\n", []),
}


@pytest.mark.parametrize(("source", "blocks"), CASES.values(), ids=CASES.keys())
def test_commonmark(source: str, blocks: list[str]) -> None:
    assert brief(source) == blocks


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newlines_of_other_systems(newline: str) -> None:
    source = "---\nversion: 2\n---\n# A\n\n```\nx\ny\n```\n"
    assert read(source.replace("\n", newline)) == read(source)


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("---\ntitle: From front\n---\n# Head", "From front"),
        ("## Two\n\n# One *x*\n", "One x"),
        ("## Two\n\n### Three", "Two"),
        ("text only", ""),
    ],
)
def test_title(source: str, title: str) -> None:
    assert read(source).title == title


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(encoding: str) -> None:
    text = "# Инструкция по установке\n\nПоверните вентиль на четверть оборота и подождите пять минут.\n"
    document = read(text.encode(encoding))
    assert document.title == "Инструкция по установке"
    assert document.blocks[1].text == "Поверните вентиль на четверть оборота и подождите пять минут."


def test_binary_has_a_code() -> None:
    with pytest.raises(LoadError) as caught:
        read(bytes(range(256)) * 20)
    assert caught.value.code == Code.BAD_ENCODING


def test_deep_nesting_ends() -> None:
    assert read("> " * 3000 + "deep").title == ""
    assert "deep" in read("\n".join("  " * n + "- deep" for n in range(50))).blocks[0].text


def test_mdx_knows_no_code_by_indent() -> None:
    source = 'import A from "a"\n\n<Tabs>\n  <TabItem label="Linux">\n\n    Use **apt**.\n\n  </TabItem>\n</Tabs>\n'
    assert brief(source, "page.mdx") == ["text: Linux", "text: Use apt."]


TEXT = st.characters(exclude_characters="\0", exclude_categories=("Cs",))
"""A zero byte is a matter of encodings."""
PIECES = st.sampled_from(
    ["#|", "||", "|#", "|", "{% note %}", "{% list tabs %}", "{% endlist %}", "{% cut \"x\" %}", "```", "~~~", "`", "- ",
     "1. ", "> ", "    ", "\n", "\n\n", "<div>", "<!--", "-->", "<table>", ":::", "!!! note", "=== \"t\"", "[a](b)", "![", "{#a}",
     "{{< x >}}", "\x02", "\x02T0\x02", "# h", "---\n", "слово", "\t", "[^1]:", "<Tab ", "\\", "&#0;", "import a from 'b'"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(TEXT, max_size=200)))
def test_any_text_gives_blocks_without_marks(text: str) -> None:
    document = read(text)
    assert document == read(text)
    packed = json.loads(json.dumps([asdict(block) for block in document.blocks]))
    assert [Block(**{**one, "lines": tuple(one["lines"])}) for one in packed] == list(document.blocks)
    for block in document.blocks:
        assert isinstance(block, Block)
        assert block.text
        assert "\x02" not in block.text
        assert (block.level > 0) == (block.kind == "heading")


def test_a_paragraph_of_nothing_but_marks_is_read_in_pieces() -> None:
    text = "*a **b `c` [d](e.md) and more words " * 3_000
    document = read(f"{text}\n\nend **here**")
    assert [len(block.text.split()) for block in document.blocks] == [21_000, 2]
    assert document.blocks[1].text == "end here"
    assert "[d]" not in document.blocks[0].text
    assert [link.target for link in document.links] == ["e.md"]
    assert "".join(pieces(text)) == text
    assert list(pieces("a" * (PIECE + 1))) == ["a" * PIECE, "a"]


LONG = "\n".join(f"line {number}" for number in range(300))
SECTIONS = {
    "heading": f"# A\n\n- x\n{LONG}\n# B\n\n[c][d]\n\n{LONG}\n\n[d]: e.md",
    "code": f"# A\n\n```\n{LONG}\n\n# no heading\n{LONG}\n```\n\n# B",
    "html": f"# A\n\n<pre>\n{LONG}\n\n# no heading\n\n{LONG}\n</pre>\n\n# B",
    "list": f"# A\n\n1. x\n\n{LONG}\n\n2. y\n\n{LONG}\n\n   z\n\n# B",
}


@pytest.mark.parametrize("text", SECTIONS.values(), ids=SECTIONS)
def test_a_large_page_reads_the_same_in_parts(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(text)
    monkeypatch.setattr("ingest.load.markdown_parts.PART", 1_000)
    in_parts = read(text)
    assert in_parts == whole
    assert [block.text for block in whole.blocks if block.kind == "heading"] == ["A", "B"]


@pytest.mark.parametrize("mark", ["> ", "- ", "1. "])
def test_what_is_nested_too_deeply_stays_as_text(mark: str) -> None:
    text = "".join(block.text for block in read(mark * 300 + "deep\n\nend").blocks)
    assert "deep" in text
    assert text.endswith("end")


def test_parts_are_cut_where_nothing_is_open() -> None:
    paragraphs = "\n\n".join(["word " * 10_000] * 20)
    assert all(
        len(list(parts(text.replace(LONG, LONG * 100)))) == 1 for text in (SECTIONS["code"], SECTIONS["html"])
    )
    cut = list(parts(paragraphs))
    assert len(cut) > 2
    assert "".join(cut) == paragraphs


def test_one_list_of_a_million_marks_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.load.markdown.MOST_TOKENS", 1_000)
    with pytest.raises(LoadError) as caught:
        read("- a\n" * 1_000)
    assert caught.value.code == Code.TOO_LARGE


def test_what_is_remembered_of_one_page_is_not_told_of_another() -> None:
    text = "*See* [here]"
    table = "#|\n|| - [here]\n- b | <!-- for us -->\n\n- *c* ||\n|#"
    defined = f"[here]: there.md\n\n{text}\n\n{table}"
    bare = f"{text}\n\n{table}"
    pages = [read(page) for page in (bare, defined, bare, defined)]
    assert [[block.text for block in page.blocks] for page in pages] == [
        ["See [here]", "| - [here] - b | - c |\n| --- | --- |"],
        ["See here", "| - here - b | - c |\n| --- | --- |"],
    ] * 2
    assert [[link.target for link in page.links] for page in pages] == [[], ["there.md"]] * 2
    assert {page.properties[HIDDEN_TEXT] for page in pages} == {"for us"}
