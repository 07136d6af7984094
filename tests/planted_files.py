"""Writes planted values into files: in each format, into every kind of place that the format has."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Sequence
from html import escape
from itertools import cycle, islice
from pathlib import Path

from tests.planted import Plant

SAMPLES = Path(__file__).parents[1] / "sample_docs"
FONT = Path("/usr/share/fonts/truetype/dejavu")
FILLER = {
    "ru": "Насос запускают после проверки давления. Клапан открывают медленно, затем ждут две минуты.",
    "en": "The pump is started after the pressure was checked. Open the valve slowly and wait two minutes.",
}
PER_FILE = 15


def write_planted(folder: Path, planted: Sequence[Plant], *, names: bool = True) -> None:
    """Files of all formats below `folder`; `names`: some values stand in names of files too."""
    folder.mkdir(parents=True, exist_ok=True)
    makers = cycle(
        [("md", markdown), ("html", html), ("docx", word), ("pdf", pdf), ("txt", text), ("zip", None)]
    )
    for number, start in enumerate(range(0, len(planted), PER_FILE)):
        part = planted[start : start + PER_FILE]
        suffix, make = next(makers)
        if make is None:
            wiki(part, folder / f"export-{number}.zip", folder / f"pages-{number}", f"SP{number}")
        else:
            (folder / f"file-{number}.{suffix}").write_bytes(make(part, number))
    if names:
        for plant in [one for one in planted if one.bare == one.value][:20]:
            path = folder / f"Клиент {plant.value}" / f"{plant.value}.md"
            path.parent.mkdir()
            path.write_text(f"# Заявка\n\n{FILLER['ru']} {plant.sentence}\n", encoding="utf-8")


def _sides(planted: Sequence[Plant], count: int, code: int = 0) -> list[Plant]:
    """`count` plants, one a place, and the rest; first come `code` of a kind that is sought in code too."""
    fit = [plant for plant in planted if plant.sought_in_code]
    others = [plant for plant in planted if plant not in fit[:code]]
    return [*islice(cycle(fit), code), *islice(cycle(others), max(count - code, len(others)))]


def markdown(planted: Sequence[Plant], number: int) -> bytes:
    """Front matter, heading, text, quote, lists, tables, code, link, picture, footnote, comment."""
    code, line, title, author, heading, quote, item, cell, link, alt, note, comment, *rest = _sides(
        planted, 12, code=2
    )
    parts = [
        f"---\ntitle: 'Файл {number} {title.bare}'\nauthor: '{author.bare}'\nowner: '{author.bare}'\n---",
        f"# Отчёт {number}\n\n{FILLER['ru']}",
        f"## {heading.sentence}\n\n{FILLER['ru']}",
        f"> {quote.sentence}",
        f"- {item.sentence}\n- второй пункт",
        f"| Поле | Значение |\n| --- | --- |\n| запись | {cell.bare} |\n| {cell.sentence} | да |",
        f"```\n// {code.sentence}\nset owner {code.bare}\n```",
        f"Команда `notify {line.bare}` и [ссылка](https://example.com/?q=1 '{link.sentence}').",
        f"![{alt.sentence}](a.png)",
        f"Сноска[^1].\n\n[^1]: {note.sentence}",
        f"<!-- {comment.sentence} -->",
        *(f"{FILLER[plant.language]} {plant.sentence}" for plant in rest),
    ]
    return "\n\n".join(parts).encode()


def html(planted: Sequence[Plant], number: int) -> bytes:
    """Title, meta, heading, text, list, table with a caption, attributes, link, code, comment, hidden text."""
    code, title, author, heading, item, cell, caption, alt, link, comment, hidden, *rest = [
        (escape(plant.bare), escape(plant.sentence)) for plant in _sides(planted, 11, code=1)
    ]
    body = "".join(f"<p>{FILLER['en']} {sentence}</p>\n" for _, sentence in rest)
    page = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page {number} {title[0]}</title>
<meta name="author" content="{author[0]}"><meta name="description" content="{author[1]}"></head><body>
<h1>Page {number}</h1><p>{FILLER["en"]}</p><h2>{heading[1]}</h2><ul><li>{item[1]}</li><li>two</li></ul>
<table><caption>{caption[1]}</caption><tr><th>Name</th><th>Value</th></tr><tr><td>{cell[1]}</td><td>{cell[0]}</td></tr>
</table><p><img src="a.png" alt="{alt[1]}"> <a href="https://example.com/x" title="{link[1]}">link</a></p>
<pre><code>run {code[0]}</code></pre><!-- {comment[1]} --><div style="display:none">{hidden[1]}</div>
{body}</body></html>"""
    return page.encode()


def text(planted: Sequence[Plant], number: int) -> bytes:
    """Plain paragraphs, and a list of names and values."""
    parts = [f"Записка {number}", FILLER["ru"], *(plant.sentence for plant in planted)]
    return "\n\n".join(parts).encode("cp1251" if number % 2 else "utf-8", "replace")


def word(planted: Sequence[Plant], number: int) -> bytes:
    """Properties, heading, text, list, table, header, footer, comment; footnotes are in `footnotes`."""
    from docx import Document

    title, author, heading, item, cell, header, footer, remark, *rest = _sides(planted, 8)
    document = Document()
    about = document.core_properties
    about.title, about.author = f"Документ {number} {title.bare}", author.bare
    about.last_modified_by, about.keywords, about.comments = author.bare, title.bare, title.sentence
    document.add_heading(f"Документ {number}", 1)
    document.add_heading(heading.sentence, 2)
    document.add_paragraph(FILLER["ru"])
    document.add_paragraph(item.sentence, style="List Bullet")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Поле", "Значение"
    table.cell(1, 0).text, table.cell(1, 1).text = cell.sentence, cell.bare
    document.sections[0].header.paragraphs[0].text = header.sentence
    document.sections[0].footer.paragraphs[0].text = footer.sentence
    for plant in rest:
        document.add_paragraph(f"{FILLER[plant.language]} {plant.sentence}")
    document.add_comment(document.paragraphs[2].runs, remark.sentence, author=remark.bare, initials="X")
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def footnotes(planted: Sequence[Plant]) -> bytes:
    """A DOCX with footnotes and endnotes."""
    from tests.ingest.load.docx_files import docx, para

    def notes(mark: str, some: Sequence[Plant]) -> str:
        return "".join(
            f'<w:{mark} w:id="{place}">{para(one.sentence)}</w:{mark}>' for place, one in enumerate(some, 1)
        )

    half = len(planted) // 2
    body = "".join(
        f'<w:p><w:r><w:t>Пункт</w:t></w:r><w:r><w:{mark}Reference w:id="{place}"/></w:r></w:p>'
        for mark, some in (("footnote", planted[:half]), ("endnote", planted[half:]))
        for place in range(1, len(some) + 1)
    )
    return docx(body, footnotes=notes("footnote", planted[:half]), endnotes=notes("endnote", planted[half:]))


def pdf(planted: Sequence[Plant], number: int) -> bytes:
    """Properties, running line, headings, text, list, table. Without a Cyrillic font only what is ASCII."""
    _samples()
    from markup import Text
    from pdf_file import font_folder, write_pdf

    folder = font_folder() or FONT
    if not folder.is_dir():
        return _plain_pdf(planted)
    title, running, heading, item, cell, *rest = _sides(planted, 5)
    parts = [
        f"# Файл {number}",
        FILLER["ru"],
        f"## {heading.sentence}",
        f"- {item.sentence}\n- второй",
        f"| Поле | Значение |\n| --- | --- |\n| {cell.sentence} | {cell.bare} |",
        *(f"{FILLER[plant.language]} {plant.sentence}" for plant in rest),
    ]
    header = {
        "title": f"Файл {number} {title.bare}",
        "author": title.bare,
        "header": running.sentence,
        "date": "2025-02-01",
    }
    with tempfile.TemporaryDirectory() as made:
        write_pdf(Text(header=header, body="\n\n".join(parts)), Path(made, "a.pdf"), folder)
        return Path(made, "a.pdf").read_bytes()


def _plain_pdf(planted: Sequence[Plant]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, invariant=1)
    for place, plant in enumerate(one for one in planted if one.sentence.isascii()):
        canvas.drawString(72, 780 - 20 * place, plant.sentence)
    canvas.save()
    return target.getvalue()


def wiki(planted: Sequence[Plant], target: Path, pages: Path, key: str) -> None:
    """A Confluence export: titles, authors, text, tables, code, macros."""
    _samples()
    import wiki_zip

    pages.mkdir()
    for place, plant in enumerate(planted):
        title = f"Страница {place} {plant.bare}" if place % 5 == 0 else f"Page {place} of {key}"
        author = plant.value if plant.kind == "person" else "Admin"
        body = (
            f"<p>{FILLER[plant.language]}</p><p>{escape(plant.sentence)}</p>",
            f"<table><tr><th>Key</th><td>{escape(plant.bare)}</td></tr></table><p>{FILLER[plant.language]}</p>",
            f"<pre>owner = {escape(plant.bare) if plant.sought_in_code else 'nobody'}</pre><ul><li>{escape(plant.sentence)}</li></ul>",
        )[place % 3]
        header = f"id: {900 + place}\ntitle: {title}\nparent: 0\nauthor: {author}\ndate: 2025-03-21"
        (pages / f"{place:03}.html").write_text(f"---\n{header}\n---\n{body}\n", encoding="utf-8")
    known = wiki_zip.KEY
    wiki_zip.KEY = key
    try:
        wiki_zip.write_wiki(pages, target)
    finally:
        wiki_zip.KEY = known
        for page in pages.iterdir():
            page.unlink()
        pages.rmdir()


def _samples() -> None:
    if str(SAMPLES) not in sys.path:
        sys.path.insert(0, str(SAMPLES))


def write_broken(folder: Path, planted: Sequence[Plant]) -> int:
    """Files that no parser can read, full of values that its message might quote; gives their number."""
    from tests.ingest.load.docx_files import docx

    words = "\n".join(plant.sentence for plant in planted)
    whole = word(planted[:PER_FILE], 1)
    broken = {
        "cut.docx": whole[: len(whole) // 2],
        "torn.docx": docx(f"<w:p><w:r><w:t>{escape(words)}</w:t></w:q></w:p>"),
        "garbage.pdf": b"%PDF-1.7\n1 0 obj\n" + words.encode() + b"\nendobj\ntrailer",
        "deep.html": ("<div>" * 9000 + f"<p>{escape(words)}</p>").encode(),
        "cut.zip": b"PK\x03\x04" + words.encode(),
        "front.md": f"---\ntitle: [{words}\n: {{ : :\n---\n".encode() + b"\xff\xfe" * 20,
    }
    for name, data in broken.items():
        (folder / name).write_bytes(data)
    return len(broken)
