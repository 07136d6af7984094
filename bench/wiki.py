"""`python -m bench.wiki [--megabytes 2000] [--file entities.xml]`: how fast a Confluence XML export is read.

First all objects, in two passes, then once more with each page's body parsed; in a process of its own, on one core.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ingest.document import Source
from ingest.load.container import Page
from ingest.load.wiki.confluence_xml import ConfluenceXmlLoader
from tests.ingest.load.wiki.confluence_files import Huge


def main() -> None:
    """Generates an export, unless a file is named, and prints one line a measurement."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--megabytes", type=float, default=2_000)
    asked.add_argument("--versions", type=int, default=0, help="older versions of each page")
    asked.add_argument("--file", type=Path)
    asked.add_argument("--read", choices=["objects", "bodies"], help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.read:
        _read(given.file, bodies=given.read == "bodies")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or Path(folder) / "entities.xml"
        if given.file is None:
            Huge(given.megabytes, versions=given.versions).write(path)
        for what in ("objects", "bodies"):
            subprocess.run(
                [sys.executable, "-m", "bench.wiki", "--file", str(path), "--read", what], check=True
            )


def _read(path: Path, *, bodies: bool) -> None:
    source = Source(id=f"kb/{path.name}", root="kb", file=str(path), size=0, mtime_ns=0, ctime_ns=0, inode=0)
    started, items, blocks = time.process_time(), 0, 0
    with path.open("rb") as file:
        for item in ConfluenceXmlLoader().load(source, file):
            items += 1
            if bodies and isinstance(item, Page):
                blocks += len(item.read().blocks)
    seconds = time.process_time() - started
    size = path.stat().st_size / 1e6
    peak = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    print(
        f"{'bodies parsed' if bodies else 'objects, two passes'}: {size:.0f} MB, {items} documents, {blocks} blocks,"
        f" {size / seconds:.1f} MB per CPU second, {int(peak.split()[1]) // 1024} MB of memory",
        flush=True,
    )


if __name__ == "__main__":
    main()
