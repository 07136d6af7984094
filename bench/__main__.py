"""`python -m bench [DOCUMENTS]`: what a sync costs, cold, with nothing to do, after edits and a move, and the floor."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.busy import Watch, stage
from bench.measure import Cost, measure
from bench.pages import page

ROUNDS = 5
FEW = '["email", "phone", "card", "iban", "inn", "snils"]'
"""What the floor is compared with: a sync without the taggers of names, whose cost is told beside it."""
PAGES = 600


def main() -> None:
    """Prints a table; ratios are to the floor of the same run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents = folder / "docs"
        if len(sys.argv) > 1:
            shutil.copytree(sys.argv[1], documents)
        else:
            for number in range(PAGES):
                path = documents / f"part-{number % 2}" / f"{number}.md"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(page(number, sections=12), encoding="utf-8")
        (folder / "ingest.toml").write_text('[[roots]]\nname = "docs"\npath = "docs"\n', encoding="utf-8")
        _run(folder, documents)


def _run(folder: Path, documents: Path) -> None:
    ingest = [sys.executable, "-m", "ingest"]
    cleaned = measure([*ingest, "sync"], cwd=folder)
    shutil.rmtree(folder / ".ingest")
    os.environ.update(INGEST_CLEAN__RECOGNIZERS=FEW)  # for all that follows, so that nothing is read anew
    log, watch = folder / "sync.log", Watch()
    cold = measure([*ingest, "sync", "--log", "json"], cwd=folder, log=log, watch=watch)
    busy = watch.busy(*stage(log, "load"))
    export = folder / "export.jsonl"
    with export.open("w", encoding="utf-8") as file:
        subprocess.run([*ingest, "export"], cwd=folder, stdout=file, check=True)
    floor = [sys.executable, "-m", "bench.floor", str(documents), str(export)]
    root = Path(__file__).parent.parent
    alone = measure([*floor, str(folder / "floor")], cwd=root)
    crowded = _beside_another(floor, folder, root)
    print(f"{'':27}{'CPU s':>8}{'wall s':>8}{'PSS MB':>8}  ratio of CPU to the floor")
    _row("floor", alone)
    _row("floor, both cores busy", crowded, alone)
    _row("cold sync, six patterns", cold, alone)
    print(f"{'':27}{cold.cpu / crowded.cpu:26.2f}  to the floor with both cores busy, as a sync has them")
    print(f"{'':27}{cold.cpu / cold.wall:26.2f}  cores used")
    print(
        f"{'':27}{busy.used:26.0%}  of all cores used while reading, {busy.wanted:.0%} with those it waited for"
    )
    _row("cold sync, all recognizers", cleaned, alone)
    noop = min((measure([*ingest, "sync"], cwd=folder) for _ in range(ROUNDS)), key=lambda cost: cost.cpu)
    _row("nothing to do, best of 5", noop, alone)
    _edit(next(iter(sorted(documents.rglob("*.md")))))
    _row("one paragraph edited", measure([*ingest, "sync"], cwd=folder), alone)
    print(f"{'':27}{_last(folder)['chunks']['embedded']:26}  chunks embedded")
    moved = max((path for path in documents.iterdir() if path.is_dir()), key=lambda path: path.name)
    moved.rename(documents / "moved-away")
    _row(
        f"folder {moved.name} moved",
        measure([*ingest, "sync", "--allow-delete", "100000"], cwd=folder),
        alone,
    )
    print(f"{'':27}{_last(folder)['chunks']['embedded']:26}  chunks embedded")


def _beside_another(floor: list[str], folder: Path, root: Path) -> Cost:
    """The floor while another of its kind keeps the other core busy: hyper-threads make CPU seconds longer."""
    with subprocess.Popen([*floor, str(folder / "other")], cwd=root) as other:
        cost = measure([*floor, str(folder / "floor-2")], cwd=root)
        other.kill()
    return cost


def _row(name: str, cost: Cost, floor: Cost | None = None) -> None:
    ratio = f"  {cost.cpu / floor.cpu:.2f}" if floor else ""
    failed = f"  exit {cost.code}" if cost.code else ""
    print(f"{name:27}{cost.cpu:8.1f}{cost.wall:8.1f}{cost.memory_mb:8.0f}{ratio}{failed}", flush=True)


def _edit(path: Path) -> None:
    paragraphs = path.read_text(encoding="utf-8").split("\n\n")
    paragraphs[len(paragraphs) // 2] += " One more sentence stands here now."
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")


def _last(folder: Path) -> dict[str, dict[str, int]]:
    told = subprocess.run(
        [sys.executable, "-m", "ingest", "status", "--json"], cwd=folder, capture_output=True, check=True
    ).stdout
    run: dict[str, dict[str, int]] = json.loads(told)["runs"][0]
    return run


if __name__ == "__main__":
    main()
