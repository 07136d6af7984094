"""Which roots give no events: network shares tell nothing of what other machines change."""

from __future__ import annotations

import os

from index.mounts import network_type
from ingest.settings import RootSettings


def why_silent(root: RootSettings, mode: str, mountinfo: str) -> str:
    """Why the events of the system cannot be trusted below `root`; "" if they can.

    `mode` is `watch.mode`; `mountinfo` the text of /proc/self/mountinfo, "" where there is none.
    """
    if mode == "scan":
        return 'watch.mode is "scan"'
    kind = root.kind
    if kind == "network":
        return 'its kind is "network"'
    if kind == "local":
        return ""
    found = network_type(mountinfo, os.path.realpath(root.path))
    return f"it lies on a network file system ({found})" if found else ""
