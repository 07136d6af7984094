"""On which mount a path lies, and whether that is a network file system: told by proc(5) mountinfo, on Linux."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NETWORK = re.compile(
    r"9p|afs|beegfs|ceph|cifs|coda|davfs|glusterfs|gpfs|lustre|ncpfs|nfs4?|smb[23]?|smbfs|sshfs|vboxsf"
    r"|fuse\.(?:blobfuse2?|ceph|davfs2?|gcsfuse|glusterfs|gvfsd-fuse|juicefs|rclone|s3fs|smbnetfs|sshfs)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """A mounted file system: where, of which type, and what is mounted ("/dev/sdb1", "server:/export")."""

    point: str
    kind: str
    source: str


def read_mountinfo() -> str:
    """What the kernel tells of this process's mounts; "" where it tells nothing (no /proc)."""
    try:
        return Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def mount_of(mountinfo: str, path: str) -> Mount | None:
    """The mount that holds `path`, an absolute one with its links followed; of two at one place the later one."""
    best = None
    for mount in _mounts(mountinfo):
        if _is_below(path, mount.point) and (best is None or len(mount.point) >= len(best.point)):
            best = mount
    return best


def points_below(mountinfo: str, path: str) -> list[str]:
    """Mount points that lie below the folder `path`, sorted."""
    points = {mount.point for mount in _mounts(mountinfo)}
    return sorted(point for point in points if point != path and _is_below(point, path))


def network_type(mountinfo: str, path: str) -> str:
    """The type of the network file system that holds `path`, "" if it is local.

    9p is the network in a virtual machine, but some container runtimes serve the root itself through it.
    """
    mount, top = mount_of(mountinfo, path), mount_of(mountinfo, "/")
    if mount is None or (top and mount.kind == "9p" == top.kind):
        return ""
    return mount.kind if _NETWORK.fullmatch(mount.kind) else ""


def _mounts(mountinfo: str) -> Iterator[Mount]:
    for line in mountinfo.splitlines():
        before, dash, after = line.partition(" - ")
        fields, more = before.split(" "), after.split(" ")
        if dash and len(fields) >= 5:
            yield Mount(point=_plain(fields[4]), kind=more[0], source=_plain(" ".join(more[1:2])))


def _plain(text: str) -> str:
    """Blanks and the like are written as octal escapes."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
