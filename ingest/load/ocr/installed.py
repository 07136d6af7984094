"""Which Tesseract is installed, and what it can read. Every run asks, for its keys: the answer is kept.

What was answered holds as long as the program, its languages, the list of shared libraries and the two variables that
lead elsewhere are as they were; and a day at most, in case an update leaves all of them as they are.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index.durable import put_aside

_ASK_SECONDS = 20
_DAY = 86_400.0
_ELSEWHERE = ("TESSDATA_PREFIX", "LD_LIBRARY_PATH")
_LIBRARIES = "/etc/ld.so.cache"
"""Written anew with every library that a package brings."""
_FOLDER = re.compile(r'"([^"\n]+)"')


class Installed(NamedTuple):
    """The program at `path`, with those languages that were asked for and are there ("rus+eng")."""

    path: str
    version: str
    languages: str

    @property
    def identity(self) -> str:
        """What shapes the text: part of the prepare key of what reads scans."""
        return f"tesseract {self.version} {self.languages}"


def installed(
    languages: str, program: str = "tesseract", kept: Path | None = None, *, keep: bool = False
) -> Installed | None:
    """Tesseract as it is installed, with those of `languages` that are there; None without it or without any.

    `kept` is the file of an earlier answer, which is written if there is none that holds and it is to `keep` it.
    """
    path = shutil.which(program)
    if path is None:
        return None
    version, there = _asked(path, kept, keep)
    known = [name for name in languages.split("+") if name in there]
    return Installed(path, version, "+".join(known)) if version and known else None


@cache
def _asked(path: str, kept: Path | None, keep: bool) -> tuple[str, frozenset[str]]:
    """Its version and its languages; ("", nothing) for a program that does not answer as Tesseract does."""
    if kept is not None and (answer := _recalled(path, kept)):
        return answer
    folder = _FOLDER.search(_said(path, "--list-langs").partition("\n")[0]) if keep and kept else None
    stamp = ""
    with contextlib.suppress(OSError):
        stamp = _stamp(path, folder[1]) if folder else ""  # before it answers: what changes later is seen
    version = _said(path, "--version").split("\n", 1)[0].removeprefix("tesseract").strip()
    names = _said(path, "--list-langs").split("\n")[1:]
    if kept is not None and folder and stamp and version:
        told = {"version": version, "languages": names, "folder": folder[1], "stamp": stamp}
        put_aside(kept, json.dumps(told).encode())
    return version, frozenset(names)


def _recalled(path: str, kept: Path) -> tuple[str, frozenset[str]] | None:
    """What it answered when all was as it is now; None if that is not known, or too old."""
    try:
        if not 0 <= time.time() - kept.stat().st_mtime < _DAY:
            return None
        told = json.loads(kept.read_text(encoding="utf-8"))
        if told["stamp"] != _stamp(path, told["folder"]):
            return None
        return str(told["version"]), frozenset(map(str, told["languages"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _stamp(path: str, folder: str) -> str:
    """Changes when the program, a file of languages, a shared library or a variable does. Raises OSError."""
    real = os.path.realpath(path)
    files = [real, *sorted(entry.path for entry in os.scandir(folder))]
    if os.path.exists(_LIBRARIES):  # noqa: PTH110 - not on every system
        files.append(_LIBRARIES)
    seen = []
    for name in files:
        found = os.stat(name)  # noqa: PTH116 - of names
        seen.append(f"{name} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}")
    seen += [f"{name}={os.environ.get(name, '')}" for name in _ELSEWHERE]
    return hashlib.sha256("\0".join(seen).encode("utf-8", "surrogateescape")).hexdigest()


def _said(path: str, question: str) -> str:
    import subprocess

    try:
        done = subprocess.run(
            [path, question], capture_output=True, text=True, timeout=_ASK_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError, UnicodeError):
        return ""
    return (done.stdout or done.stderr) if done.returncode == 0 else ""
