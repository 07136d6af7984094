"""A small container of each kind, in two editions.

The second one begins with a document that is new, and says more on the page that `EDITED` names; all else is as it was.
"""

from __future__ import annotations

import bz2
import io
import struct
from collections.abc import Callable

from tests.ingest.container_files import gzipped, mail, tarred, zipped
from tests.ingest.load.docx_files import embedding, native, para
from tests.ingest.load.ole_files import LEAST, ole
from tests.ingest.load.wiki import confluence_files as confluence

WORD = "Приёмосдатчик"
"""A word of each page; no exception may hold it."""
HEX = "0123456789abcdef0123456789abcde"
OUTSIDE = "../outside.md"
HURT = (
    ("broken.docx", b"PK\x03\x04" + bytes(90)),
    ("empty.md", b""),
    ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
)
"""Members that give no text, each with a code."""


def texts(edition: int) -> dict[str, str]:
    """Name -> text of three pages, or of four."""
    new = {"anew": f"Новая страница, {WORD}."} if edition == 2 else {}
    more = " Теперь и по субботам." if edition == 2 else ""
    return {
        **new,
        "edited": f"Склад открыт с девяти, {WORD} на месте.{more}",
        "kept": f"The {WORD} signs for every pallet.",
        "last": f"{WORD} уходит последним.",
    }


def members(edition: int) -> list[tuple[str, bytes]]:
    pages = [(f"kb/{name}.md", f"# {name}\n\n{text}\n".encode()) for name, text in texts(edition).items()]
    inner = zipped(("deep.md", f"# Deep\n\n{WORD}"))
    return [*pages, ("in.zip", inner), ("a.eml", letter(1)), *HURT]


def archive(edition: int) -> bytes:
    return zipped(*members(edition), (OUTSIDE, "out"))


def tape(edition: int) -> bytes:
    return tarred(*members(edition), packed="xz")


def seven(edition: int) -> bytes:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as packed:
        for name, data in members(edition):
            packed.writestr(data, name)
    return out.getvalue()


def letter(edition: int) -> bytes:
    said = texts(edition)
    older = mail("Раньше", f"{WORD} спрашивает.", ("older.txt", said["last"].encode()))
    first = [("anew.txt", said["anew"].encode())] if edition == 2 else []
    return mail(
        "Склад", said["edited"], *first, ("kept.txt", said["kept"].encode()), ("was.eml", older), *HURT
    )


def box(edition: int) -> bytes:
    """The last mail has no id of its own."""
    mails = [mail(name, f"{text}\n\n{name}") for name, text in texts(edition).items()]
    mails[-1] = mails[-1].replace(b"Message-ID:", b"X-Was:")
    return b"".join(b"From a@example.com Mon Mar  3 10:00:00 2025\n" + one + b"\n" for one in mails)


def outlook(edition: int) -> bytes:
    said = texts(edition)
    names = [name for name in said if name != "edited"]
    tree: dict[str, object] = {
        "__properties_version1.0": bytes(32) + struct.pack("<HHIQ", 0x3, 0x3FFD, 6, 1251),
        "__substg1.0_0037001F": "Склад".encode("utf-16-le"),
        "__substg1.0_1000001F": said["edited"].encode("utf-16-le"),
    }
    for number, name in enumerate(names):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3707001F": f"{name}.txt".encode("utf-16-le"),
            "__substg1.0_37010102": said[name].encode().ljust(LEAST, b"\n"),
        }
    return ole(tree)  # type: ignore[arg-type]


def carrier(edition: int) -> bytes:
    """A document with files in its text, and a workbook behind a chart, which is none."""
    said = texts(edition)
    files = [(f"{name}.txt", text.encode()) for name, text in said.items() if name != "edited"]
    return embedding(para(said["edited"]), *(native(name, data) for name, data in [*files, *HURT]))


INDEX = """<html><body><h1><span id="title-text">Space Details:</span></h1><div id="main-content" class="pageSection">
<table><tr><th>Key</th><td>WH</td></tr></table></div><div class="pageSection"><div class="pageSectionHeader"><h2>Pages</h2>
</div></div></body></html>"""
NUMBERS = {"anew": 50, "edited": 20, "kept": 30, "last": 40}


def objects(edition: int) -> bytes:
    """Its pages in the order of their names, whatever their numbers; one has a file, one cannot be read."""
    parts = [confluence.space()]
    for name, text in texts(edition).items():
        parts.append(confluence.content(NUMBERS[name], name))
        parts.append(confluence.body(NUMBERS[name] + 1, NUMBERS[name], f"<p>{text}</p>"))
    parts.append(confluence.content(70, "hurt"))
    parts.append(confluence.body(71, 70, f"<p>{WORD}" + "<div>" * 5_000))
    return confluence.entities(*parts, confluence.attachment(60, "plan.txt", 30))


def confluence_xml(edition: int) -> bytes:
    return confluence.zipped(
        {"entities.xml": objects(edition), "attachments/30/60/1": f"План: {WORD}".encode()}
    )


def confluence_html(edition: int) -> bytes:
    files: dict[str, str | bytes] = {"WH/index.html": INDEX}
    for name, text in texts(edition).items():
        files[f"WH/{name}_{NUMBERS[name]}.html"] = (
            '<html><body><ol id="breadcrumbs"><li>Home</li></ol>'
            f'<span id="title-text">W : {name}</span><div id="main-content" class="wiki-content"><p>{text}</p></div></body></html>'
        )
    return confluence.zipped(files)


def mediawiki(edition: int) -> bytes:
    said = "".join(
        f"<page><title>{name}</title><ns>0</ns><id>{NUMBERS[name]}</id><revision>"
        f"<timestamp>2024-05-06T00:00:00Z</timestamp><text>== {name} ==\n* {text}</text></revision></page>"
        for name, text in texts(edition).items()
    )
    head = "<siteinfo><sitename>W</sitename><dbname>w</dbname></siteinfo>"
    return f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/">{head}{said}</mediawiki>'.encode()


def notion(edition: int) -> bytes:
    top = {f"Export-{edition}/Top {HEX}f.md": f"# Top\n\n{WORD}"}
    below = {
        f"Export-{edition}/Top {HEX}f/{name} {HEX}{number}.md": f"# {name}\n\n{texts(edition)[name]}\n"
        for number, name in enumerate(NUMBERS)
        if name in texts(edition)
    }
    return confluence.zipped({**top, **below})


def dokuwiki(edition: int) -> dict[str, str | bytes]:
    return {
        "wiki/conf/local.php": "<?php\n$conf['title'] = 'W';\n",
        **{
            f"wiki/data/pages/kb/{name}.txt": f"====== {name} ======\n{text}"
            for name, text in texts(edition).items()
        },
        "wiki/data/media/kb/plan.txt": f"План: {WORD}",
    }


SAMPLES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "zip": ("archive", archive),
    "tar": ("archive", tape),
    "7z": ("archive", seven),
    "txt.gz": ("archive", lambda edition: gzipped(texts(edition)["kept"].encode())),
    "eml": ("mail", letter),
    "mbox": ("mbox", box),
    "msg": ("outlook", outlook),
    "docx": ("carrier", carrier),
    "xml": ("confluence-xml", objects),
    "confluence.zip": ("confluence-xml", confluence_xml),
    "html.zip": ("confluence-html", confluence_html),
    "mediawiki.xml": ("mediawiki", mediawiki),
    "mediawiki.bz2": ("mediawiki", lambda edition: bz2.compress(mediawiki(edition))),
    "notion.zip": ("notion", notion),
    "dokuwiki.zip": ("dokuwiki", lambda edition: confluence.zipped(dokuwiki(edition))),
    "dokuwiki.tgz": (
        "dokuwiki",
        lambda edition: tarred(*((name, str(text).encode()) for name, text in dokuwiki(edition).items())),
    ),
}
"""How its file's name ends -> the loader that reads it, and what makes an edition."""
