"""Bytes to text: byte order mark, strict UTF-8, the declared charset, then a detector."""

from __future__ import annotations

import codecs
import re

from ingest.errors import Code, LoadError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CHARSETS = re.compile(
    r"(utf-8|utf-16|utf-32|cp\d|iso8859-|latin|koi8-|mac-|gb|hz|big5|shift_jis|euc_|iso2022_|johab|ascii|tis-620|kz1048)"
)
"""Names as Python knows them. Others are no charsets of documents (`punycode`, `unicode_escape`, `utf-7`)."""
WIDE = ("utf-16", "utf-32")
LATIN = ("ascii", "iso8859-1")
"""What declares these means windows-1252 (WHATWG Encoding Standard)."""
SAMPLE = 20_000
HIGH = re.compile(rb"[\x80-\xff]")
BROKEN_SHARE = 1000
UTF8 = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+")
FEW, MOSTLY = 20, 0.5
"""Of so many high bytes half belong to valid UTF-8: it is broken, or another text follows it. In cp866, where Russian
has the most, a third do; in others next to none."""
LONGEST_LINE = 5_000_000
"""Characters; the longest lines of real texts are paragraphs. What is longer is data, and slow in all that follows."""


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`; `declared` is a charset named by the document itself, which may be wrong.

    Valid UTF-8 with non-ASCII letters wins over another declared charset: text in a one-byte charset is
    hardly ever valid UTF-8, while wrong declarations are common. Raises `LoadError(Code.BAD_ENCODING)` when
    nothing fits.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return _mended(data[len(mark) :], name)
    wide = b"\0" in data
    high = HIGH.search(data)
    if high is not None and not wide and (text := _strict(data, "utf-8")) is not None:
        return text
    if (text := _declared(data, declared, wide=wide)) is not None:
        return text
    if high is None and not wide:
        return data.decode("ascii")
    if not wide and (text := _nearly_utf8(data)) is not None:
        return text
    return _detected(data, high.start() if high else 0, wide=wide)


def decode_lines(data: bytes) -> str:
    r"""The text of a file that is made of lines: they end with `\n`, and there are no zero characters.

    Raises `LoadError`: bad-encoding, too-large for a line of more than `LONGEST_LINE` characters.
    """
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    start = 0
    while len(text) - start > LONGEST_LINE:
        end = text.rfind("\n", start, start + LONGEST_LINE + 1)
        if end < 0:
            raise LoadError(Code.TOO_LARGE, f"a line of more than {LONGEST_LINE} characters")
        start = end + 1
    return text


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeError, LookupError):
        return None


def _mended(data: bytes, charset: str) -> str:
    """The mark settles the charset; a broken character, or a cut at the end, costs only itself."""
    text = data.decode(charset, "replace")
    if text.count("\ufffd") * 20 > len(text) + 20:
        raise LoadError(Code.BAD_ENCODING, charset)
    return text


def _declared(data: bytes, declared: str | None, *, wide: bool) -> str | None:
    """`data` in the declared charset, or None. A wide one is believed only where there are zero bytes."""
    try:
        name = codecs.lookup((declared or "").strip("\"' \t\r\n")).name
    except (LookupError, ValueError):
        return None
    if CHARSETS.match(name) is None or name.startswith(WIDE) is not wide:
        return None
    if name in LATIN and (text := _strict(data, "cp1252")) is not None:
        return text
    return _strict(data, name)


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes (a cut log, a bad copy): at most one in a thousand letters, else None."""
    text = data.decode("utf-8", "replace")
    letters = sum(1 for char in text if char > "\x7f")
    return text if text.count("\ufffd") * BROKEN_SHARE <= letters else None


def _detected(data: bytes, start: int, *, wide: bool) -> str:
    """`data` in the charset that chardet finds in a sample around the first non-ASCII byte."""
    import chardet

    high = sum(map(len, HIGH.findall(data)))
    if high >= FEW and sum(map(len, UTF8.findall(data))) > MOSTLY * high:
        raise LoadError(Code.BAD_ENCODING, "broken UTF-8")
    start = 0 if wide else max(0, start - 1000)
    found = chardet.detect(data[start : start + SAMPLE]).get("encoding")
    text = _strict(data, found) if found else None
    if text is None or "\0" in text:
        raise LoadError(Code.BAD_ENCODING, "no charset fits")
    return text
