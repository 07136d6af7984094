"""What verdicts follow from beside the documents, and the versions of what makes them. Imports nothing that judges."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.select.decisions import Applied

VERSIONS = {
    "corpus": "20",
    "near": "11",
    "overlap": "2",
}
"""A module beside this one -> its version. Whoever changes what it gives raises it.

With another "corpus" verdicts of the run before hold no more; with another "near" pairs are judged anew, with another
"overlap" what is stored of one is.
"""
FOLDERS = {
    "archived": (
        "archive",
        "archives",
        "_archive",
        "archived",
        "архив",
        "_архив",
        "old",
        "_old",
        "старое",
        "устаревшее",
        "arhiv",
        "_arhiv",
        "arkhiv",
        "_arkhiv",
        "archiv",
        "staroe",
        "ustarevshee",
    ),
    "draft": (
        "draft",
        "drafts",
        "_drafts",
        "черновик",
        "черновики",
        "_черновики",
        "chernovik",
        "chernoviki",
    ),
    "deleted": ("trash", ".trash", "recycle bin", "deleted", "корзина", "удаленные", "удаленное"),
}
"""Status -> names of folders; compared whole, case-folded, `е` for `ё`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LifecycleRules:
    """What is let in although it is not current, and which folders speak.

    `let_in`: any of "draft", "archived", "deleted", "restricted", "internal", "deprecated", "expired", "pending".
    """

    let_in: frozenset[str] = frozenset({"internal", "deprecated"})
    folders: tuple[tuple[str, tuple[str, ...]], ...] = tuple(FOLDERS.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRules:
    """What stands side by side.

    `parallel`: words of names, titles and folders ("api"), or, with a `*`, `?` or `/`, patterns over the path in the
    root; versions of such documents are all kept unless one is marked old.
    """

    parallel: tuple[str, ...] = ()
    lifecycle: LifecycleRules = field(default_factory=LifecycleRules)

    @property
    def words(self) -> tuple[str, ...]:
        """The words among `parallel`."""
        return tuple(one.casefold() for one in self.parallel if not set(one) & set("*?/["))

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns among `parallel`."""
        return tuple(one for one in self.parallel if set(one) & set("*?/["))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What verdicts follow from beside the documents.

    `as_of` is the ISO day that counts as today; `authoritative` are patterns over source ids, the best first.
    """

    as_of: str
    decided: Applied = field(default_factory=Applied)
    versions: VersionRules = field(default_factory=VersionRules)
    authoritative: tuple[str, ...] = ()
