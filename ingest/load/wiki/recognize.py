"""Which wiki a file comes from: by its first bytes, by what a package holds, or by the folder it lies in."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import LoadError

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Sequence
    from pathlib import Path

ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)?"
    rb"<(hibernate-generic|mediawiki)[\s/>]",
    re.DOTALL,
)
KINDS = {b"hibernate-generic": "confluence-xml", b"mediawiki": "mediawiki"}
ENTITIES = "entities.xml"
HEAD = 4096
NAMES = 20_000
KEPT = frozenset({"attic", "meta", "cache", "index", "locks", "tmp", "media_attic", "media_meta", "log"})
"""What DokuWiki keeps beside its pages: old versions, and what it makes for itself."""
_OF_WIKIS = KEPT | {"pages", "attachments"}
ATTACHMENT = re.compile(r"\d+/\d+/\d+")


def wiki_of_text(head: bytes) -> str:
    """The wiki whose export begins like this; "" if none does."""
    found = ROOT.match(head[:HEAD])
    return KINDS[found[1]] if found else ""


def wiki_of_zip(archive: zipfile.ZipFile, names: Sequence[str]) -> str:
    """The wiki whose export a zip is; "" if it is none, or an HTML export of Confluence."""
    from ingest.load.wiki.dokuwiki_folder import is_dokuwiki
    from ingest.load.wiki.notion_names import is_notion

    for name in names:
        if name.rpartition("/")[2] == ENTITIES and name.count("/") < 3:
            with archive.open(name) as member:
                if wiki_of_text(member.read(HEAD)) == "confluence-xml":
                    return "confluence-xml"
    if is_notion(names):
        return "notion"
    return "dokuwiki" if is_dokuwiki(names) else ""


def wiki_of_packed(file: BinaryIO) -> str:
    """The wiki whose dump or backup a packed file (gz, bz2, xz, 7z, tar) is; "" if it is none. Rewinds the file."""
    from ingest.load.wiki.dokuwiki_folder import is_dokuwiki
    from ingest.load.wiki.package import packed
    from ingest.load.wiki.unpacked import SEVEN, head

    start = head(file, 512)
    if found := wiki_of_text(start):
        return found
    file.seek(0)
    if file.read(len(SEVEN)) == SEVEN or (
        b"ustar" not in start[257:265] and not start[:100].rstrip(b"\0").isascii()
    ):
        file.seek(0)
        return ""
    try:
        names = [entry.name for entry in islice(packed(file), NAMES)]
    except LoadError:
        return ""
    finally:
        file.seek(0)
    return "dokuwiki" if is_dokuwiki(names) else ""


def part_of_wiki(path: Path) -> str:
    """What a file of a folder is to the wiki that keeps it there: "page" of a DokuWiki, "kept", or "" for all else.

    "kept" is what the wiki made for itself, and what is read with another file (attachments of `entities.xml`).
    """
    if not path.is_absolute() or _OF_WIKIS.isdisjoint(path.parts):
        return ""
    for folder in path.parents:
        name, above = folder.name, folder.parent
        if name == "attachments" and ATTACHMENT.fullmatch(path.relative_to(folder).as_posix()):
            return "kept" if (above / ENTITIES).is_file() else ""
        if (name == "pages" or name in KEPT) and (above / "pages").is_dir() and _is_data(above):
            return "kept" if name in KEPT else ("page" if path.suffix == ".txt" else "")
    return ""


def _is_data(folder: Path) -> bool:
    return (folder / "meta").is_dir() and ((folder / "attic").is_dir() or (folder / "media").is_dir())
