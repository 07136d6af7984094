"""Mails: what they say, once, and what hangs on them; never who wrote to whom."""

from __future__ import annotations

import io
import re
import struct
from email.message import EmailMessage
from pathlib import Path

import pytest
from ole_files import ole

from ingest.document import RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.choose import choose, load_all
from ingest.load.container import Container, streams
from ingest.load.expand import Walk
from ingest.load.mail.rtf import text_of, unpacked
from tests.ingest.container_files import PNG, mail

LOADERS = load_all()


def read(data: bytes, name: str = "a.eml") -> dict[str, RawDocument | Code]:
    """What a file gives, by key: documents, and codes of what cannot be read."""
    path = Path(name)
    source = Source(id=f"r/{name}", root="r", file=str(path), size=len(data), mtime_ns=0, ctime_ns=0, inode=0)
    file = io.BytesIO(data)
    loader = choose(path, data, LOADERS, file)
    assert streams(loader)
    file.seek(0)
    found: dict[str, RawDocument | Code] = {}
    _walk(Walk(LOADERS), loader, source, file, found)
    return found


def _walk(
    walk: Walk, loader: Container, source: Source, file: io.BytesIO, found: dict[str, RawDocument | Code]
) -> None:
    stack = [walk.units(loader, source, file)]
    while stack:
        unit = next(stack[-1], None)
        if unit is None:
            stack.pop()
            continue
        try:
            if (inner := unit.units()) is not None:
                stack.append(inner)
                continue
            found.update({raw.key: raw for raw in unit.read()})
        except LoadError as error:
            found[unit.key] = error.code


def document(data: bytes, name: str = "a.eml", key: str = "") -> RawDocument:
    found = read(data, name)[key]
    assert isinstance(found, RawDocument)
    return found


def texts(data: bytes, name: str = "a.eml") -> list[str]:
    return [block.text for block in document(data, name).blocks]


def test_subject_and_day_are_kept_and_addresses_are_not() -> None:
    found = document(mail("Насос 7: масло", "Закажите масло.\n\nСегодня."))
    assert (found.title, dict(found.properties)) == ("Насос 7: масло", {"date": "2025-03-03"})
    assert [block.text for block in found.blocks] == ["Закажите масло.", "Сегодня."]
    assert "petrova" not in repr(found).lower()


def test_html_is_read_as_pages_are_and_plain_text_stands_in_for_none() -> None:
    page = "<html><body><h2>Rates</h2><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table></body></html>"
    kinds = [block.kind for block in document(mail("Rates", "Rates: see HTML", html=page)).blocks]
    assert kinds == ["heading", "table"]
    assert texts(mail("x", "Only plain.", html="<html><body></body></html>")) == ["Only plain."]


REPLIES = [
    "Yes, do.\n\nOn Mon, 3 Mar 2025 at 10:00, Ivan Sidorov <i@example.com> wrote:\n> Shall we order?\n>\n> Yes, do.\n",
    "Yes, do.\n\n03.03.2025 10:00, Иван Сидоров пишет:\n> Shall we order?\n",
    "Yes, do.\n\nпн, 3 мар. 2025 г. в 10:00, Иван Сидоров <i@example.com>:\n> Shall we order?\n",
    "Yes, do.\n\nИван Сидоров <i@example.com> писал(а) в своём письме:\n> Shall we order?\n> > Shall we order?\n",
    "Yes, do.\n\n-----Original Message-----\nFrom: Ivan Sidorov\nSent: Monday\nTo: Anna\nSubject: oil\n\nShall we order?\n",
    "Yes, do.\n\n________________________________\nОт: Иван Сидоров\nОтправлено: 3 марта\nКому: Анна\nТема: масло\n\nShall we order?\n",
]


@pytest.mark.parametrize("text", REPLIES)
def test_quoted_mails_stand_there_once_and_without_their_headers(text: str) -> None:
    assert texts(mail("Re: oil", text)) == ["Yes, do.", "Shall we order?"]


def test_words_that_only_look_like_headers_stay() -> None:
    text = "To: do the work, two men are needed.\n\nOn call all day.\n\nOn call all day."
    assert texts(mail("x", text)) == text.split("\n\n")


def test_flowed_lines_are_joined() -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = "x", "a@example.com"
    message.set_content("One sentence that \nwas broken.\n\nNext.\n")
    message.set_param("format", "flowed")
    assert texts(message.as_bytes()) == ["One sentence that was broken.", "Next."]


def test_attachments_are_documents_with_the_subject_above_them() -> None:
    inner = mail("The older one", "It began here.", ("deep.txt", b"Deep."))
    attached = [
        ("a.txt", b"One."),
        ("a.txt", b"Two."),
        ("old.eml", inner),
        ("p.png", PNG),
        ("up/../x.md", b"# X"),
    ]
    found = read(mail("Files", "Attached.", *attached))
    assert set(found) == {"", "a.txt", "a~2.txt", "old.eml", "old.eml/deep.txt", "p.png", "x.md"}
    assert found["p.png"] == Code.UNSUPPORTED
    assert [found[key].section for key in ("a.txt", "old.eml/deep.txt")] == [
        ("Files",),
        ("Files", "The older one"),
    ]  # type: ignore[union-attr]
    assert found["old.eml"].title == "The older one"  # type: ignore[union-attr]


def test_pictures_within_the_text_are_no_attachments() -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = "x", "a@example.com"
    message.set_content("<p>See <img src='cid:logo'></p>", subtype="html")
    message.add_related(PNG, "image", "png", cid="<logo>", filename="logo.png")
    assert set(read(message.as_bytes())) == {""}


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8"])
@pytest.mark.parametrize("declared", [True, False])
def test_charsets_that_are_declared_or_not(charset: str, declared: bool) -> None:
    line = f"Content-Type: text/plain; charset={charset}\r\n" if declared else ""
    head = f"From: a@example.com\r\nSubject: Насос третьего зала\r\n{line}\r\n"
    found = document((head + "Насос третьего зала работает на масле.").encode(charset))
    assert [block.text for block in found.blocks] == ["Насос третьего зала работает на масле."]
    assert found.title == "Насос третьего зала"


def test_a_sealed_mail_is_encrypted() -> None:
    data = b"From: a@example.com\r\nSubject: x\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nAAAA"
    assert read(data) == {"": Code.ENCRYPTED}


@pytest.mark.parametrize("data", [b"words", b"\x00\x01\x02" * 99])
def test_what_is_no_mail(data: bytes) -> None:
    with pytest.raises(LoadError) as caught:
        read(data)
    assert caught.value.code in {Code.WRONG_TYPE, Code.BAD_ENCODING}


def test_a_mailbox_gives_each_mail_under_a_key_that_outlives_its_place() -> None:
    first, second = mail("One", "First."), mail("Two", "Second.\n\n>From here on it is quoted.")
    box = b"".join(b"From a@example.com Mon Mar  3 10:00:00 2025\n" + one + b"\n" for one in (first, second))
    turned = b"".join(
        b"From a@example.com Mon Mar  3 10:00:00 2025\n" + one + b"\n" for one in (second, first)
    )
    found = read(box, "box.mbox")
    assert [one.title for one in found.values()] == ["One", "Two"]  # type: ignore[union-attr]
    assert found.keys() == read(turned, "box.mbox").keys()
    assert "From here on it is quoted." in repr(found)


def test_mails_of_a_box_without_ids_of_their_own() -> None:
    """What has no id, an empty one, or another's is a mail all the same, under a key that outlives its place."""
    bare = mail("One", "First.").replace(b"Message-ID", b"X-Was")
    empty = [
        re.sub(rb"Message-ID: .*", b"Message-ID: <>", mail(name, f"It is {name}."))
        for name in ("Two", "Three")
    ]
    same = [
        re.sub(rb"Message-ID: .*", b"Message-ID: <1@x>", mail("Four", text)) for text in ("A.", "B.", "A.")
    ]
    mails = [bare, *empty, *same]
    begin = b"From a@example.com Mon Mar  3 10:00:00 2025\n"
    found = read(b"".join(begin + one + b"\n" for one in mails), "box.mbox")
    assert [one.blocks[0].text for one in found.values()] == [
        "First.",
        "It is Two.",
        "It is Three.",
        "A.",
        "B.",
    ]  # type: ignore[union-attr]
    assert (
        read(b"".join(begin + one + b"\n" for one in [mail("New", "New."), *mails]), "box.mbox").keys()
        > found.keys()
    )


def properties(header: int, **ticks: int) -> bytes:
    day = struct.pack("<HHIQ", 0x40, 0x39, 6, ticks.get("sent", 0))
    return bytes(header) + day + struct.pack("<HHIQ", 0x3, 0x3FFD, 6, 1251)


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


SENT = 133_854_624_000_000_000
"""2025-03-03, in ticks."""


def outlook(**more: bytes) -> dict[str, bytes | dict[str, object]]:
    tree: dict[str, bytes | dict[str, object]] = {
        "__properties_version1.0": properties(32, sent=SENT),
        "__substg1.0_0037001F": wide("Oil for pump 7"),
    }
    return tree | {f"__substg1.0_{tag}": data for tag, data in more.items()}


def test_a_mail_of_outlook() -> None:
    inner = {
        "__properties_version1.0": properties(24, sent=SENT),
        "__substg1.0_0037001F": wide("The older one"),
        "__substg1.0_1000001E": "Старое письмо.".encode("cp1251"),
    }
    tree = outlook(**{"1000001F": wide("Order it.\r\n\r\nToday.")})
    tree["__attach_version1.0_#00000000"] = {
        "__properties_version1.0": bytes(8),
        "__substg1.0_3707001F": wide("list.txt"),
        "__substg1.0_37010102": b"Oil, 5 litres.",
    }
    tree["__attach_version1.0_#00000001"] = {
        "__substg1.0_3701000D": inner,
        "__substg1.0_3001001F": wide("older"),
    }
    found = read(ole(tree), "m.msg")  # type: ignore[arg-type]
    message = found[""]
    assert isinstance(message, RawDocument)
    assert (message.title, message.properties["date"]) == ("Oil for pump 7", "2025-03-03")
    assert [block.text for block in message.blocks] == ["Order it.", "Today."]
    assert set(found) == {"", "list.txt", "older.msg"}
    assert found["older.msg"].blocks[0].text == "Старое письмо."  # type: ignore[union-attr]
    assert found["older.msg"].title == "The older one"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("page", "charset", "meta"),
    [
        (20866, "koi8-r", ""),
        (28595, "iso8859-5", ""),
        (65001, "utf-8", ""),
        (0, "koi8-r", "koi8-r"),
        (0, "cp1251", ""),
    ],
)
def test_the_charset_of_a_page_in_a_mail_of_outlook_is_its_own(page: int, charset: str, meta: str) -> None:
    """Its other texts are in the code page of the message, 1251 here."""
    said = "Пуск третьего насоса в среду."
    head = f"<meta charset={meta}>" if meta else ""
    tree = outlook(**{"10130102": f"<html>{head}<p>{said}</p></html>".encode(charset) + b"\0"})
    own = struct.pack("<HHIQ", 0x3, 0x3FDE, 6, page) if page else b""
    tree["__properties_version1.0"] = properties(32, sent=SENT) + own
    assert texts(ole(tree), "m.msg") == [said]  # type: ignore[arg-type]


def compressed(rtf: bytes) -> bytes:
    """LZFu of literals, with one reference to what the window holds from the start ("{\\rtf1\\ansi")."""
    assert rtf.startswith(b"{\\rtf1\\ansi")
    out, rest = bytearray(), rtf[11:]
    out += bytes([1]) + struct.pack(">H", 0 << 4 | 11 - 2) + rest[:7]
    for at in range(7, len(rest), 8):
        out += b"\0" + rest[at : at + 8]
    head = struct.pack("<IIII", len(out) + 12, len(rtf), 0x75465A4C, 0)
    return head + bytes(out)


def test_rtf_is_the_last_resort() -> None:
    plain = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}\f0 \'cd\'e0\'f1\'ee\'f1 \u8470?7\par Oil.}"
    assert unpacked(compressed(plain)) == plain
    assert texts(ole(outlook(**{"10090102": compressed(plain)})), "m.msg") == ["Насос №7\nOil."]  # type: ignore[arg-type]
    page = rb"{\rtf1\ansi\ansicpg1251\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 One \'e0.{\*\htmltag72 </p>}\htmlrtf\par}\htmlrtf0}"
    assert text_of(page) == ("<p>One а.</p>", True)
    assert texts(ole(outlook(**{"10090102": compressed(page)})), "m.msg") == ["One а."]  # type: ignore[arg-type]


@pytest.mark.parametrize("cut", [600, 3_000])
def test_a_torn_mail_of_outlook_has_a_code(cut: int) -> None:
    data = ole(outlook(**{"1000001F": wide("Order it.")}))  # type: ignore[arg-type]
    try:
        assert all(isinstance(one, Code) or one.blocks for one in read(data[:cut], "m.msg").values())
    except LoadError as error:
        assert error.code in {Code.MALFORMED, Code.WRONG_TYPE, Code.TRUNCATED}  # noqa: PT017 - either is right
