"""What a scan finds, what it leaves out, and what it never touches."""

import errno
import os
import time
import unicodedata

import pytest

from index.errors import RefusedError
from ingest.errors import Code
from ingest.scan import Root, scan


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "docs"
    made.mkdir()
    return made


def _put(folder, *names, data=b"text"):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _scan(folder, **changes):
    never = changes.pop("never", ())
    mask = changes.pop("mask", None)
    return scan([Root(name="r", path=folder, **changes)], never=never, mask=mask)


def _skipped(found):
    return {item.id: item.code for item in found.skipped}


def test_files_of_all_folders_with_their_attributes(folder):
    _put(folder, "a.md", "x/b.md", "x/y/ё.md", "empty", data=b"12345")
    found = _scan(folder, space="team")
    assert sorted(found.sources) == ["r/a.md", "r/empty", "r/x/b.md", "r/x/y/ё.md"]
    source = found.sources["r/x/b.md"]
    status = (folder / "x/b.md").stat()
    assert (source.path, source.root, source.space) == (folder / "x/b.md", "r", "team")
    assert (source.size, source.mtime_ns, source.ctime_ns, source.inode) == (
        5,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_ino,
    )
    assert (found.counts, found.skipped, found.unknown, found.excluded) == ({"r": 4}, (), (), ())


def test_roots_are_told_apart_and_an_empty_one_is_counted(folder, tmp_path):
    _put(folder, "a.md")
    (tmp_path / "empty").mkdir()
    found = scan([Root(name="one", path=folder), Root(name="two", path=tmp_path / "empty")])
    assert (list(found.sources), found.counts) == (["one/a.md"], {"one": 1, "two": 0})


def test_include_and_exclude(folder):
    _put(folder, "a.md", "a.txt", "old/a.md", "old/x/b.md", "x/old/c.md", "x/d.md", "x/secret.md")
    found = _scan(folder, include=("*.md",), exclude=("old/", "secret.*"))
    assert sorted(found.sources) == ["r/a.md", "r/x/d.md"]
    assert found.excluded == ("r/a.txt", "r/old/", "r/x/old/", "r/x/secret.md")


def test_an_excluded_folder_is_not_walked(folder):
    _put(folder, "old/a.md", "a.md")
    os.symlink("nowhere", folder / "old" / "link")
    found = _scan(folder, exclude=("old",))
    assert (list(found.sources), found.skipped) == (["r/a.md"], ())


def test_patterns_see_names_in_one_normal_form(folder):
    _put(folder, unicodedata.normalize("NFD", "Приложение й.md"), "b.md")
    found = _scan(folder, exclude=(unicodedata.normalize("NFC", "Приложение й.md"),))
    assert list(found.sources) == ["r/b.md"]


def test_names_that_differ_in_normal_form_are_two_sources(folder):
    forms = [unicodedata.normalize(form, "й.md") for form in ("NFC", "NFD")]
    _put(folder, *forms)
    assert sorted(_scan(folder).sources) == sorted(f"r/{form}" for form in forms)


JUNK = [
    "~$report.docx",
    ".~lock.a.odt#",
    "a.tmp",
    "a.part",
    "a.crdownload",
    "~WRD0001.tmp",
    ".stfolder",
    "@eaDir/a.md",
    "__MACOSX/a.md",
    "Thumbs.db",
    "._a.md",
    ".git/config",
    ".DS_Store",
    ".hidden",
    ".cache/a.md",
    "x/.cache/y/a.md",
    "A.TMP",
]


def test_junk_and_hidden_files_are_passed_over(folder):
    _put(folder, "a.md", "x/b.md", *JUNK)
    found = _scan(folder)
    assert sorted(found.sources) == ["r/a.md", "r/x/b.md"]
    assert (found.excluded, found.skipped) == ((), ())


def test_hidden_files_are_taken_when_a_pattern_names_them(folder):
    _put(folder, ".github/a.md", ".cache/b.md", "c.md", ".git/d.md", "x/.github/e.md")
    found = _scan(folder, include=("*.md", ".github/"))
    assert sorted(found.sources) == ["r/.github/a.md", "r/c.md", "r/x/.github/e.md"]


def test_the_state_directory_is_never_scanned(folder, tmp_path):
    _put(folder, "a.md", "state/manifest.db", "x/state/b.md", "x/audit.jsonl")
    os.symlink(folder, tmp_path / "alias")
    os.symlink("state/manifest.db", folder / "link")
    never = [tmp_path / "alias" / "state", folder / "x" / "audit.jsonl", folder / "absent"]
    found = _scan(tmp_path / "alias", never=never)
    assert sorted(found.sources) == ["r/a.md", "r/x/state/b.md"]
    assert _skipped(found) == {"r/link": Code.OUTSIDE_ROOT}


def test_masks_work_part_by_part_so_that_prefixes_hold(folder):
    _put(folder, "79161234567/a.md", "79161234567/old/b.md", "79161234567/79161234567.md")
    found = _scan(folder, mask=lambda part: part.replace("79161234567", "[PHONE]"), exclude=("old/",))
    assert sorted(found.sources) == ["r/[PHONE]/[PHONE].md", "r/[PHONE]/a.md"]
    assert found.excluded == ("r/[PHONE]/old/",)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "is not there"),
        (lambda path: path.write_text(""), "is not a folder"),
        (lambda path: path.mkdir(), "lacks its marker"),
    ],
)
def test_a_root_that_is_away_refuses_the_run(tmp_path, make, said):
    make(tmp_path / "share")
    with pytest.raises(RefusedError, match=f"'share'.*{said}") as caught:
        scan([Root(name="share", path=tmp_path / "share", marker=".here")])
    assert caught.value.exit_code == 3
    assert caught.value.remedy


def test_a_root_with_its_marker_is_scanned(folder):
    _put(folder, "a.md", ".here")
    assert list(_scan(folder, marker=".here").sources) == ["r/a.md"]


def failing_after(patched, folder, names, error=errno.EIO):
    """From now on listing folders that end like `folder` breaks after so many names, as a share that goes away does."""
    real = os.scandir

    class Listing:
        def __init__(self, path):
            self.entries, self.left = real(path), names

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.entries.close()

        def __iter__(self):
            return self

        def __next__(self):
            if not self.left:
                raise OSError(error, os.strerror(error))
            self.left -= 1
            return next(self.entries)

    patched.setattr(
        "ingest.scan.os.scandir",
        lambda path: Listing(path) if os.fspath(path).endswith(folder) else real(path),
    )


@pytest.mark.parametrize("error", [errno.EIO, errno.ESTALE, errno.EACCES, errno.EHOSTDOWN])
@pytest.mark.parametrize("names", [0, 1])
def test_a_folder_that_fails_while_it_is_listed_is_unknown(folder, monkeypatch, names, error):
    _put(folder, "a.md", "x/b.md", "x/c.md", "x/y/d.md")
    failing_after(monkeypatch, "/x", names, error)
    found = _scan(folder)
    assert found.unknown == ("r/x/",)
    assert "r/a.md" in found.sources
    assert len(found.sources) <= 1 + names


def test_what_is_listed_and_cannot_be_found_is_unknown(folder, monkeypatch):
    """A share with a stale cache lists names that it does not know when asked for them."""
    _put(folder, "a.md", "x/b.md")
    failing_after(monkeypatch, "/x", 0, errno.ENOENT)
    assert _scan(folder).unknown == ("r/x/",)


def test_a_folder_that_goes_while_it_is_listed_is_gone(folder, tmp_path, monkeypatch):
    _put(folder, "a.md", "x/b.md")
    real = os.scandir

    def listing(path):
        if os.fspath(path).endswith("/x") and (folder / "x").exists():
            (folder / "x").rename(tmp_path / "x")
        return real(path)

    monkeypatch.setattr("ingest.scan.os.scandir", listing)
    found = _scan(folder)
    assert (list(found.sources), found.unknown) == (["r/a.md"], ())


def test_a_root_that_is_replaced_while_it_is_listed_is_refused(folder, monkeypatch):
    _put(folder, "a.md", "x/b.md")
    real = os.scandir

    def listing(path):
        if os.fspath(path).endswith("/x"):
            folder.rename(folder.with_name("away"))
            folder.mkdir()
        return real(path)

    monkeypatch.setattr("ingest.scan.os.scandir", listing)
    with pytest.raises(RefusedError, match="replaced while it was listed"):
        _scan(folder)


def test_six_thousand_files_are_quick(folder):
    for number in range(6000):
        if number % 60 == 0:
            (folder / str(number)).mkdir()
        (folder / str(number - number % 60) / f"{number}.md").touch()
    spent = []
    for _ in range(3):
        before = time.process_time()
        found = _scan(folder, exclude=("old/", "*.bak"))
        spent.append(time.process_time() - before)
    assert len(found.sources) == 6000
    assert min(spent) < 0.25  # 0.12 on an idle core
