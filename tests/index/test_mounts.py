from index.mounts import mount_of, points_below, read_mountinfo
from tests.index.test_lock import MOUNTS


def test_the_mount_of_a_path_and_what_is_mounted_below_a_folder():
    mount = mount_of(MOUNTS, "/mnt/with blank/x")
    assert (mount.point, mount.kind, mount.source) == ("/mnt/with blank", "cifs", "//server/share")
    assert mount_of(MOUNTS, "/srv/x").source == "//server/over"
    assert mount_of("", "/srv/x") is None
    assert points_below(MOUNTS, "/mnt/team") == ["/mnt/team/local"]
    assert points_below(MOUNTS, "/mnt") == [
        "/mnt/c",
        "/mnt/host",
        "/mnt/team",
        "/mnt/team/local",
        "/mnt/with blank",
    ]
    assert points_below(MOUNTS, "/mnt/te") == []


def test_the_kernel_is_asked():
    assert mount_of(read_mountinfo(), "/") is not None
