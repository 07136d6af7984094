"""A state that this user may not open is no damaged one: what the system raises, as another user in truth."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.access import user
from index.errors import EnvironmentFaultError, KbError
from index.manifest import Manifest
from ingest.ending import ending_of
from tests.disasters.test_shares import NOBODY, as_another_user

SHUT = {"the file is closed": (0o000, 0o755), "the folder is closed": (0o644, 0o000)}
"""Rights of the manifest and of its folder."""


@pytest.fixture
def state() -> Iterator[Path]:
    """A state directory where every user may come, with a manifest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    Manifest.open(folder).close()
    try:
        yield folder
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.parametrize("shut", SHUT)
@pytest.mark.parametrize("opened", [Manifest.open, Manifest.read, Manifest.overlay])
def test_a_manifest_that_may_not_be_opened(state: Path, shut: str, opened) -> None:
    mode, around = SHUT[shut]
    (state / "manifest.db").chmod(mode)
    state.chmod(around)
    with as_another_user(), pytest.raises(KbError) as caught:
        opened(state)
    assert isinstance(caught.value, EnvironmentFaultError)
    assert str(state / "manifest.db") in str(caught.value)
    assert "backup" not in caught.value.remedy


def test_a_manifest_that_may_be_read_and_not_written(state: Path) -> None:
    state.chmod(0o555)
    (state / "manifest.db").chmod(0o444)
    with as_another_user(), pytest.raises(EnvironmentFaultError, match="may not be opened by the user"):
        Manifest.open(state)


def test_what_the_system_raises_tells_who_needs_access_to_what(state: Path) -> None:
    with as_another_user(), pytest.raises(sqlite3.OperationalError) as refused:
        sqlite3.connect(state / "new.db" if not os.geteuid() else "/new.db").execute("CREATE TABLE a (b)")
    with as_another_user():
        ending, named = ending_of(refused.value), user()
        assert ending.exit_code == 8
        assert f"Give the user {named} read and write access" in ending.remedy
        ending = ending_of(PermissionError(13, "Permission denied", "/state/CURRENT"))
        assert f"Give the user {named} read and write access to /state/CURRENT" in ending.remedy
    assert named in {"nobody", str(NOBODY)} or os.geteuid()
    damaged = ending_of(sqlite3.DatabaseError("file is not a database"))
    assert (damaged.exit_code, "Give" in damaged.remedy) == (6, False)
