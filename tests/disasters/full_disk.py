"""Runs in a namespace of its own: `full_disk.py FOLDER MEGABYTES GUARD`. Moves the state onto a small disk and fills it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

from bench.commands import Host
from bench.pages import change, write_pages
from bench.victim import Victim


def main() -> None:
    folder, size, guard = Path(sys.argv[1]), int(sys.argv[2]), bool(int(sys.argv[3]))
    kept = shutil.move(folder / "state", folder / "kept")
    (folder / "state").mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m", "none", str(folder / "state")], check=True)
    shutil.copytree(kept, folder / "state", dirs_exist_ok=True)
    host = Host()
    victim = Victim(folder, host)
    write_pages(victim.docs, 400)
    change(victim.docs, Random(1), 1, 0.2)
    full = victim.run("sync", unguarded=not guard)
    search = victim.run("search", "pump")
    subprocess.run(["mount", "-o", "remount,size=512m", str(folder / "state")], check=True)
    after = victim.differences()
    host.close()
    print(
        json.dumps(
            {
                "full": {"code": full.code, "err": full.err},
                "search": search.code,
                "words": search.err,
                "after": after,
            }
        )
    )


main()
