"""The words of RTF: what they mean for letters, which groups hold no text. Tables and a splitter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
CODEPAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""`fcharset` of a font -> code page; others have that of the document."""
LETTERS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
SYMBOLS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t", ":": ":"}
SILENT = frozenset(
    """annotation atnauthor atndate atnicn atnid atnparent atnref atntime atrfend atrfstart author bkmkend bkmkstart
    buptim category colortbl comment company creatim datafield datastore do doccomm docvar falt fchars ffdeftext
    ffentrymcr ffexitmcr ffformat ffhelptext ffl ffname ffstattext file filetbl fldinst fontemb fontfile footer footerf
    footerl footerr footnotesep ftncn ftnsep ftnsepc aftncn aftnsep aftnsepc generator gridtbl header headerf headerl
    headerr hlinkbase keycode keywords latentstyles lchars levelnumbers leveltext list listlevel listname
    listoverridetable listpicture listtable manager nonesttables nonshppict objalias objclass objdata object objname
    objsect objtime oldcprops oldpprops oldsprops oldtprops operator panose password pgp pgptbl picprop pict pn pnseclvl
    printim private propname protusertbl pxe revtbl revtim rsidtbl rxe shppict sp sn sv staticval stylerestrictions
    subject svb tc themedata colorschememapping title txe upr userprops vern version wgrffmtfilter xe xmlattrname
    xmlnstbl blipuid mmathPr""".split()  # noqa: SIM905 - a list of 100 lines reads worse
)
"""Groups whose words are no text of the document."""
OPEN = frozenset(
    {"shpinst", "shptxt", "nesttableprops", "cs", "ds", "ts", "do", "dptxbxtext", "result", "ud", "footnote"}
)
"""What may follow `\\*`, which marks groups to leave out, and is read all the same."""
STATED = {
    "title": "title",
    "subject": "subject",
    "keywords": "keywords",
    "category": "category",
    "author": "author",
}
TIMES = {"creatim": "created", "revtim": "modified"}


def tokens(data: bytes) -> Iterator[tuple[str, int | None, bytes]]:
    """The tokens of a file, in order; line ends are none, and what `bin` announces is passed over.

    (word, number or None, b"") for control words, the word with its backslash for symbols, "{" and "}";
    ("'", None, byte) and ("", None, text) for letters.
    """
    at = 0
    while (found := TOKEN.match(data, at)) is not None:
        at = found.end()
        word, number, code, symbol, brace, text = found.groups()
        if text is not None:
            yield "", None, text
        elif word is not None:
            name = word.decode("ascii")
            count = None if number is None else int(number)
            if name == "bin":
                at += max(0, count or 0)
            else:
                yield name, count, b""
        elif code is not None:
            yield "'", None, bytes.fromhex(code.decode("ascii"))
        elif brace is not None:
            yield brace.decode("ascii"), 0, b""
        elif symbol is not None:
            yield ("par" if symbol in b"\r\n" else "\\" + symbol.decode("latin-1")), None, b""


def charset(number: int) -> str:
    """A code page that Python knows for `ansicpg`; "" if it knows none."""
    name = {65001: "utf-8", 10000: "mac_roman", 10007: "mac_cyrillic"}.get(number, f"cp{number}")
    try:
        "".encode(name)
    except LookupError:
        return ""
    return name
