"""Loaders as a run needs them that may read no file: what shapes their output, told without importing them.

Importing all takes .05 CPU s. What a loader is made with may shape its output, which only itself can tell: those that
take more than `let_in` are made, and so are those of other packages.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple

from ingest.load.choose import BUILT_IN, SUFFIXES, class_of, made, of_other_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ingest.load.archive import Limits
    from ingest.load.choose import AnyLoader


class Traits(NamedTuple):
    """What a loader says of itself besides its suffixes; `asks` is what its `programs` gives, "module:function"."""

    version: str
    libraries: tuple[str, ...] = ()
    streams: bool = False
    may_let_in: tuple[str, ...] = ()
    asks: str = ""


TRAITS: dict[str, Traits] = {
    "docx": Traits("6", ("lxml",), may_let_in=("comments", "deletions")),
    "pptx": Traits("3", ("lxml",), may_let_in=("comments", "hidden-slides", "notes")),
    "sheets": Traits("6", ("python-calamine", "lxml", "olefile"), may_let_in=("comments", "hidden-sheets")),
    "odt": Traits("2", ("lxml",), may_let_in=("comments", "deletions")),
    "epub": Traits("5", ("lxml", "chardet")),
    "csv": Traits("5", ("chardet",)),
    "rtf": Traits("2"),
    "libreoffice": Traits(
        "1 docx=6 pptx=3",
        ("lxml",),
        may_let_in=("comments", "deletions", "hidden-slides", "notes"),
        asks="ingest.load.office.programs:office_suite",
    ),
    "html": Traits("6", ("lxml", "chardet")),
    "confluence-html": Traits("7", ("lxml", "chardet"), streams=True),
    "markdown": Traits("7", ("markdown-it-py", "pyyaml", "lxml", "chardet")),
    "text": Traits("2", ("chardet",)),
    "unstructured": Traits("4", ("unstructured", "pypandoc-binary", "lxml", "chardet")),
    "pandoc": Traits(
        "5", ("pypandoc-binary", "lxml", "chardet"), asks="ingest.load.office.programs:other_pandoc"
    ),
    "mail": Traits("5", ("lxml", "chardet"), streams=True),
    "outlook": Traits("6", ("olefile", "lxml", "chardet"), streams=True),
    "mbox": Traits("3", streams=True),
    "carrier": Traits(
        "3", ("lxml", "olefile"), streams=True, may_let_in=("comments", "deletions", "hidden-slides", "notes")
    ),
    "confluence-xml": Traits("4", ("lxml",), streams=True),
    "notion": Traits("6", ("markdown-it-py", "lxml", "chardet"), streams=True),
    "dokuwiki": Traits("3", ("chardet",), streams=True),
}
"""What the classes say too; a test compares."""


class Told:
    """A built-in loader as it would be made, without what reads."""

    def __init__(self, name: str, let_in: Sequence[str]) -> None:
        traits = TRAITS[name]
        self.name, self.suffixes = name, SUFFIXES[name]
        self.version, self.libraries, self.streams = traits.version, traits.libraries, traits.streams
        self.let_in = tuple(sorted({*let_in} & {*traits.may_let_in}))
        self._asks = traits.asks

    def programs(self) -> str:
        """Which programs of the system it finds: as the loader's own `programs`, or ""."""
        if not self._asks:
            return ""
        module, _, name = self._asks.partition(":")
        ask: Callable[[], str] = getattr(importlib.import_module(module), name)
        return ask()


def told_all(let_in: Sequence[str], limits: Limits, options: Mapping[str, object]) -> list[AnyLoader | Told]:
    """As `load_all`: every loader, made or told."""
    own = [
        Told(name, let_in) if name in TRAITS else made(class_of(name), let_in, limits, options)
        for name in BUILT_IN
    ]
    return [*own, *(made(kind, let_in, limits, options) for kind in of_other_packages())]
