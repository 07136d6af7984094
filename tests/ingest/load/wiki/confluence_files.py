"""XML exports of Confluence for tests and `bench`: small ones object by object, or of any size."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PAGES = "com.atlassian.confluence.pages"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<hibernate-generic datetime="2025-03-04 05:06:07.891">\n'
TAIL = "</hibernate-generic>\n"


def prop(name: str, value: object) -> str:
    return f'<property name="{name}"><![CDATA[{value}]]></property>\n'


def plain(name: str, value: object) -> str:
    return f'<property name="{name}">{value}</property>\n'


def ref(name: str, kind: str, to: int) -> str:
    return f'<property name="{name}" class="{kind}" package="{PAGES}"><id name="id">{to}</id>\n</property>\n'


def thing(kind: str, own: int, *parts: str) -> str:
    return f'<object class="{kind}" package="{PAGES}">\n<id name="id">{own}</id>\n{"".join(parts)}</object>\n'


def space(own: int = 1, key: str = "WH", name: str = "Склад", status: str = "CURRENT") -> str:
    return thing("Space", own, prop("name", name), prop("key", key), plain("spaceStatus", status))


def content(
    own: int,
    title: str,
    *,
    kind: str = "Page",
    status: str = "current",
    within: int | None = 1,
    parent: int | None = None,
    original: int | None = None,
    version: int = 1,
    day: str = "2024-02-12",
) -> str:
    return thing(
        kind,
        own,
        prop("title", title),
        plain("version", version),
        f'<property name="creator" class="ConfluenceUserImpl"><id name="key"><![CDATA[GONE{own}]]></id>\n</property>\n',
        plain("creationDate", f"{day} 08:05:02.343"),
        plain("lastModificationDate", f"{day} 09:05:02.343"),
        prop("contentStatus", status),
        ref("space", "Space", within) if within is not None else "",
        ref("parent", "Page", parent) if parent is not None else "",
        ref("originalVersion", kind, original) if original is not None else "",
    )


def body(own: int, of: int, text: str, kind: int = 2) -> str:
    text = text.replace("]]>", "]] >")
    return thing("BodyContent", own, prop("body", text), ref("content", "Page", of), plain("bodyType", kind))


def attachment(
    own: int, name: str, of: int, *, version: int = 1, status: str = "current", original: int | None = None
) -> str:
    return thing(
        "Attachment",
        own,
        prop("title", name),
        plain("version", version),
        prop("contentStatus", status),
        ref("containerContent", "Page", of),
        ref("originalVersion", "Attachment", original) if original is not None else "",
    )


def entities(*objects: str) -> bytes:
    return (HEAD + "".join(objects) + TAIL).encode()


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@dataclass
class Huge:
    """An export of about `megabytes` with invented text; `versions` older ones of each page. The same for a seed."""

    megabytes: float
    versions: int = 0
    seed: int = 1
    words: list[str] = field(default_factory=list)

    def write(self, path: Path) -> int:
        """Writes it; gives the number of current pages."""
        draw = random.Random(self.seed)
        letters = "абвгдежзиклмнопрстуфхцч", "abcdefghijklmnoprstu"
        self.words = ["".join(draw.choices(letters[n % 2], k=draw.randint(2, 10))) for n in range(5_000)]
        bodies = [self._body(draw) for _ in range(50)]
        size = pages = 0
        with path.open("w", encoding="utf-8") as file:
            size += file.write(HEAD + space())
            while size < self.megabytes * 780_000:  # letters of two alphabets: 1.28 bytes each
                own = 100 + pages * 100
                size += sum(map(file.write, self._page(draw, own, bodies)))
                pages += 1
            file.write(TAIL)
        return pages

    def _page(self, draw: random.Random, own: int, bodies: list[str]) -> Iterator[str]:
        for back in range(self.versions, 0, -1):
            old = own + back * 2
            yield content(old, f"Page {own}", within=None, original=own, version=self.versions + 1 - back)
            yield body(old + 1, old, draw.choice(bodies))
        yield content(own, f"Page {own} {draw.choice(self.words)}", parent=own - 100 if own % 1000 else None)
        yield body(own + 1, own, draw.choice(bodies))

    def _body(self, draw: random.Random) -> str:
        def said(count: int) -> str:
            return " ".join(draw.choices(self.words, k=count))

        parts = []
        for _ in range(6):
            parts.append(f"<h2>{said(4)}</h2>")
            parts += [
                f'<p>{said(30)} <strong>{said(2)}</strong> <a href="https://example.org/">{said(2)}</a> {said(8)}.</p>'
            ] * 3
            parts.append("<ul>" + "".join(f"<li><p>{said(7)}</p></li>" for _ in range(4)) + "</ul>")
            parts.append(
                f'<ac:structured-macro ac:name="info"><ac:rich-text-body><p>{said(20)}</p></ac:rich-text-body></ac:structured-macro>'
            )
            rows = "".join(
                "<tr>" + "".join(f"<td><p>{said(3)}</p></td>" for _ in range(3)) + "</tr>" for _ in range(4)
            )
            parts.append(f"<table><tbody>{rows}</tbody></table>")
        return "".join(parts)
