"""Cases that need a namespace of their own: `unshare -Urm python -m tests.ingest.live.namespace CASE FOLDER`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from ingest.live import supervise
from tests.watched import page, watched


def limit(folder: Path) -> dict[str, object]:
    """More folders than the system watches."""
    Path("/proc/sys/user/max_inotify_watches").write_text("20")
    for number in range(40):
        (folder / "docs" / f"d{number}").mkdir(parents=True)
    with watched(folder) as one:
        for number in range(40):
            one.world.write(f"d{number}/new.md", page(50 + number))
        one.until_in_step()
        return {
            "scanning": [notice.message for notice in one.said("scanning")],
            "remedy": one.said("scanning")[0].remedy,
            "in_step": one.world.export() == one.world.fresh(),
        }


def unmount(folder: Path) -> dict[str, object]:
    """A share that goes and comes back with one more document."""
    docs, share = folder / "docs", folder / "share"
    docs.mkdir()
    share.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "none", share], check=True)
    (share / "there.md").write_text(page(9), "utf-8")
    subprocess.run(["mount", "--bind", share, docs], check=True)
    with watched(folder) as one:
        before = len(one.world.placed())
        subprocess.run(["umount", "-l", docs], check=True)
        one.until(lambda: one.runner.outcomes[-1].exit_code != 0, "a run that refuses")
        away = len(one.world.placed())
        (share / "meanwhile.md").write_text(page(10), "utf-8")
        subprocess.run(["mount", "--bind", share, docs], check=True)
        one.until(lambda: "docs/meanwhile.md#" in one.world.placed(), "back in step")
        one.until_in_step()
        return {
            "before": before,
            "away": away,
            "codes": sorted({outcome.exit_code for outcome in one.runner.outcomes} - {0}),
            "back": bool(one.said("back")),
            "after": len(one.world.placed()),
        }


if __name__ == "__main__":
    supervise.CHECK, supervise.CHECK_AWAY = 0.3, 0.2
    case = {"limit": limit, "unmount": unmount}[sys.argv[1]]
    print(json.dumps(case(Path(sys.argv[2]))))
