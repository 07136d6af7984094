"""Programs that loaders start: where they are and which, told without starting one. Each run asks this for its keys."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
from functools import cache
from pathlib import Path

PLACES = ("/usr/lib/libreoffice/program/soffice", "/opt/libreoffice/program/soffice")
MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"


def soffice() -> str:
    """The path of `soffice`; "" where LibreOffice is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((path for path in (*PLACES, MAC) if Path(path).is_file()), "")


def office_suite() -> str:
    """Which LibreOffice there is, for keys; "" for none. Told by a file beside it: nothing is started."""
    path = soffice()
    if not path:
        return ""
    for name in ("versionrc", "version.ini"):
        with contextlib.suppress(OSError):
            text = (Path(path).resolve().parent / name).read_text(encoding="utf-8", errors="replace")
            stated = [
                line for line in text.splitlines() if line.startswith(("buildid=", "MsiProductVersion="))
            ]
            return " ".join(stated)
    return "some"


@cache
def pandoc() -> str:
    """The path of pandoc: that of the extra, else what the system has; "" for none."""
    spec = importlib.util.find_spec("pypandoc")
    if spec is not None and spec.origin is not None:
        own = Path(spec.origin).with_name("files") / "pandoc"
        if own.is_file():
            return str(own)
    return shutil.which("pandoc") or ""


def other_pandoc() -> str:
    """Which pandoc there is besides that of the extra, for keys; "" for none."""
    path = pandoc()
    if not path or "pypandoc" in path:
        return ""
    told = Path(path).stat()
    return f"pandoc={told.st_size}-{int(told.st_mtime)}"
