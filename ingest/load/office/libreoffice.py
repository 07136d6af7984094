"""LibreOffice as a converter: one file in, one out, in a private folder that goes with it.

The only place where what a document holds is written somewhere: into a folder of mode 0700 in memory (`/dev/shm`) where
there is room, else in the folder for temporary files. It is removed at once after the conversion, by the guard when
this process is killed, and by the next conversion when both were.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from ingest.errors import Code, LoadError
from ingest.load.office.guarded import TIME_UP, guarded
from ingest.load.office.programs import soffice

PREFIX = "kb-ingest-office-"
SECONDS = 55.0
MEGABYTES = 4096
"""Of address space: an office suite maps far more than it uses (1.3 GB for a letter)."""
MOST = 64 << 20
"""Bytes of a converted file; a worker's limit on file sizes holds for what it starts."""
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}
</oor:items>
"""
ITEM = (
    '<item oor:path="/org.openoffice.{path}">'
    '<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
SAFE = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""No macros, no active content, no links followed, and a proxy that nobody answers at."""


def convert(data: bytes, suffix: str, target: str) -> bytes:
    """`data`, a file named by `suffix`, as another format ("docx", "pptx").

    Raises `LoadError`: legacy-format without LibreOffice, timeout, malformed where it makes nothing of the file.
    """
    path = soffice()
    if not path:
        raise LoadError(Code.LEGACY_FORMAT, "LibreOffice is not installed")
    folder = _folder(len(data))
    try:
        source = folder / f"file{suffix}"
        source.write_bytes(data)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        items = "\n".join(ITEM.format(path=at, name=name, value=value) for at, name, value in SAFE)
        (profile / "registrymodifications.xcu").write_text(SETTINGS.format(items=items), encoding="utf-8")
        command = [
            path,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
        ]
        command += [
            "--nolockcheck",
            "--nodefault",
            "--convert-to",
            target,
            "--outdir",
            str(folder / "out"),
            str(source),
        ]
        code = guarded([*_offline(), *command], folder=folder, megabytes=MEGABYTES, seconds=SECONDS).code
        made = folder / "out" / f"file.{target}"
        if code == TIME_UP:
            raise LoadError(Code.TIMEOUT, "LibreOffice")
        if not made.is_file():
            raise LoadError(Code.MALFORMED, "LibreOffice reads nothing of it")
        if made.stat().st_size > MOST:
            raise LoadError(Code.TOO_LARGE, "the converted file")
        return made.read_bytes()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _folder(size: int) -> Path:
    """A new folder of mode 0700, in memory where there is room for files several times `size`."""
    memory = Path("/dev/shm")  # noqa: S108 - that is the place; mkdtemp makes a private folder in it
    place = Path(tempfile.gettempdir())
    with contextlib.suppress(OSError):
        if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 6 * size + (48 << 20):
            place = memory
    _sweep(place)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=place))


def _sweep(place: Path) -> None:
    """Removes what conversions left whose processes were killed together with their guards."""
    for left in place.glob(f"{PREFIX}*"):
        owner = left.name.removeprefix(PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            if owner.isdigit() and left.stat().st_uid == os.getuid() and not Path(f"/proc/{owner}").exists():
                shutil.rmtree(left, ignore_errors=True)


@cache
def _offline() -> tuple[str, ...]:
    """What shuts the network for a program, where this system lets us."""
    command = ("unshare", "--user", "--map-current-user", "--net")
    try:
        done = subprocess.run([*command, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return command if done.returncode == 0 else ()
