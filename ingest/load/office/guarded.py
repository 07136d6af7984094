"""Programs that loaders start: each under a guard, which lets nothing of it outlive the loader."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from ingest.load.office import guard

TIME_UP = guard.TIME_UP


class Ended(NamedTuple):
    """How a program ended: its exit code (`TIME_UP` when its time was up), and what it wrote."""

    code: int
    output: bytes


def guarded(
    command: list[str], *, data: bytes = b"", folder: Path | None = None, megabytes: int, seconds: float
) -> Ended:
    """Runs `command`, giving it `data`, with `folder` as its home, which goes with it if this process is killed."""
    watched, held = os.pipe()
    home = str(folder or "")
    limits = [str(watched), home, str(megabytes), str(seconds)]
    told = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": home or "/",
        "TMPDIR": home or "/",
    }
    try:
        with subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__, *limits, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=told,
            cwd=folder,
            pass_fds=(watched,),
            start_new_session=True,
        ) as process:
            os.close(watched)
            watched = -1
            output, _ = process.communicate(data)
            return Ended(process.returncode, output)
    finally:
        os.close(held)
        if watched >= 0:
            os.close(watched)
