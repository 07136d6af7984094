"""A root that shows nothing, and a foreign one: tables over what a scan found and what was there before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import RefusedError
from index.manifest import Manifest
from ingest.guard import Seen, grounds, mounts_away, mounts_over, remember, require_roots
from ingest.root import Ground, Root, ground_of
from ingest.scan import Scan
from tests.ingest.test_plan import row, source
from tests.ingest.test_sync import page
from tests.world import World

ROOT = Root(name="docs", path=Path("/srv/docs"))
DISK = Ground(mount="/srv", kind="ext4", volume="1", inode=2, device=7, boot="b")
KNOWN = {f"docs/{number}.md": row(f"docs/{number}.md") for number in range(5)}


def found(there: int, ground: Ground = DISK, **more: object) -> Scan:
    sources = {f"docs/{number}.md": source(f"docs/{number}.md") for number in range(there)}
    return Scan(sources=sources, counts={"docs": there}, grounds={"docs": ground}, **more)  # type: ignore[arg-type]


def refused(scan: Scan, root: Root = ROOT, allow: int = 0, **changed: object) -> str:
    known = {name: one._replace(**changed) for name, one in KNOWN.items()}
    try:
        require_roots([root], Seen(scan=scan, before={"docs": DISK}, away=()), known, allow=allow)
    except RefusedError as error:
        return f"{error} {error.remedy}"
    return ""


def test_a_root_that_shows_nothing() -> None:
    assert "'docs' (/srv/docs) shows no file, and 5 were there" in refused(found(0))
    assert "ingest sync --allow-delete 5" in refused(found(0), allow=4)
    share = replace(DISK, network=("docs/",))
    assert "ingest sync --prune --allow-delete 5" in refused(found(0, share))


def test_a_root_of_empty_files() -> None:
    """A full disk, or a sync client: the brake lets twenty documents go, which may be all."""
    hollow = found(3)
    hollow.sources.update({name: one._replace(size=0) for name, one in hollow.sources.items()})
    said = refused(hollow)
    assert "'docs' (/srv/docs) shows nothing but empty files, and 5 were not" in said
    assert "ingest sync --allow-delete 5" in said
    assert "shows nothing but empty files" in refused(hollow, allow=4)
    assert "empty files" not in refused(hollow, allow=5)
    hollow.sources["docs/1.md"] = source("docs/1.md")
    assert refused(hollow) == "", "one holds something: for the brake"


def test_empty_files_beside_a_folder_that_cannot_be_listed() -> None:
    """It may hold all that there is: it is unknown, and all else goes on."""
    hollow = found(1, unknown=tuple(KNOWN)[1:])
    hollow.sources["docs/0.md"] = source("docs/0.md")._replace(size=0)
    assert refused(hollow) == ""


def test_files_that_were_emptied_are_believed_once_they_are_allowed(tmp_path: Path) -> None:
    world = World(tmp_path)
    for name in ("pump", "valve"):
        world.write(f"{name}.md", page(name))
    world.sync()
    before = world.export()
    for name in ("pump", "valve"):
        world.write(f"{name}.md", "")
    for _ in range(2):
        with pytest.raises(RefusedError, match="shows nothing but empty files, and 2 were not"):
            world.sync()
    assert world.export() == before
    assert world.sync(allow_delete=2).exit_code == 1
    assert world.export() == before, "a failure for one run"
    assert world.sync().exit_code == 0
    assert world.export() == {}


def test_patterns_that_leave_out_all() -> None:
    """However few files there are: a mistyped pattern must not empty a small index."""
    said = refused(found(0, excluded=tuple(KNOWN)))
    assert "include and exclude of root 'docs' (/srv/docs) leave out all 5 files" in said
    assert "ingest sync --allow-delete 5" in said
    assert refused(found(0, excluded=("docs/",)), allow=5) == ""


@pytest.mark.parametrize(
    ("scan", "changed"),
    [
        pytest.param(found(5), {}, id="all there"),
        pytest.param(found(1), {}, id="four of five gone: for the brake"),
        pytest.param(found(0, unknown=("docs/",)), {}, id="nothing could be listed"),
        pytest.param(
            found(0, excluded=("docs/1.md",)), {"missing": "gone"}, id="one excluded, the others gone"
        ),
        pytest.param(found(1, excluded=tuple(KNOWN)[1:]), {}, id="all but one excluded: for the brake"),
        pytest.param(found(0), {"missing": "gone"}, id="gone already"),
        pytest.param(found(0), {"missing_since": 5.0}, id="missing already: somebody allowed it"),
        pytest.param(found(0), {"state": "failed", "code": "malformed"}, id="none could ever be read"),
        pytest.param(found(0), {"state": "listed", "code": "unsupported"}, id="none is taken"),
    ],
)
def test_what_is_no_reason_to_refuse(scan: Scan, changed: dict[str, object]) -> None:
    assert refused(scan, **changed) == ""


@pytest.mark.parametrize(
    "scan",
    [
        pytest.param(found(0, excluded=("docs/README",)), id="an excluded file lies in the mount point"),
        pytest.param(found(0, excluded=("docs/x/",)), id="an excluded folder"),
        pytest.param(found(0, unknown=("docs/lost+found/",)), id="a folder that cannot be listed"),
    ],
)
def test_what_is_beside_does_not_make_a_root_whole(scan: Scan) -> None:
    assert "shows no file" in refused(scan)


def test_a_share_that_failed_before_it_was_empty() -> None:
    assert "5 were there" in refused(found(0), state="failed", code="unreadable")


@pytest.mark.parametrize(
    ("hint", "differs"),
    [
        ({"mount": "/"}, "it lies on another file system (ext4 at /srv then, ext4 at / now)"),
        ({"kind": "vfat"}, "it lies on another file system (ext4 at /srv then, vfat at /srv now)"),
        ({"volume": "2"}, "another disk or share is mounted there (ext4 at /srv, as then"),
        ({"device": 8}, "another disk or share is mounted there (ext4 at /srv, as then; device 7, now 8)"),
        ({"inode": 3}, "another folder took its place, of the same name on the same file system"),
    ],
    ids=lambda hint: next(iter(hint)) if isinstance(hint, dict) else "",
)
def test_a_foreign_root(hint: dict[str, object], differs: str) -> None:
    """A hint arms the check; that most of the known files are not there decides."""
    foreign = replace(DISK, **hint)  # type: ignore[arg-type]
    told = refused(found(2, foreign))
    assert f"is not the folder of the last run: {differs}" in told
    assert "3 of 5 known files are not in it" in told
    assert "--allow-delete 3" in told
    assert "marker" in told
    assert refused(found(3, foreign)) == ""
    assert refused(found(2, foreign), allow=3) == ""
    assert refused(found(2, foreign), root=replace(ROOT, marker=".here")) == ""


@pytest.mark.parametrize("kind", ["fuse.rclone", "cifs"])
def test_where_inodes_pass_they_are_no_hint(kind: str) -> None:
    before = replace(DISK, kind=kind)
    assert replace(before, inode=99).is_as(before)
    assert not replace(before, device=99).is_as(before)


def test_a_device_has_another_number_after_a_restart() -> None:
    assert refused(found(1, replace(DISK, device=9, boot="c"))) == ""


def test_a_mount_within_a_root_that_is_away() -> None:
    before = {"docs": replace(DISK, below=("docs/team/", "docs/x/y/", "docs/z/"))}
    scan = found(2, replace(DISK, below=("docs/z/",)))
    assert mounts_away(scan, before) == ["docs/team/", "docs/x/y/"]
    scan.sources["docs/team/a.md"] = source("docs/team/a.md")
    assert mounts_away(scan, before) == ["docs/x/y/"]
    assert mounts_away(scan, {}) == mounts_away(Scan(sources={}), before) == []


def test_an_empty_mount_over_known_files_hides_them() -> None:
    before = {"docs": replace(DISK, below=("docs/old/",))}
    now = replace(DISK, below=("docs/old/", "docs/team/", "docs/new/"))
    known = {**KNOWN, "docs/team/a.md": row("docs/team/a.md"), "docs/old/a.md": row("docs/old/a.md")}
    scan = found(5, now)
    assert mounts_over(scan, before, known) == ["docs/team/"]
    assert mounts_over(scan, {}, known) == []
    seen = Seen(scan=scan, before=before, away=(), over=("docs/team/",))
    assert seen.unknown == ("docs/team/",)
    manifest = Manifest.memory()
    remember(manifest, seen)
    assert mounts_over(scan, grounds(manifest, [ROOT]), known) == ["docs/team/"]
    scan.sources["docs/team/b.md"] = source("docs/team/b.md")
    assert mounts_over(scan, before, known) == []


def test_what_was_on_the_network_is_taken_to_be_so_for_one_more_run() -> None:
    manifest = Manifest.memory()
    share, scan = replace(DISK, network=("docs/",)), found(5)
    assert grounds(manifest, [ROOT]) == {}
    remember(manifest, Seen(scan=found(5, share), before={}, away=()))
    assert grounds(manifest, [ROOT]) == {"docs": share}
    seen = Seen(scan=scan, before={"docs": share}, away=("docs/team/",))
    assert (seen.network, seen.unknown) == (("docs/",), ("docs/team/",))
    remember(manifest, seen)
    before = grounds(manifest, [ROOT])
    assert before == {"docs": replace(DISK, below=("docs/team/",))}
    assert Seen(scan=scan, before=before, away=()).network == ()


def test_this_folder_stands_on_local_ground_unless_it_is_said_otherwise(tmp_path: Path) -> None:
    root = Root(name="r", path=tmp_path)
    ground = ground_of(root)
    assert ground.is_as(ground_of(root))
    assert Ground.from_json(ground.as_json()) == ground
    assert ground.network == ()
    share = replace(root, kind="network")
    assert ground_of(share).network == ("r/",)
    (tmp_path / "other").mkdir()
    assert not ground_of(replace(root, path=tmp_path / "other")).is_as(ground)


def test_a_folder_in_a_roots_place(world: World) -> None:
    """A restored backup is welcome, an unlike folder is not; once accepted it is the root."""
    for name in ("pump", "fan", "valve"):
        world.write(f"{name}.md", page(name))
    world.sync()
    world.docs.rename(world.folder / "away")
    for name in ("pump", "fan", "valve"):
        world.write(f"{name}.md", page(name))
    assert world.sync().exit_code == 0
    world.docs.rename(world.folder / "restored")
    world.write("photo.md", page("photo"))
    before = world.export()
    for _ in range(2):
        with pytest.raises(RefusedError, match="3 of 3 known files are not in it"):
            world.sync()
    with pytest.raises(RefusedError):
        world.plan()
    with pytest.raises(RefusedError):
        world.sync(command="rebuild", everything=True)
    assert world.stored() == world.export() == before
    assert world.sync(allow_delete=3).documents["removed"] == 3
    world.write("other.md", page("other"))
    (world.docs / "photo.md").unlink()
    assert world.sync().exit_code == 0
    assert world.stored() == world.export() == world.fresh()
