"""Tesseract as a child process: a picture goes in through a pipe, words come out through a pipe, no file between."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.errors import Code, LoadError
from ingest.load.ocr.picture import Picture
from ingest.load.ocr.tiff import tiff
from ingest.load.ocr.words import Guess, Recognised, guesses_of, pages_of, parse

_ASK_SECONDS = 20
_PR_SET_PDEATHSIG = 1
_ONE_LINE = "7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tesseract:
    """The program at `path`, for `languages` ("rus+eng"), with `seconds` for a picture."""

    path: str
    version: str
    languages: str
    seconds: float

    @property
    def identity(self) -> str:
        """What shapes the text: part of the prepare key of what reads scans."""
        return f"tesseract {self.version} {self.languages}"

    def read(self, picture: Picture, *, turned: bool = False) -> Recognised:
        """The words of `picture`. Raises LoadError: timeout, ocr-unreadable when the program fails."""
        shown = picture.turned() if turned else picture
        said = self._table(shown.pgm(), "--dpi", str(picture.dpi))
        return parse(said, dpi=picture.dpi, turned=turned)

    def read_file(self, data: bytes) -> list[Recognised]:
        """The words on each page of a picture file, of a format that the program knows. Raises as `read`."""
        return [parse(page) for page in pages_of(self._table(data))]

    def both(self, pictures: Sequence[Picture]) -> tuple[list[Guess], list[Guess]] | None:
        """What each picture of a word is in Russian alone, and in English alone; None if it does not read both.

        Raises as `read`.
        """
        if not {"rus", "eng"} <= set(self.languages.split("+")):
            return None
        data = tiff(pictures)
        tables = (self._table(data, "--psm", _ONE_LINE, languages=language) for language in ("rus", "eng"))
        russian, english = (guesses_of(table, len(pictures)) for table in tables)
        return russian, english

    def _table(self, data: bytes, *options: str, languages: str = "") -> str:
        """The program's table of words for a picture that it gets through a pipe."""
        command = [self.path, "stdin", "stdout", "-l", languages or self.languages, *options, "tsv"]
        try:
            done = subprocess.run(
                command,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self.seconds,
                check=False,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                preexec_fn=_die_with_parent(),
            )
        except subprocess.TimeoutExpired:
            raise LoadError(Code.TIMEOUT, f"OCR of a page took over {self.seconds:.0f} s") from None
        except OSError as error:
            raise LoadError(Code.OCR_MISSING, type(error).__name__) from None
        if done.returncode:
            raise LoadError(Code.OCR_UNREADABLE, f"tesseract ended with {done.returncode}")
        return done.stdout.decode("utf-8", "replace")


def find(languages: str, seconds: float, program: str = "tesseract") -> Tesseract | None:
    """Tesseract as it is installed, with those of `languages` that are there; None without it or without any."""
    path = shutil.which(program)
    if path is None:
        return None
    version, installed = _asked(path)
    known = [name for name in languages.split("+") if name in installed]
    if not version or not known:
        return None
    return Tesseract(path=path, version=version, languages="+".join(known), seconds=seconds)


@cache
def _asked(path: str) -> tuple[str, frozenset[str]]:
    """Its version and its languages; ("", nothing) for a program that does not answer as Tesseract does."""
    version = _said(path, "--version").split("\n", 1)[0].removeprefix("tesseract").strip()
    return version, frozenset(_said(path, "--list-langs").split("\n")[1:])


def _said(path: str, question: str) -> str:
    try:
        done = subprocess.run(
            [path, question], capture_output=True, text=True, timeout=_ASK_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return ""
    return (done.stdout or done.stderr) if done.returncode == 0 else ""


def _die_with_parent() -> Callable[[], None] | None:
    """A worker over its time is killed; what it started must not go on."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
