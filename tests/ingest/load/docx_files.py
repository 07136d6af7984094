"""DOCX files for tests, written part by part."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.ingest.load.ole_files import LEAST, ole

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
STYLES = """
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Z2"><w:name w:val="Заголовок 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Company"/><w:basedOn w:val="Z2"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="a"/><w:basedOn w:val="Loop2"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop2"><w:name w:val="b"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="paragraph" w:styleId="Out"><w:name w:val="Clause"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Num"><w:name w:val="heading 3"/>
  <w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="LB"><w:name w:val="List Bullet 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Src"><w:name w:val="HTML Preformatted"/></w:style>
<w:style w:type="character" w:styleId="Ghost"><w:name w:val="Ghost"/><w:rPr><w:vanish/></w:rPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
 <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="russianLower"/><w:lvlText w:val="%3)"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(content: str, properties: str = "") -> str:
    """A paragraph; `content` without markup is one run."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def styled(style: str, content: str) -> str:
    return para(content, f'<w:pStyle w:val="{style}"/>')


def item(content: str, number: int, depth: int = 0) -> str:
    return para(content, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else para(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def docx(body: str, *, namespace: str = WORD, main: str = "word/document.xml", **parts: str) -> bytes:
    """A package with `body`; `parts`: footnotes, endnotes, styles, numbering, core, custom (inner XML)."""
    folder = main.rpartition("/")[0]
    stored = {"styles": STYLES, "numbering": NUMBERING} | parts
    core, custom = stored.pop("core", ""), stored.pop("custom", "")
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in stored
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="a" Type="{OFFICE}/officeDocument" Target="{main}"/></Relationships>',
        )
        archive.writestr(
            f"{folder}/_rels/{main.rpartition('/')[2]}.rels", f"<Relationships>{relations}</Relationships>"
        )
        archive.writestr(
            main, f'<w:document xmlns:w="{namespace}" {SPACES}><w:body>{body}</w:body></w:document>'
        )
        for name, inner in stored.items():
            archive.writestr(
                f"{folder}/{name}.xml", f'<w:{name} xmlns:w="{namespace}" {SPACES}>{inner}</w:{name}>'
            )
        if core:
            archive.writestr(
                "docProps/core.xml",
                f'<c xmlns:dc="urn:dc" xmlns:dcterms="urn:dcterms" xmlns:cp="urn:cp">{core}</c>',
            )
        if custom:
            archive.writestr("docProps/custom.xml", f'<P xmlns:vt="urn:vt">{custom}</P>')
    return out.getvalue()


def native(name: str, data: bytes) -> bytes:
    """An OLE object that holds a file as it is, as Word puts it in."""
    path = f"C:\\tmp\\{name}".encode() + b"\0"
    said = b"\2\0" + name.encode() + b"\0" + path + b"\0\0\3\0" + struct.pack("<I", len(path)) + path
    content = struct.pack("<I", len(data)) + data
    whole = struct.pack("<I", len(said + content)) + said + content
    return ole({"\x01Ole10Native": whole.ljust(LEAST, b"\0")})


def embedding(body: str, *parts: bytes, chart: bytes = b"PK", suffix: str = "bin") -> bytes:
    """A DOCX with `parts` embedded in its text, and the workbook of a chart beside them."""
    kind = "oleObject" if suffix == "bin" else "package"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(body))) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name.endswith("document.xml.rels"):
                more = "".join(
                    f'<Relationship Id="e{at}" Type="{OFFICE}/{kind}" Target="embeddings/o{at}.{suffix}"/>'
                    for at in range(len(parts))
                )
                data = data.replace(b"</Relationships>", more.encode() + b"</Relationships>")
            made.writestr(name, data)
        for at, part in enumerate(parts):
            made.writestr(f"word/embeddings/o{at}.{suffix}", part)
        made.writestr("word/embeddings/chart.xlsx", chart)
    return out.getvalue()
