"""Which documents may be versions of each other: those that share a key, by name or by title. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from ingest.document import Head
from ingest.select.groups import connected
from ingest.select.name_words import canonical, fold
from ingest.select.names import file_stem, read_name, read_path, read_title

PAPER = "paper\0"
"""Begins the keys of papers that have a number."""
KINDS = ("name\0", "title\0", PAPER)
"""With one of them each key begins."""
_PAPER = re.compile(
    r"((?:приказ|распоряж|постановл|указан|договор|контракт|соглашен|регламент|инструкц|положен|правил|протокол|решени"
    r"|письм|prikaz|rasporyazh|postanovl|dogovor|order|decree|directive|regulation|contract|agreement|policy|procedure"
    r"|instruction|rule|circular|resolution|memo)[^\W\d_]{0,12}) ?(?:№|no\.?|n|number)? ?(\d[\d/-]{0,10})(?![\w./])"
)
"""Papers that are known by a number: "chapter 1" and "report 2023" would make families of everything."""


def keys_of(head: Head) -> tuple[str, ...]:
    """The keys by which `head` finds its family: one by title, one by name, each within its space and language."""
    labels = head.labels
    name = head.source_id if names_alone(head) else ""
    return _keys(labels.space, labels.language, name, head.title, labels.supersedes)


@lru_cache(maxsize=20_000)
def _keys(space: str, language: str, path: str, title: str, supersedes: str) -> tuple[str, ...]:
    """A run asks several times for those of each document."""
    found = [("name", read_path(path).key if path else ""), ("title", read_title(title).key)]
    found += [("paper", number) for one in (path.rpartition("/")[2], title) if (number := paper_number(one))]
    for text in _listed(supersedes):
        found += [("name", read_name(file_stem(text)).key), ("title", read_title(text).key)]
        found += [("paper", paper_number(text))]
    return tuple(dict.fromkeys(f"{kind}\0{space}\0{language}\0{key}" for kind, key in found if key))


def paper_number(text: str) -> str:
    """The kind and the number that a name or a title begins with ("prikaz 12" of "Приказ № 12 о ..."); "" if none."""
    match = _PAPER.match(fold(text.replace("_", " ")))
    return f"{canonical(match[1])} {match[2]}" if match else ""


def links(one: Head, other: Head) -> bool:
    """Whether two share a key by name or title; that of a paper's number links nothing but who names it."""
    shared = set(keys_of(one)) & set(keys_of(other))
    return any(not key.startswith(PAPER) for key in shared)


CROWD = 400
"""A key that more documents share tells nothing of any of them."""


def crowded_keys(heads: Iterable[Head]) -> frozenset[str]:
    """Keys of families that tell nothing, of all documents together."""
    shared = Counter(key for head in heads for key in keys_of(head))
    return frozenset(key for key, count in shared.items() if count > CROWD)


def families(
    heads: Iterable[Head],
    copies: Mapping[str, Sequence[Head]] | None = None,
    crowded: Set[str] = frozenset(),
) -> list[list[Head]]:
    """Heads that are connected by keys, each family by id; one that shares none is a family of its own.

    `copies` are other places of a head's text, by its id: their keys are its own. Those that are `crowded` connect
    nothing.
    """

    def keys(head: Head) -> Iterator[str]:
        places = (head, *(copies or {}).get(head.id, ()))
        return (key for place in places for key in keys_of(place) if key not in crowded)

    return connected(sorted(heads, key=lambda head: head.id), keys)


def names_alone(head: Head) -> bool:
    """Whether the name is that of this document, not of a container that holds many."""
    return head.id.endswith("#") and head.id[:-1] == head.source_id


def replaced_by(head: Head) -> tuple[str, ...]:
    """The file names, paths, ids or titles that `head` says it replaces."""
    return _listed(head.labels.supersedes)


def _listed(supersedes: str) -> tuple[str, ...]:
    return tuple(text for one in re.split(r"[,;\n]", supersedes) if (text := one.strip()))
