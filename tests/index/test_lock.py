"""One writer, on a local disk, in a directory of its owner."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from index.errors import EnvironmentFaultError, LockedError
from index.lock import StateLock, network_type, require_local, secure_directory

PROJECT = str(Path(__file__).parents[2])
HOLD = textwrap.dedent(
    f"""
    import sys, subprocess
    from pathlib import Path
    sys.path.insert(0, {PROJECT!r})
    from index.lock import StateLock
    lock = StateLock(Path(sys.argv[1]), command="ingest watch")
    assert lock.try_acquire()
    child = subprocess.Popen(["sleep", "60"], close_fds=False)
    print(child.pid, flush=True)
    sys.stdin.read()
    """
)


def _holder(directory):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(directory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return holder, int(holder.stdout.readline())


def test_a_second_process_is_told_who_holds_the_lock_and_gets_it_after_a_kill(tmp_path):
    holder, child = _holder(tmp_path)
    try:
        assert not StateLock(tmp_path).try_acquire()
        with (
            pytest.raises(LockedError, match=rf"pid {holder.pid} \(ingest watch\)") as caught,
            StateLock(tmp_path),
        ):
            pass
        assert caught.value.exit_code == 4
        holder.kill()
        holder.wait(timeout=10)
        with StateLock(tmp_path) as lock:  # though a child of the killed one still runs
            assert lock.holder().startswith(f"pid {os.getpid()} (")
    finally:
        os.kill(child, 9)


def test_locks_of_one_process_exclude_each_other(tmp_path):
    with StateLock(tmp_path):
        assert not StateLock(tmp_path).try_acquire()
        with pytest.raises(LockedError):
            StateLock(tmp_path).__enter__()
    second = StateLock(tmp_path)
    assert second.try_acquire()
    assert second.try_acquire()
    second.release()
    second.release()


@pytest.mark.parametrize("text", ["", "nonsense", "\0\0\0", "12x y"])
def test_an_unreadable_note_names_nobody(tmp_path, text):
    lock = StateLock(tmp_path)
    lock.path.write_text(text)
    assert lock.holder() == "another process"


def test_the_note_holds_no_arguments(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["/usr/bin/ingest", "search", "Ivanov 4111 1111"])
    with StateLock(tmp_path) as lock:
        assert lock.path.read_text() == f"{os.getpid()} ingest search\n"
        assert lock.path.stat().st_mode & 0o777 == 0o600
    assert lock.path.read_text() == ""


def test_the_state_directory_is_its_owners(tmp_path):
    fresh = tmp_path / "a" / "b"
    secure_directory(fresh)
    assert fresh.stat().st_mode & 0o777 == 0o700
    fresh.chmod(0o755)
    secure_directory(fresh)
    assert fresh.stat().st_mode & 0o777 == 0o700


def test_a_state_directory_that_is_a_file_is_a_fault_of_the_environment(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFaultError):
        secure_directory(tmp_path / "file")
    with pytest.raises(EnvironmentFaultError):
        secure_directory(tmp_path / "file" / "below")


MOUNTS = r"""27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:40 / /mnt/team rw shared:5 - nfs4 server:/export rw,vers=4.2
31 27 0:41 / /mnt/team/local rw - xfs /dev/sdb rw
32 27 0:42 / /mnt/with\040blank rw master:1 shared:7 - cifs //server/share rw
33 27 0:43 / /home/me/remote rw - fuse.sshfs me@host: rw
34 27 0:44 / /mnt/c rw - 9p drvfs rw
35 27 0:45 / /srv rw - tmpfs tmpfs rw
36 35 0:46 / /srv rw - smb3 //server/over rw
37 27 0:47 / /mnt/host rw - virtiofs host rw
broken line
38 27 0:48 / /fuse rw - fuse.mergerfs pool rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me/kb", ""),
        ("/mnt/team", "nfs4"),
        ("/mnt/team/a/.ingest", "nfs4"),
        ("/mnt/team/local/.ingest", ""),
        ("/mnt/teamwork", ""),
        ("/mnt/with blank/state", "cifs"),
        ("/home/me/remote/x", "fuse.sshfs"),
        ("/mnt/c/Users", "9p"),
        ("/srv/state", "smb3"),
        ("/mnt/host/x", ""),
        ("/fuse/x", ""),
    ],
)
def test_the_longest_mount_point_tells_the_file_system(path, kind):
    assert network_type(MOUNTS, path) == kind


def test_9p_is_local_where_the_root_itself_is_9p():
    text = "1 0 0:1 / / rw - 9p none rw\n2 1 0:2 / /data rw - 9p none rw\n3 1 0:3 / /n rw - nfs x rw\n"
    assert [network_type(text, path) for path in ("/x", "/data/x", "/n/x")] == ["", "", "nfs"]
    assert network_type("", "/x") == ""


def test_this_machine_is_local(tmp_path):
    require_local(tmp_path)
    require_local(tmp_path / "not" / "there")
