"""What people do to a folder of documents all day: edits, saves, copies, moves, deletions; all follow from the seed."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from random import Random

from bench.pages import page

FOLDERS = 25
PARTS = 4
PAUSE = 2.0
"""Seconds between the parts of a slow copy; less than `watch.settle_seconds`."""


class Churn:
    """Changes files below a folder, one action at a time; `done` counts them by name."""

    def __init__(self, docs: Path, pages: int, seed: int = 1) -> None:
        self.docs, self.pages, self.dice = docs, pages, Random(seed)
        self.done: Counter[str] = Counter()
        self._next = pages

    def begin(self) -> None:
        """Writes the first pages."""
        for number in range(self.pages):
            path = self.docs / f"part-{number % FOLDERS}" / f"{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(number, sections=4 + number % 8), encoding="utf-8")

    def act(self) -> None:
        """One action; a slow copy takes some seconds."""
        actions = [
            self.edit,
            self.edit,
            self.save,
            self.save,
            self.move,
            self.copy_slowly,
            self.rename_folder,
        ]
        actions += [self.add, self.add] if len(self._paths()) < self.pages else [self.delete, self.delete]
        action = self.dice.choice(actions)
        action()
        self.done[action.__name__] += 1

    def edit(self) -> None:
        """Writes into a file that is there."""
        path = self._path()
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + page(self._number(), sections=1))
        if path.stat().st_size > 20_000:
            path.write_text(self._new(), encoding="utf-8")

    def save(self) -> None:
        """As editors save: beside it, then over it."""
        path = self._path()
        beside = path.with_name(f".{path.name}.tmp")
        beside.write_text(self._new(), encoding="utf-8")
        beside.replace(path)

    def add(self) -> None:
        """A new file."""
        self._fresh().write_text(self._new(), encoding="utf-8")

    def delete(self) -> None:
        """A file goes."""
        self._path().unlink()

    def move(self) -> None:
        """A file goes to another folder, under another name."""
        self._path().rename(self._fresh())

    def copy_slowly(self) -> None:
        """A file comes in parts, with pauses."""
        text, path = self._new(), self._fresh()
        with path.open("w", encoding="utf-8") as file:
            for part in range(PARTS):
                file.write(text[part * len(text) // PARTS : (part + 1) * len(text) // PARTS])
                file.flush()
                time.sleep(PAUSE)

    def rename_folder(self) -> None:
        """A folder with all its files gets another name."""
        folder = self.dice.choice(self._folders())
        folder.rename(folder.with_name(f"part-{self._number()}"))

    def _paths(self) -> list[Path]:
        return sorted(self.docs.rglob("*.md"))

    def _folders(self) -> list[Path]:
        return sorted(path for path in self.docs.iterdir() if path.is_dir())

    def _path(self) -> Path:
        return self.dice.choice(self._paths())

    def _fresh(self) -> Path:
        return self.dice.choice(self._folders()) / f"{self._number()}.md"

    def _number(self) -> int:
        self._next += 1
        return self._next

    def _new(self) -> str:
        number = self._number()
        return page(number, number, sections=4 + number % 8)
