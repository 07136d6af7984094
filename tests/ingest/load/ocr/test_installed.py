"""What Tesseract said of itself is kept, as long as nothing is other than it was."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.load.ocr import installed as module
from ingest.load.ocr.installed import Installed, installed

pytestmark = pytest.mark.needs("sh")


class Machine:
    """A program that notes how often it is asked, and its folder of languages."""

    def __init__(self, folder: Path) -> None:
        self.asked, self.kept = folder / "asked", folder / "state" / "tesseract.json"
        self.program, self.tables = folder / "tesseract", folder / "tessdata"
        self.libraries = folder / "ld.so.cache"
        for place in (self.tables, self.kept.parent):
            place.mkdir()
        self.libraries.write_text("1")
        (self.tables / "eng.traineddata").write_text("1")
        self.says("5.3.0")

    def says(self, version: str) -> None:
        self.program.write_text(
            f'#!/bin/sh\necho >> {self.asked}\nif [ "$1" = --version ]; then echo tesseract {version}; exit; fi\n'
            f"echo 'List of available languages in \"{self.tables}/\" (3):'\n"
            f"for one in {self.tables}/*; do basename $one .traineddata; done\n"
        )
        self.program.chmod(0o700)

    def found(self, languages: str = "rus+eng", *, keep: bool = True) -> tuple[Installed | None, bool]:
        """What is found, and whether the program was started for it: as in a process of its own."""
        self.asked.write_text("")
        module._asked.cache_clear()
        answer = installed(languages, str(self.program), self.kept, keep=keep)
        return answer, bool(self.asked.read_text())


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    monkeypatch.setattr(module, "_LIBRARIES", str(made.libraries))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    return made


def test_it_is_asked_once(machine: Machine) -> None:
    first, second = machine.found(), machine.found()

    assert first == (Installed(str(machine.program), "5.3.0", "eng"), True)
    assert second == (first[0], False)
    assert machine.found("eng+deu") == (first[0], False)
    assert machine.found("deu") == (None, False)


CHANGES: dict[str, Callable[[Machine], object]] = {
    "another version": lambda machine: machine.says("5.4.0"),
    "a language more": lambda machine: (machine.tables / "rus.traineddata").write_text("1"),
    "a language less": lambda machine: (machine.tables / "eng.traineddata").unlink(),
    "no folder of languages": lambda machine: machine.tables.rename(machine.tables.with_name("away")),
    "a library": lambda machine: machine.libraries.write_text("12"),
    "too old": lambda machine: os.utime(machine.kept, (time.time() - 90_000,) * 2),
    "of another time": lambda machine: os.utime(machine.kept, (time.time() + 9_000,) * 2),
    "torn": lambda machine: machine.kept.write_text(machine.kept.read_text()[:40]),
    "nonsense": lambda machine: machine.kept.write_text('["5.3.0"]'),
    "gone": lambda machine: machine.kept.unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_asked_again_when_anything_is_other_than_it_was(machine: Machine, change: str) -> None:
    machine.found()
    CHANGES[change](machine)
    answer, asked = machine.found()

    assert asked
    module._asked.cache_clear()
    assert answer == installed("rus+eng", str(machine.program)), "as without anything kept"


def test_a_variable_that_leads_elsewhere_is_a_change(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.found()
    monkeypatch.setenv("TESSDATA_PREFIX", "/elsewhere")

    assert machine.found()[1]


def test_who_is_not_to_write_writes_nothing(machine: Machine) -> None:
    assert machine.found(keep=False)[1]
    assert list(machine.kept.parent.iterdir()) == []
    machine.found()
    assert machine.found(keep=False) == (machine.found()[0], False)


def test_where_it_cannot_be_kept_it_is_asked_each_time(machine: Machine) -> None:
    machine.kept.parent.rmdir()

    assert machine.found() == machine.found()
    assert machine.found()[1]


def test_what_is_no_tesseract_is_not_kept(machine: Machine) -> None:
    machine.program.write_text("#!/bin/sh\nexit 1\n")

    assert machine.found()[0] is None
    assert not machine.kept.exists()
