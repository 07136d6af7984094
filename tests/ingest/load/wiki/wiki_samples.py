"""A small export of each kind of wiki; each holds `WORD` in a page's text."""

from __future__ import annotations

import bz2
import io
import tarfile
import zipfile

WORD = "Приёмосдатчик"
HEX = "0123456789abcdef0123456789abcdef"


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def tarred(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return out.getvalue()


ENTITIES = f"""<?xml version="1.0" encoding="UTF-8"?>
<hibernate-generic datetime="2025-03-04 05:06:07.891">
<object class="Space"><id name="id">1</id><property name="key"><![CDATA[WH]]></property></object>
<object class="Page"><id name="id">2</id><property name="title"><![CDATA[{WORD}]]></property>
<property name="space" class="Space"><id name="id">1</id></property></object>
<object class="BodyContent"><id name="id">3</id><property name="body"><![CDATA[<h1>{WORD}</h1><p>{WORD}</p>]]></property>
<property name="content" class="Page"><id name="id">2</id></property><property name="bodyType">2</property></object>
<object class="Attachment"><id name="id">4</id><property name="title"><![CDATA[a.txt]]></property><property name="version">1</property>
<property name="containerContent" class="Page"><id name="id">2</id></property></object>
</hibernate-generic>"""

DUMP = f"""<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><sitename>W</sitename><dbname>w</dbname>
</siteinfo><page><title>{WORD}</title><ns>0</ns><id>1</id><revision><timestamp>2024-05-06T00:00:00Z</timestamp>
<text>== {WORD} ==
* {WORD}</text></revision></page></mediawiki>"""

DOKU = {
    "data/pages/start.txt": f"====== {WORD} ======\n  * {WORD}\n",
    "data/pages/a/b.txt": WORD,
    "data/meta/start.changes": "1600000000\t::1\tE\tstart\tx\t\n",
    "data/media/a.txt": WORD,
}

INDEX = """<html><body><h1><span id="title-text">Space Details:</span></h1><div id="main-content" class="pageSection">
<table><tr><th>Key</th><td>WH</td></tr></table></div><div class="pageSection"><div class="pageSectionHeader"><h2>Pages</h2>
</div></div></body></html>"""
PAGE = f"""<html><body><ol id="breadcrumbs"><li>Home</li></ol><span id="title-text">W : {WORD}</span>
<div id="main-content" class="wiki-content"><p>{WORD}</p></div></body></html>"""

SAMPLES: dict[str, list[bytes]] = {
    "confluence-xml": [ENTITIES.encode(), zipped({"entities.xml": ENTITIES, "attachments/2/4/1": WORD})],
    "confluence-html": [zipped({"WH/index.html": INDEX, "WH/a_12.html": PAGE})],
    "mediawiki": [DUMP.encode(), bz2.compress(DUMP.encode())],
    "notion": [
        zipped({f"Export-1/{WORD} {HEX}.md": f"# {WORD}\n\n- {WORD}\n", f"Export-1/{WORD} {HEX}/a.txt": WORD})
    ],
    "dokuwiki": [tarred(DOKU), zipped(DOKU)],
}
