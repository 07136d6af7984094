"""The compressed RTF of Outlook: unpacked, and read as the HTML it wraps or as plain text."""

from __future__ import annotations

import codecs
import re
import struct

from ingest.errors import Code, LoadError

PRIMED = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What the window of LZFu holds before the first byte ([MS-OXRTFCP])."""
MOST = 50_000_000
TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}]+)", re.DOTALL
)
SKIPPED = frozenset(
    {
        b"fonttbl",
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"object",
        b"themedata",
        b"datastore",
        b"mhtmltag",
    }
)
SIGNS = {
    b"par": "\n",
    b"line": "\n",
    b"tab": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
}
SIGNS |= {b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"cell": "\t", b"row": "\n"}


def unpacked(data: bytes) -> bytes:
    """The RTF in a PR_RTF_COMPRESSED value. Raises LoadError."""
    if len(data) < 16:
        raise LoadError(Code.MALFORMED, "rtf")
    _, size, kind = struct.unpack_from("<III", data)
    if kind == 0x414C454D:
        return data[16 : 16 + size]
    if kind != 0x75465A4C or size > MOST:
        raise LoadError(Code.MALFORMED, "rtf")
    window = bytearray(PRIMED.ljust(4096, b"\0"))
    out, write, at = bytearray(), len(PRIMED), 16
    while at < len(data) and len(out) < size:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data):
                break
            if not flags >> bit & 1:
                piece = data[at : at + 1]
                at += 1
            else:
                if at + 1 >= len(data):
                    return bytes(out)
                reference = data[at] << 8 | data[at + 1]
                at += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write:
                    return bytes(out)
                piece = b""
                for step in range(length):
                    byte = window[(offset + step) % 4096]
                    window[(write + step) % 4096] = byte
                    piece += bytes([byte])
            for byte in piece:
                window[write] = byte
                write = (write + 1) % 4096
            out += piece
    return bytes(out)


def text_of(rtf: bytes) -> tuple[str, bool]:
    """The text of an RTF, and whether it is HTML that was wrapped."""
    found = re.search(rb"\\ansicpg(\d{2,5})", rtf[:4096])
    reader = _Reader(f"cp{found[1].decode()}" if found else "cp1252")
    for word, number, code, sign, brace, text in TOKEN.findall(rtf):
        if brace:
            reader.brace(brace)
        elif word:
            reader.word(word, number)
        elif sign == b"*":
            reader.starred = True
        elif code:
            reader.say(bytes([int(code, 16)]))
        elif sign:
            reader.say({b"~": b"\xa0", b"_": b"-"}.get(sign, sign if sign in {b"\\", b"{", b"}"} else b""))
        else:
            reader.say(text.replace(b"\r", b"").replace(b"\n", b""))
    return reader.text(), b"\\fromhtml1" in rtf[:4096]


class _Reader:
    """Follows groups: silent ones are no text, nor is what `htmlrtf` brackets, nor what follows a `u`."""

    def __init__(self, charset: str) -> None:
        try:
            self._charset = codecs.lookup(charset).name
        except LookupError:
            self._charset = "cp1252"
        self._out: list[str] = []
        self._raw = bytearray()
        self._stack: list[tuple[bool, int]] = []
        self._silent = self._outside = self.starred = False
        self._skip, self._left = 1, 0

    def brace(self, brace: bytes) -> None:
        """A group begins or ends."""
        self.starred = False
        if brace == b"{":
            self._stack.append((self._silent, self._skip))
        elif self._stack:
            self._silent, self._skip = self._stack.pop()
            self._silent |= not self._stack  # what follows the whole is padding

    def word(self, word: bytes, number: bytes) -> None:
        """A control word."""
        starred, self.starred = self.starred, False
        if word == b"htmlrtf":
            self._outside = number != b"0"
        elif word in SKIPPED or (starred and word != b"htmltag"):
            self._silent = True
        elif word == b"uc":
            self._skip = int(number or 1)
        elif self._silent or self._outside:
            return
        elif word == b"u":
            self._flush()
            self._out.append(chr(int(number or 0) % 0x10000))
            self._left = self._skip
        elif word in SIGNS:
            self._flush()
            self._out.append(SIGNS[word])

    def say(self, piece: bytes) -> None:
        """Text in the charset of the document."""
        self.starred = False
        if self._silent or self._outside or not piece:
            return
        taken = min(self._left, len(piece))
        self._left -= taken
        self._raw += piece[taken:]

    def text(self) -> str:
        """All of it."""
        self._flush()
        return "".join(self._out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _flush(self) -> None:
        if self._raw:
            self._out.append(self._raw.decode(self._charset, "replace"))
            self._raw.clear()
