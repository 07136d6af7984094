"""A root: a folder of documents, and on what it stands, so that an absent or foreign disk is no empty folder."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal, Self

from index.errors import RefusedError
from index.mounts import mount_of, network_type, points_below, read_mountinfo
from ingest.names import encode_name

_PASSING_INODES = ("9p", "cifs", "fuse", "smb", "vboxsf")
"""File systems that may number a file anew each time they look it up."""
RootKind = Literal["auto", "local", "network"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """A folder of documents. `marker` is a file that must be in it, else the root counts as away.

    `kind`: whether it lies on a network file system; "auto" asks the kernel.
    """

    name: str
    path: Path
    space: str = "default"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    marker: str = ""
    kind: RootKind = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """On what a root stands: hints that arm a check, since no one of them is certain.

    `mount` and `kind` are the mount point and its file system's type, `volume` a hash of what is mounted, `inode`
    and `device` those of the folder; the device number holds only within one `boot`. `below` are prefixes of ids
    where other file systems are mounted within the root, `network` those below which files lie on the network.
    """

    mount: str = ""
    kind: str = ""
    volume: str = ""
    inode: int = 0
    device: int = 0
    boot: str = ""
    below: tuple[str, ...] = ()
    network: tuple[str, ...] = ()

    def is_as(self, before: Ground) -> bool:
        """Whether all hints are what they were."""
        if self.boot == before.boot and self.device != before.device:
            return False
        return self._hints() == before._hints()

    def _hints(self) -> tuple[str, str, str, int]:
        return self.mount, self.kind, self.volume, 0 if self.kind.startswith(_PASSING_INODES) else self.inode

    def with_mounts(self, places: Iterable[str]) -> Ground:
        """The same, with more mounts within the root."""
        return replace(self, below=tuple(sorted({*self.below, *places})))

    def as_json(self) -> str:
        """For `from_json`."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What `as_json` wrote."""
        values = json.loads(text)
        return cls(**{**values, "below": tuple(values["below"]), "network": tuple(values["network"])})


def ground_of(root: Root, mask: Callable[[str], str] = str) -> Ground:
    """On what a root stands now; `mask` makes ids of paths as the scan does. Raises OSError."""
    real, told = os.path.realpath(root.path), read_mountinfo()
    status, mount = Path(real).stat(), mount_of(told, real)
    volume = hashlib.sha256(
        f"{mount.source if mount else ''}\0{_file_system(real)}".encode("utf-8", "replace")
    )
    below = {point: _prefix(root, Path(point).relative_to(real), mask) for point in points_below(told, real)}
    if root.kind != "auto":
        network = [root.name + "/"] if root.kind == "network" else []
    elif network_type(told, real):
        network = [root.name + "/"]
    else:
        network = [prefix for point, prefix in below.items() if network_type(told, point)]
    return Ground(
        mount=_shown(mount.point) if mount else "",
        kind=mount.kind if mount else "",
        volume=volume.hexdigest()[:16],
        inode=status.st_ino,
        device=status.st_dev,
        boot=_boot(),
        below=tuple(sorted(below.values())),
        network=tuple(sorted(network)),
    )


def require(root: Root) -> None:
    """Raises RefusedError (exit 3) for a root that is missing, no folder, not readable or without its marker."""
    trouble = ""
    try:
        with os.scandir(root.path):
            pass
    except NotADirectoryError:
        trouble = "is not a folder"
    except FileNotFoundError:
        trouble = "is not there"
    except OSError as error:
        trouble = f"cannot be listed ({type(error).__name__})"
    if not trouble and root.marker and not (root.path / root.marker).exists():
        trouble = f"lacks its marker file {root.marker!r}"
    if trouble:
        raise away(root, trouble)


def away(root: Root, trouble: str) -> RefusedError:
    """What a run says of a root that it cannot list."""
    return RefusedError(
        f"root {root.name!r}: {root.path} {trouble}",
        remedy="Mount or restore it, or correct its path under [[roots]]. Nothing was changed.",
    )


def _prefix(root: Root, relative: Path, mask: Callable[[str], str]) -> str:
    parts = (mask(encode_name(part)) for part in relative.parts)
    return "/".join([root.name, *parts]) + "/"


def _file_system(path: str) -> int:
    """The id that the file system gives itself, 0 where there is none."""
    return os.statvfs(path).f_fsid if hasattr(os, "statvfs") else 0


def _shown(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _boot() -> str:
    """Tells one start of the machine from another; "" where the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
