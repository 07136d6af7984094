"""The folder `data` of a DokuWiki: which files are pages, what links name, when pages were changed."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote

from ingest.errors import LoadError
from ingest.load.wiki.ids import encoded
from ingest.load.wiki.package import Packed, packed

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

PAGE = re.compile(r"((?:.*/)?)pages/(.+)\.txt", re.DOTALL)
ATTIC = re.compile(r"((?:.*/)?)attic/(.+)\.(\d{9,11})\.txt(?:\.gz|\.bz2)?", re.DOTALL)
CHANGES = re.compile(r"((?:.*/)?)meta/(.+)\.(changes|meta)", re.DOTALL)
TITLE = re.compile(
    r"""^[ \t]*\$conf\[['"]title['"]\][ \t]*=[ \t]*(['"])(.*?)(?<!\\)\1[ \t]*;""", re.MULTILINE
)
HEADING = re.compile(r"^[ \t]*={2,6}([^=\n]+)={2,}", re.MULTILINE)
CHANGE = re.compile(r"^(\d{9,11})\t", re.MULTILINE)
DATES = re.compile(r'"(?:created|modified)";i:(\d{9,11});')
TEMPLATES = ("_template", "__template")
CLEAN = re.compile(r"[^\w.:-]+")
META_BYTES = 5_000_000
KEPT = 20


@dataclass(slots=True, kw_only=True)
class Wiki:
    """What a backup holds. `base` is where its `data` lies, `times` are those (Unix) of each page's changes."""

    base: str
    name: str = ""
    title: str = ""
    pages: set[str] = field(default_factory=set)
    media: set[str] = field(default_factory=set)
    times: dict[str, set[int]] = field(default_factory=dict)

    def page_id(self, path: str) -> str | None:
        """The id ("a:b") of the page at `path`; None for any other file."""
        found = PAGE.fullmatch(path.removeprefix(self.base)) if path.startswith(self.base) else None
        if found is None or found[1] or found[2].rpartition("/")[2] in TEMPLATES:
            return None
        return _id(found[2])

    def media_id(self, path: str) -> str | None:
        """The id of the file at `path` in `media/`; None for any other."""
        prefix = self.base + "media/"
        return _id(path.removeprefix(prefix)) if path.startswith(prefix) and path != prefix else None

    def properties(self, page_id: str) -> dict[str, str]:
        """What is known of a page besides its text."""
        times = sorted(self.times.get(page_id, ()))
        newest = max((max(times) for times in self.times.values() if times), default=0)
        older = [f"{number} {_day(time)}" for number, time in enumerate(times, 1)][:-1]
        return {
            "space_name": self.title,
            "created": _day(times[0]) if times else "",
            "modified": _day(times[-1]) if times else "",
            "history": "\n".join(reversed(older[-KEPT:])),
            "exported": _day(newest) if newest else "",
        }


def survey(file: BinaryIO) -> Wiki | None:
    """What the package holds; None if it is no DokuWiki. Raises `LoadError` as `packed` does."""
    bases: Counter[str] = Counter()
    proved: set[str] = set()
    titles: dict[str, str] = {}
    starts: dict[str, str] = {}
    times: dict[str, dict[str, set[int]]] = {}
    names: list[str] = []
    for entry in packed(file):
        name = entry.name
        if found := PAGE.fullmatch(name):
            bases[found[1]] += 1
            names.append(name)
            if found[2] == "start" and (heading := HEADING.search(_text(entry))):
                starts[found[1]] = heading[1].strip()
        elif "media/" in name:
            names.append(name)
        elif found := ATTIC.fullmatch(name):
            proved.add(found[1])
            times.setdefault(found[1], {}).setdefault(_id(found[2]), set()).add(int(found[3]))
        elif found := CHANGES.fullmatch(name):
            proved.add(found[1])
            pattern = CHANGE if found[3] == "changes" else DATES
            told = {int(time) for time in pattern.findall(_text(entry))}
            times.setdefault(found[1], {}).setdefault(_id(found[2]), set()).update(told)
        elif name.endswith("conf/local.php") and (stated := TITLE.search(_text(entry))):
            titles[name.removesuffix("conf/local.php")] = stated[2]
    bases = Counter(
        {base: count for base, count in bases.items() if base in proved or base.endswith("data/")}
    )
    if not bases:
        return None
    base = min(bases, key=lambda one: (-bases[one], one))
    title = titles.get(base.removesuffix("data/"), "")
    wiki = Wiki(
        base=base, title=title, name=encoded(title or starts.get(base, "")), times=times.get(base, {})
    )
    wiki.pages = {page for name in names if (page := wiki.page_id(name)) is not None}
    wiki.media = {one for name in names if (one := wiki.media_id(name)) is not None}
    return wiki


def is_dokuwiki(names: Iterable[str]) -> bool:
    """Whether an archive with these names is a backup of a DokuWiki."""
    bases, proved = set(), set()
    for full in names:
        name = full.removeprefix("./")
        if found := PAGE.fullmatch(name):
            bases.add(found[1])
        elif old := ATTIC.fullmatch(name) or CHANGES.fullmatch(name):
            proved.add(old[1])
    return bool(bases & proved) or any(base.endswith("data/") for base in bases)


def page_of(source_id: str) -> tuple[str, str] | None:
    """(start of the ids of all files of its wiki, id of the page) of a page in a folder `.../data/pages/`."""
    found = re.fullmatch(r"((?:.*/)?data/)pages/(.+)\.txt", source_id, re.DOTALL)
    return None if found is None else (found[1], _id(found[2]))


def resolved(target: str, page_id: str, pages: Container[str] | None) -> tuple[str, str]:
    """(id, "#anchor" or "") that `[[target]]` of the page names; ("", ...) for the page itself.

    `pages` tells which there are: a namespace may stand for its start page.
    """
    target, sign, anchor = target.partition("#")
    kind, target = ("media:", target[6:]) if target.startswith("media:") else ("", target)
    target = target.strip().replace("/", ":").partition("?")[0]
    anchor = sign + encoded(anchor) if anchor else ""
    if not target:
        return "", anchor
    space = page_id.split(":")[:-1]
    parts = target.split(":")
    if parts[0] == "":
        space, parts = [], parts[1:]
    elif parts[0].startswith((".", "~")):
        parts = _relative(parts, space, page_id)
        space = []
    elif len(parts) > 1:
        space = []
    clean = [_clean(part, keep=bool(kind)) for part in [*space, *parts]]
    found = ":".join(part for part in clean if part)
    if target.endswith(":") or (
        pages is not None and not kind and found not in pages and f"{found}:start" in pages
    ):
        found = f"{found}:start" if found else "start"
    return kind + found, anchor


def _relative(parts: list[str], space: list[str], page_id: str) -> list[str]:
    """`.:x`, `..:x`, `.x`, `~:x` as names from the root."""
    first, rest = parts[0], parts[1:]
    if first.startswith("~"):
        return [*page_id.split(":"), *rest]
    where = space[:-1] if first.startswith("..") else space
    if name := first.lstrip("."):
        rest = [name, *rest]
    while rest and rest[0] == "..":
        where, rest = where[:-1], rest[1:]
    return [*where, *rest]


def _clean(name: str, *, keep: bool) -> str:
    """As DokuWiki makes names: lower case, `_` for all that is no letter."""
    return CLEAN.sub("_", name.strip().lower()).strip("_.-" if not keep else "_")


def _id(path: str) -> str:
    """Names beyond ASCII are percent-encoded in DokuWiki's folders."""
    return unquote(path).replace("/", ":")


def _text(entry: Packed) -> str:
    """A small file as text; "" where it cannot be read: what it tells is not needed."""
    try:
        return entry.read(META_BYTES).decode("utf-8", "replace")
    except LoadError:
        return ""


def _day(time: int) -> str:
    return dt.datetime.fromtimestamp(time, dt.UTC).date().isoformat()
