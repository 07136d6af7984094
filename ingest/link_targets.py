"""Which file a link means, and which name a place in it has: as sites are built, not only as files lie. Pure."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

SUFFIXES = (".md", ".mdx", ".html", ".htm", ".xhtml", ".rst", ".txt", ".markdown")
INDEXES = ("index", "README", "readme", "_index", "Home", "home")
_HEADING = re.compile(r"(?m)^#{1,6} (.+)$")
_NOT_A_WORD = re.compile(r"[\W_]+")
_COUNTED = re.compile(r"[-_]\d{1,3}$")
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i j k l m n o p r s t u f h c ch sh sch * y * e yu ya".replace("*", "").split(
            " "
        ),
        strict=True,
    )
)


def placed(kind: str, target: str, source_id: str) -> tuple[str, str]:
    """The kind and the target of a link of a document of `source_id`: what is relative means a file by its id.

    What leads above the root is "outside".
    """
    if kind != "relative":
        return kind, target
    root, _, inner = source_id.partition("/")
    place = posixpath.normpath(posixpath.join(posixpath.dirname(inner), target))
    if place.split("/", 1)[0] == "..":
        return "outside", ""
    ends = "/" if target.endswith("/") else ""
    return "file", root if place == "." else f"{root}/{place}{ends}"


class Targets:
    """The files of a knowledge base, by id."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = frozenset(ids)
        self._folded: dict[str, str] = {one.casefold(): one for one in sorted(self._ids, reverse=True)}
        self._folders = {folder for one in self._ids for folder in _above(one)}

    def find(self, target: str) -> str:
        """The id of the file that `target` means, "" for none. A folder means its front page, or itself."""
        place = target.rstrip("/")
        for candidate in _candidates(place, slash=target.endswith("/")):
            if candidate in self._ids:
                return candidate
        return place if place in self._folders else ""

    def unlike(self, target: str) -> str:
        """The id that differs from `target` in upper and lower case only: found on some machines, not on others."""
        return next(
            (self._folded[one.casefold()] for one in _candidates(target) if one.casefold() in self._folded),
            "",
        )

    def is_below(self, target: str) -> bool:
        """Whether the first folder of `target` is one of the root: then a path from the top means the root's top."""
        return "/".join(target.split("/")[:2]) in self._folders


def has_anchor(anchor: str, names: Collection[str], body: str) -> bool:
    """Whether a page with these names of places, and this text, has a place that `anchor` may mean.

    Sites make names of headings by rules of their own: marks dropped or hyphens, letters as they are or in Latin,
    `-1` behind the second of two. All of them are accepted.
    """
    if anchor in names or anchor.startswith((":~:", "!")) or not anchor:
        return True
    wanted = {_key(anchor), _key(_COUNTED.sub("", anchor))}
    return any(not wanted.isdisjoint(_keys(name)) for name in (*names, *headings(body)))


def headings(body: str) -> Iterator[str]:
    """The headings of a body, as Markdown writes them."""
    for found in _HEADING.finditer(body):
        yield found[1]


def _keys(name: str) -> Iterator[str]:
    yield _key(name)
    folded = unicodedata.normalize("NFC", name).casefold()
    yield _key("".join(_LATIN.get(letter, letter) for letter in folded))


def _key(name: str) -> str:
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFC", name).casefold())


def _candidates(place: str, *, slash: bool = False) -> Iterator[str]:
    if not slash:
        yield place
    stem, suffix = posixpath.splitext(place)
    if suffix in SUFFIXES:
        yield from (stem + other for other in SUFFIXES)
    yield from (place + other for other in SUFFIXES)
    for index in INDEXES:
        yield from (f"{place}/{index}{suffix}" for suffix in SUFFIXES)


def _above(source_id: str) -> Iterator[str]:
    folder = posixpath.dirname(source_id)
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
