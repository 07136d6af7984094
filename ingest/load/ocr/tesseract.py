"""Tesseract as a child process: a picture goes in through a pipe, words come out through a pipe, no file between."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from ingest.errors import Code, LoadError
from ingest.load.ocr.installed import Installed, installed
from ingest.load.ocr.picture import Picture
from ingest.load.ocr.tiff import page_of, pages_in, tiff
from ingest.load.ocr.words import Guess, Recognised, guesses_of, pages_of, parse

if TYPE_CHECKING:
    from pathlib import Path

_PR_SET_PDEATHSIG = 1
_ONE_LINE = "7"
_WALL = 10.0
"""A machine that is busy may take so many times as long by the clock as by the CPU."""
_BEAT_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tesseract:
    """The program at `path`, for `languages` ("rus+eng"), with `seconds` of CPU for a picture.

    `beat` is called every second while it works: its time is its own, not that of who waits for it.
    """

    path: str
    version: str
    languages: str
    seconds: float
    beat: Callable[[], None] = lambda: None

    @property
    def identity(self) -> str:
        """What shapes the text: part of the prepare key of what reads scans."""
        return Installed(self.path, self.version, self.languages).identity

    def read(self, picture: Picture, *, turned: bool = False) -> Recognised:
        """The words of `picture`. Raises LoadError: timeout, ocr-unreadable when the program fails."""
        shown = picture.turned() if turned else picture
        said = self._table(shown.pgm(), "--dpi", str(picture.dpi))
        return parse(said, dpi=picture.dpi, turned=turned)

    def read_file(self, data: bytes) -> list[Recognised]:
        """The words on each page of a picture file, of a format that the program knows. Raises as `read`.

        A page of several that takes too long, or is damaged, is empty; if all are, that is an error.
        """
        count = pages_in(data)
        if count < 2:
            return [parse(page) for page in pages_of(self._table(data))]
        read, trouble = [], None
        for number in range(count):
            try:
                read.append(parse(self._table(page_of(data, number), "-c", "tessedit_page_number=0")))
            except LoadError as error:
                if error.code not in {Code.TIMEOUT, Code.OCR_UNREADABLE}:
                    raise
                trouble = error
                read.append(Recognised())
        if trouble and not any(one.lines for one in read):
            raise trouble
        return read

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
            with subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                preexec_fn=_bound(self.seconds),  # noqa: PLW1509 - system calls only
            ) as child:
                said = self._heard(child, data)
        except OSError as error:
            raise LoadError(Code.OCR_MISSING, type(error).__name__) from None
        if said is None or child.returncode == -signal.SIGXCPU:
            raise LoadError(Code.TIMEOUT, f"OCR of a page took over {self.seconds:g} s")
        if child.returncode:
            raise LoadError(Code.OCR_UNREADABLE, f"tesseract ended with {child.returncode}")
        return said.decode("utf-8", "replace")

    def _heard(self, child: subprocess.Popen[bytes], data: bytes) -> bytes | None:
        """What the program says of `data`; None, and it is ended, when it takes too long by the clock."""
        until = time.monotonic() + _WALL * self.seconds
        feeder = threading.Thread(target=_feed, args=(child.stdin, data), daemon=True)
        child.stdin = None  # `communicate` forgets what it has not sent when it is called again
        feeder.start()
        try:
            while (left := until - time.monotonic()) > 0:
                try:
                    return child.communicate(timeout=min(_BEAT_SECONDS, left))[0]
                except subprocess.TimeoutExpired:
                    self.beat()
            return None
        finally:
            child.kill()
            feeder.join(_BEAT_SECONDS)


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError), pipe:  # a program that has ended reads no more
        pipe.write(data)


def find(
    languages: str,
    seconds: float,
    program: str = "tesseract",
    beat: Callable[[], None] = lambda: None,
    kept: Path | None = None,
) -> Tesseract | None:
    """Tesseract as it is `installed`, which may know it from `kept`; None without it or without any language."""
    found = installed(languages, program, kept)
    if found is None:
        return None
    path, version, known = found
    return Tesseract(path=path, version=version, languages=known, seconds=seconds, beat=beat)


def _bound(seconds: float) -> Callable[[], None] | None:
    """Limits its CPU time, which a busy machine does not eat up; a killed worker leaves nothing that goes on."""
    if sys.platform == "win32":
        return None
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = math.ceil(seconds) if hard == resource.RLIM_INFINITY else min(math.ceil(seconds), hard)
    prctl = None
    if sys.platform.startswith("linux"):
        import ctypes

        prctl = ctypes.CDLL(None).prctl

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
        if prctl is not None:
            prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    return bound
