"""`bench.load`: the measure itself, with our own loaders and with tools that fail."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.load.__main__ import compare, known_of
from bench.load.board import troubles
from bench.load.made import FRAME, make, samples, sources
from bench.load.markup import marked, text_of
from bench.load.race import OURS, run
from bench.load.reader import pipes

TOOL = """#!{python}
import json, os, sys, time
def say(**what):
    print(json.dumps(what), flush=True)
asked = json.loads(sys.stdin.read())
say(version="1", start=0.5)
for path in asked["paths"]:
    if "hangs" in path:
        time.sleep(60)
    if "dies" in path:
        os._exit(9)
    say(path=path, text="" if "empty" in path else "Words.", wrong="", seconds=0.1, memory=9.0)
"""


def test_our_loaders_over_sample_documents() -> None:
    known = samples()
    known = [*known[:2], *known[-2:]]
    lines = compare(known, {OURS: sys.executable}, 60).splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:4]] == [
        "DOCX of sample_docs (2)",
        "PDF of sample_docs (2)",
    ]
    for line in lines[2:4]:
        scores = [float(part) for part in line.split("|")[2].partition("·")[0].split() if part != "-"]
        assert min(scores) > 0.95
    assert "| files that gave text | 4 of 4 |" in lines


def test_a_file_that_kills_or_stops_a_tool_costs_itself_only(tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_text(TOOL.format(python=sys.executable), encoding="utf-8")
    tool.chmod(0o755)
    paths = [tmp_path / name for name in ("one", "hangs", "two", "dies", "empty")]
    outcome = run("kreuzberg", str(tool), paths, 4)
    assert {path.name: read.wrong for path, read in outcome.reads.items()} == {
        "one": "",
        "hangs": "timed out",
        "two": "",
        "dies": "crashed",
        "empty": "no text",
    }
    assert (outcome.version, outcome.memory) == ("1", pytest.approx(9.0, abs=30))


def test_a_tool_that_is_not_installed_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("Words.", encoding="utf-8")
    outcome = run("kreuzberg", sys.executable, [path], 60)
    assert outcome.absent == "ModuleNotFoundError kreuzberg"
    assert "kreuzberg: not installed" in compare([known_of(path)], {"kreuzberg": sys.executable}, 60)


def test_documents_made_without_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    texts = dict(list(sources().items())[:2])
    known = make(texts, tmp_path)
    kinds = {one.kind for one in known}
    assert {"HTML in a wiki's frame", "EML", "PPTX", "XLSX", "CSV, cp1251", "PDF of sample_docs"} <= kinds
    page = next(one for one in known if one.path.suffix == ".html")
    assert "Recently viewed pages" in FRAME
    assert "Recently viewed pages" in page.path.read_text(encoding="utf-8")


def test_the_truth_lies_beside_a_file(tmp_path: Path) -> None:
    for name in ("docx/sources/a.docx", "docx/groundtruth/a.docx.md", "b.pdf", "b.md", "c.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert known_of(tmp_path / "docx/sources/a.docx").truth == "docx/groundtruth/a.docx.md"
    assert known_of(tmp_path / "b.pdf").truth == "b.md"
    assert known_of(tmp_path / "c.pdf").truth == ""


MARKDOWN = r"""# **Склад** и [приёмка](https://e.example/a_(b) "т")

Текст с \_чертой\_, <b>жирным</b>, ![картинка](x.png) и <ORDER-ID>, R&amp;D.

| Имя | Сумма <br> руб. |
|:--|--:|
| a \| b | 1 |

1. Раз
2. Два

## 2. Внутри ##

```python
# это не заголовок
| и | не таблица |
```
"""


def test_markdown_made_plain() -> None:
    text = text_of(MARKDOWN)
    assert text.headings == ["склад и приемка", "внутри"]
    assert text.tables == [[["Имя", "Сумма   руб."], ["a | b", "1"]]]
    said = " ".join(text.words)
    assert said.startswith(
        "склад и приемка текст с чертой жирным и order id r d имя сумма руб a b 1 раз два внутри"
    )
    assert "это не заголовок" in said
    assert "example" not in said


def test_lines_with_bars_are_no_table_without_a_delimiter() -> None:
    assert text_of("| a | b |\n| 1 | 2 |\n\n|| **c** ||\n").tables == []


def test_marks_tell_what_is_lost() -> None:
    whole = marked(MARKDOWN, MARKDOWN)
    assert (whole.text.f1, whole.headings.f1, whole.tables.f1, whole.order) == (1, 1, 1, 1)
    torn = marked(
        MARKDOWN.replace("Раз", "").replace("## 2. Внутри ##", "Внутри").replace("|", " "), MARKDOWN
    )
    assert 0.9 < torn.text.f1 < 1
    assert torn.headings.recall == 0.5
    assert torn.tables.f1 == 0


def test_tables_in_html_become_pipe_tables() -> None:
    markup = "<table><tr><th>A</th><th>B <b>c</b></th></tr><tr><td>1</td><td></td></tr></table>"
    assert text_of(pipes(markup)).tables == [[["A", "B c"], ["1", ""]]]


def test_nothing_failed_is_told_as_nothing() -> None:
    assert troubles({}) == []
