"""A disk that runs full: words and exit code 8, the old index still answers, and room is all that is needed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.commands import PROJECT
from bench.victim import Victim
from index.errors import EnvironmentFaultError
from index.space import explained, require_space

NAMESPACES = (
    shutil.which("unshare") and not subprocess.run(["unshare", "-Urm", "true"], check=False).returncode
)
SCRIPT = Path(__file__).with_name("full_disk.py")


@pytest.mark.skipif(not NAMESPACES, reason="needs user namespaces, for a small disk of its own")
@pytest.mark.parametrize(
    ("size", "guard"),
    [
        pytest.param(6, True, marks=pytest.mark.slow),
        pytest.param(6, False, marks=pytest.mark.slow),
        pytest.param(8, False, marks=pytest.mark.slow),
        pytest.param(10, False, marks=pytest.mark.slow),
        pytest.param(16, False, marks=pytest.mark.slow),
    ],
)
def test_a_full_disk(in_step: Path, tmp_path: Path, size: int, guard: bool) -> None:
    victim = Victim(Path(shutil.copytree(in_step, tmp_path / "kb")))
    done = subprocess.run(
        ["unshare", "-Urm", sys.executable, str(SCRIPT), str(victim.folder), str(size), str(int(guard))],
        cwd=PROJECT,
        env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    story = json.loads(done.stdout.splitlines()[-1])
    assert story["full"]["code"] == 8, story
    assert "Free disk space" in story["full"]["err"]
    assert "Traceback" not in story["full"]["err"]
    assert story["search"] == 0, story["words"]
    assert story["after"] == []


def test_room_is_asked_for_before_it_is_used(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    require_space(tmp_path, 0, reserve=0)
    with pytest.raises(EnvironmentFaultError, match="MB are needed"):
        require_space(tmp_path, free + (1 << 30), reserve=0)
    with pytest.raises(EnvironmentFaultError):
        require_space(tmp_path, 0, reserve=free + (1 << 30))


def test_only_a_full_disk_is_called_full(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFaultError), explained(tmp_path):
        raise OSError(28, "No space left on device")
    with pytest.raises(FileNotFoundError), explained(tmp_path):
        raise FileNotFoundError(2, "gone")
