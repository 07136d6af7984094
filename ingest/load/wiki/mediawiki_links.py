"""Links of MediaWiki pages: to pages by their titles, to files, to categories, which are labels, and to the world."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ingest.load.wiki.ids import encoded
from ingest.load.wiki.mediawiki_site import CATEGORY, FILE

if TYPE_CHECKING:
    from ingest.load.wiki.mediawiki_site import Site

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8})?")
OPTION = re.compile(
    r"\s*(?:thumb(?:nail)?|frame(?:d|less)?|border|left|right|none|center|centre|upright|mini|miniatur|мини|миниатюра"
    r"|справа|слева|центр|без|rechts|links|zentriert|\d+px|\d*x\d+px|\d+\s*пкс|(?:alt|link|upright|page|lang|class)\s*=.*)\s*",
    re.IGNORECASE,
)


class Places:
    """Resolves links of one page. `links` are (target, words)."""

    def __init__(self, site: Site, source_id: str, key: str, title: str) -> None:
        self._site, self._source_id, self._key, self._title = site, source_id, key, title
        self.links: list[tuple[str, str]] = []
        self.labels: set[str] = set()

    def wikilink(self, title: str, text: str | None) -> str:
        """What a reader sees of `[[title|text]]`."""
        title = unquote(title).strip()
        quoted = title.startswith(":")
        title = title.lstrip(":").strip()
        number, rest = self._site.split(title)
        if number == CATEGORY and not quoted:
            self.labels.add(" ".join(rest.replace("_", " ").split()))
            return ""
        if number == FILE and not quoted:
            return self._caption(text)
        if number < 0:
            return text or rest
        prefix, colon, _ = title.partition(":")
        if (
            colon
            and not number
            and not quoted
            and LANGUAGE.fullmatch(prefix)
            and not self._site.key_of(title)
        ):
            return ""  # the same page in another language
        page, sign, anchor = title.partition("#")
        page = self._whole(page.strip())
        words = text if text is not None and text.strip() else self._words(title, page, sign + anchor)
        key = self._site.key_of(page) if page else self._key
        self._add(
            (key or "title:" + encoded(page)) + (f"#{' '.join(anchor.split())}" if anchor else ""), words
        )
        return words

    def external(self, url: str, text: str | None) -> str:
        """What a reader sees of `[url text]` or of an address by itself."""
        words = text if text is not None and text.strip() else url
        self.links.append((url, words))
        return words.removeprefix("mailto:")

    def _whole(self, page: str) -> str:
        """The title that `/Sub`, `../` and `../Other` mean."""
        if page.startswith("/"):
            return f"{self._title}/{page.strip('/')}"
        above = self._title
        while page.startswith(".."):
            above, page = above.rpartition("/")[0] or above, page[2:].lstrip("/")
            if not page:
                return above
            if not page.startswith(".."):
                return f"{above}/{page.rstrip('/')}"
        return page

    @staticmethod
    def _words(title: str, page: str, anchor: str) -> str:
        return title.strip("/") if title.startswith("/") else (page or title) + (anchor if page else "")

    @staticmethod
    def _caption(text: str | None) -> str:
        """The last part of a picture that is no option."""
        parts = (text or "").split("|")
        last = parts[-1]
        return "" if OPTION.fullmatch(last) else f"\n{last.strip()}\n" if last.strip() else ""

    def _add(self, key: str, words: str) -> None:
        self.links.append((f"{self._source_id}#{key}", " ".join(words.split())))
