"""Dialects of documentation: every word a reader sees stays, every directive goes."""

from __future__ import annotations

import pytest
from test_markdown import brief

YFM = {
    "note": ('{% note tip "Важно" %}\n\nТело **заметки**.\n\n{% endnote %}', ["text: Важно", "text: Тело заметки."]),
    "note without title": ('{% note info "" %}\nbody\n{% endnote %}', ["text: body"]),
    "cut": ('{% cut "Ещё" %}\n\n- a\n\n{% endcut %}\n\nb', ["text: Ещё", "list: - a", "text: b"]),
    "tabs": (
        "- before\n\n{% list tabs %}\n\n- Linux\n\n    ```sh\n    apt {% x %}\n    ```\n\n- **Terms** (mac)\n\n    Text\n\n    - item\n\n{% endlist %}\n\n- after",
        ["list: - before", "text: Linux", "code: apt {% x %}", "text: Terms (mac)", "text: Text", "list: - item", "list: - after"],
    ),
    "tabs in a list": (
        "1. Step\n\n    {% list tabs %}\n\n    - A\n\n        body\n\n    {% endlist %}\n\n2. Next",
        ["list: 1. Step", "text: A", "text: body", "list: 2. Next"],
    ),
    "tabs in tabs": (
        "{% list tabs %}\n- A\n\n  {% list tabs %}\n  - B\n\n    x\n  {% endlist %}\n- C\n\n  y\n{% endlist %}",
        ["text: A", "text: B", "text: x", "text: C", "text: y"],
    ),
    "include": ("a\n{% include notitle [x y](../_inc/a.md) %}\nb {% include [z](q.md) %} c", ["text: a", "text: b  c"]),
    "conditions": ("{% if a == 'b' %}\n\ntext {{ var }}\n\n{% endif %}\n{% raw %}\nx\n{% endraw %}", ["text: text {{ var }}", "text: x"]),
    "directives in code stay": ("`{% note %}`\n\n```\n{% note %}\n#|\n```", ["text: {% note %}", "code: {% note %}\n#|"]),
    "attributes": (
        "## Head {#id-1}\n\nText {.cls}\n\n![pic](a.png){width=420} [{#T}](x.md) {...} {a=b}",
        ["h2: Head", "text: Text", "text: pic  {...} {a=b}"],
    ),
    "terms": ("[API](*api)\n\n[*api]: interface", ["text: API", "text: [*api]: interface"]),
}  # fmt: skip

TABLES = {
    "plain": ("#|\n|| **A** | B ||\n|| 1 | `x|y` ||\n|#", [["A", "B"], ["1", "x\\|y"]]),
    "on one line": ("#| || a | b || |#", [["a", "b"]]),
    "many lines": (
        "#|\n||\n\n**A**\n`t`\n\n|\n\n- one\n- two\n\n||\n|| c | first\n\nsecond ||\n|#",
        [["A t", "- one - two"], ["c", "first second"]],
    ),
    "code with marks": ("#|\n|| a | ```\nx || y | z\n``` ||\n|| b | c ||\n|#", [["a", "x \\|\\| y \\| z"], ["b", "c"]]),
    "escapes and spans": ("#|\n|| a\\|b | > ||\n|| ^ | c ||\n|#", [["a\\|b", ""], ["", "c"]]),
    "note in a cell": ('#|\n|| a | {% note info "T" %}\n\nbody\n\n{% endnote %} ||\n|#', [["a", "T body"]]),
    "table in a cell": ("#|\n|| a |\n#|\n|| b | c ||\n|| d | e ||\n|#\n||\n|| f | g ||\n|#", [["a", "b c d e"], ["f", "g"]]),
    "row that is not closed": ("#|\n|| a | b\n|| c | d ||\n|#", [["a", "b"], ["c", "d"]]),
    "attributes": ("#|\n|| a {.x} | b ||\n|#{.wide}", [["a", "b"]]),
}  # fmt: skip


@pytest.mark.parametrize(("source", "blocks"), YFM.values(), ids=YFM.keys())
def test_yfm(source: str, blocks: list[str]) -> None:
    assert brief(source) == blocks


@pytest.mark.parametrize("indent", ["", "    "], ids=["page", "tab"])
@pytest.mark.parametrize(("source", "rows"), TABLES.values(), ids=TABLES.keys())
def test_yfm_table(source: str, rows: list[list[str]], indent: str) -> None:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join(["---"] * len(rows[0])) + " |")
    table = "table: " + "\n".join(lines)
    indented = "\n".join(indent + line if line else "" for line in source.split("\n"))
    if indent:
        assert brief(f"{{% list tabs %}}\n\n- Tab\n\n{indented}\n\n{{% endlist %}}") == ["text: Tab", table]
        assert brief(f"text\n\n{indented}\n\nend") == ["text: text", table, "text: end"]
    else:
        assert brief(f"text\n{indented}\nend") == ["text: text", table, "text: end"]


def test_table_that_is_never_closed_ends_before_the_next_heading() -> None:
    assert brief("#|\n|| a | b ||\n\n# Next\n\ntext") == [
        "table: | a | b |\n| --- | --- |",
        "h1: Next",
        "text: text",
    ]
    assert brief("#|\nnot a table\n\n# Next") == ["text: #|\nnot a table", "h1: Next"]


def test_tables_within_tables_stop_somewhere() -> None:
    (block,) = brief("#|\n|| " * 30 + "bottom" + " ||\n|#" * 30)
    assert "bottom" in block


OTHERS = {
    "mkdocs note": ('!!! note "Title"\n    Body\n\n    - item\n\nafter', ["text: Title", "text: Body", "list: - item", "text: after"]),
    "mkdocs collapsed, no title": ("??? tip\n\n    Body\n", ["text: Body"]),
    "exclamation is no note": ("!!! Attention please\nnow", ["text: !!! Attention please\nnow"]),
    "mkdocs tabs": (
        'x\n=== "A"\n\n    ```\n    code\n    ```\n\n=== "B"\n\n    !!! warning\n        deep\n\nend',
        ["text: x", "text: A", "code: code", "text: B", "text: deep", "text: end"],
    ),
    "docusaurus": (":::note Title\n\nbody\n\n:::\n\n:::tip[Other]\nx\n:::\n\n:::info\ny\n:::", ["text: Title", "text: body", "text: Other", "text: x", "text: y"]),
    "vitepress": ("::: warning WATCH OUT\nbody\n:::", ["text: WATCH OUT", "text: body"]),
    "pandoc div": ("::: {.note #n}\nbody\n:::", ["text: body"]),
    "github alert": ("> [!NOTE]\n> Useful.", ["text: Useful."]),
    "obsidian callout": ("> [!tip]- Title\n> body", ["text: Title\nbody"]),
    "hugo": ('{{< note >}}\nbody {{% ref "x" %}} end\n{{< /note >}}\n\n{{< figure src="a" title="Pic" >}}', ["text: body  end", "text: Pic"]),
    "gitbook": ('{% hint style="info" %}\nbody\n{% endhint %}\n{% tab title="Tab" %}\nx\n{% endtab %}', ["text: body", "text: Tab", "text: x"]),
    "jekyll": ("{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\nb", ["code: puts 1", "text: b"]),
    "liquid": ('{% assign title = "no" %}\n\na', ["text: a"]),
    "mdx": (
        "import Tabs from '@theme/Tabs';\n\n# T\n\n<Tabs\n  groupId=\"os\">\n<TabItem value=\"m\" label=\"mac\">\nuse **brew**\n</TabItem>\n</Tabs>\n\n{/* no */}See <Link to=\"x\">this</Link>.",
        ["h1: T", "text: mac", "text: use brew", "text: See this."],
    ),
    "prose that imports": ("import goods from abroad\nexport them", ["text: import goods from abroad\nexport them"]),
    "toc": ("[TOC]\n\n# A", ["h1: A"]),
}  # fmt: skip


@pytest.mark.parametrize(("source", "blocks"), OTHERS.values(), ids=OTHERS.keys())
def test_other_dialects(source: str, blocks: list[str]) -> None:
    assert brief(source) == blocks
