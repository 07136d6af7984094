"""Which roots give no events: network shares tell nothing of what other machines change."""

from __future__ import annotations

import os
from pathlib import Path

from index.lock import network_type
from ingest.settings import RootSettings


def why_silent(root: RootSettings, mode: str, mountinfo: str) -> str:
    """Why the events of the system cannot be trusted below `root`; "" if they can.

    `mode` is `watch.mode`; `mountinfo` the text of /proc/self/mountinfo, "" where there is none.
    """
    if mode == "scan":
        return 'watch.mode is "scan"'
    kind = getattr(root, "kind", "auto")
    if kind == "network":
        return 'its kind is "network"'
    if kind == "local":
        return ""
    found = network_type(mountinfo, os.path.realpath(root.path))
    return f"it lies on a network file system ({found})" if found else ""


def mountinfo() -> str:
    """The mounts of this process; "" where the system does not tell."""
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
