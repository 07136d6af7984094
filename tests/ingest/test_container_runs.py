"""Containers in a whole run: ids, what is read again, what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.catalog import Catalog
from index.errors import RefusedError
from index.manifest import Manifest
from index.records import DocumentRecord
from ingest.errors import Code
from ingest.load.choose import BUILT_IN, SUFFIXES
from tests.ingest import fake_wiki
from tests.ingest.container_files import PNG, gzipped, locked, mail, pages, tarred, zipped
from tests.world import World

PAGE_TREE = (
    b"<html><body><h1 id='title-heading'><span id='title-text'>Space Details:</span></h1>"
    b"<div id='main-content' class='pageSection'><table><tr><th>Key</th><td>KB</td></tr></table>"
    b"<div class='pageSectionHeader'><h2>Available Pages:</h2></div></div></body></html>"
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def put(world: World, name: str, data: bytes) -> Path:
    path = world.docs / name
    path.write_bytes(data)
    return path


def test_each_member_is_a_document_with_an_id_of_its_own(world: World) -> None:
    inner = zipped(("deep.md", "# Deep\n\nIt lies in an archive in an archive."))
    letter = mail("The contract", "See the attachment.", ("terms #1.txt", b"Payment within ten days."))
    put(world, "a.zip", zipped(("b/c.md", "# Plain\n\nWords."), ("in.zip", inner), ("letter.eml", letter)))
    put(world, "t.tar.gz", tarred(("./x/y.txt", b"In a tar."), packed="gz"))
    put(world, "notes.txt.gz", gzipped(b"Packed alone."))
    report = world.sync()
    assert sorted(world.documents()) == [
        "docs/a.zip#b/c.md",
        "docs/a.zip#in.zip/deep.md",
        "docs/a.zip#letter.eml",
        "docs/a.zip#letter.eml/terms %231.txt",
        "docs/notes.txt.gz#notes.txt",
        "docs/t.tar.gz#x/y.txt",
    ]
    assert report.exit_code == 0
    assert world.export() == world.fresh()


def test_what_cannot_be_read_is_named_and_costs_only_itself(world: World) -> None:
    bomb = zipped(("bomb.txt", b"0" * 30_000_000))
    deep = zipped(("a.zip", zipped(("b.zip", zipped(("c.md", "too deep"))))))
    members = [
        ("good.md", "# Good\n\nWords."),
        ("photo.png", PNG),
        ("empty.md", ""),
        ("../escape.md", "out"),
        ("/abs.md", "out"),
        ("secret.md", "locked"),
        ("bomb.zip", bomb),
        ("deep.zip", deep),
        ("broken.docx", b"PK\x03\x04" + bytes(90)),
        ("renamed.docx", PNG),
        ("__MACOSX/good.md", "junk"),
    ]
    put(world, "a.zip", locked(zipped(*members), "secret.md"))
    report = world.sync()
    assert list(world.documents()) == ["docs/a.zip#good.md"]
    assert report.unsupported == ["docs/a.zip#photo.png"]
    assert report.empty == ["docs/a.zip#empty.md"]
    assert {failure.source.partition("#")[2]: failure.code for failure in report.failures} == {
        "../escape.md": Code.UNSAFE_PATH,
        "/abs.md": Code.UNSAFE_PATH,
        "secret.md": Code.PASSWORD_REQUIRED,
        "bomb.zip": Code.ARCHIVE_BOMB,
        "deep.zip/a.zip": Code.ARCHIVE_BOMB,
        "broken.docx": Code.TRUNCATED,
        "renamed.docx": Code.WRONG_TYPE,
    }
    assert all(failure.remedy and failure.new for failure in report.failures)
    assert report.stale == []
    again = world.sync()
    assert (again.cleaned, len(again.failures), again.exit_code) == (0, len(report.failures), 1)
    assert not any(failure.new for failure in again.failures)


def test_why_and_plan_tell_of_parts(world: World) -> None:
    data = zipped(("good.md", "# Good\n\nWords."), ("photo.png", PNG), ("secret.md", "locked"))
    put(world, "a.zip", zipped(("good.md", "# Good\n\nWords.")))
    world.sync()
    put(world, "a.zip", locked(data, "secret.md"))
    told = {row.get("source"): (row["do"], row["why"]) for row in world.plan()["reasons"] if "source" in row}
    assert told["docs/a.zip#photo.png"] == ("list", "unsupported")
    assert told["docs/a.zip#secret.md"] == ("fail", "password-required")
    world.sync()
    assert "1 of its parts password-required, e.g. docs/a.zip#secret.md" in world.why("docs/a.zip")
    assert "docs/a.zip#secret.md: password-required" in world.why("docs/a.zip#secret.md")
    assert "# Good" not in world.why("docs/a.zip")


def test_why_names_the_remedy_of_what_is_only_listed(world: World) -> None:
    """A picture is no case for another format, and the frame of an export none for anything."""
    put(world, "photo.png", PNG)
    put(world, "index.html", PAGE_TREE)
    put(world, "a.bin", bytes(range(256)) * 20)
    put(world, "album.zip", zipped(("photo.png", PNG), ("notes.md", "# Notes\n\nWords.")))
    world.sync()
    assert "listed as unsupported (png). Pictures are read with ocr.pictures" in world.why("docs/photo.png")
    assert "(page tree of an export). Nothing is to be done" in world.why("docs/index.html")
    assert "Convert it to PDF" in world.why("docs/a.bin")
    assert "(png). Pictures are read with ocr.pictures" in world.why("docs/album.zip#photo.png")


@pytest.mark.parametrize("name", ["export.zip", "export-2.zip"])
def test_a_second_export_cleans_what_was_edited(world: World, name: str) -> None:
    put(world, "export.zip", zipped(*pages(60)))
    assert world.sync().cleaned == 60
    world.embedded.clear()
    (world.docs / "export.zip").unlink()
    put(world, name, zipped(*pages(60, page7="Changed on Monday.", page9="Changed on Tuesday.")))
    report = world.sync(allow_delete=100)
    moved = name != "export.zip"  # an archive's members are known by its path
    assert report.cleaned == (60 if moved else 2)
    assert len(world.embedded) == (2 if not moved else len(world.embedded))
    assert world.export() == world.fresh()
    assert world.unused_bodies() == []


@pytest.mark.parametrize("way", ["gone", "excluded"])
def test_what_the_refusal_names_is_enough(world: World, way: str) -> None:
    """The last file of a root holds many documents: the brake asks for these, after the guard."""
    put(world, "export.zip", zipped(*pages(30)))
    world.sync()
    if way == "gone":
        (world.docs / "export.zip").unlink()
    else:
        settings = "[[roots]]\nname = 'docs'\npath = 'docs'\nexclude = ['*.zip']\n"
        (world.folder / "ingest.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(RefusedError) as refused:
        world.sync()
    assert refused.value.remedy.endswith("ingest sync --allow-delete 30.")
    assert world.sync(allow_delete=30).documents["removed"] == 30
    assert world.export() == {}


def test_a_part_that_fails_keeps_its_last_good_text(world: World) -> None:
    put(world, "a.zip", zipped(("a.md", "# A\n\nGood words."), ("b.md", "# B\n\nOther words.")))
    world.sync()
    put(world, "a.zip", locked(zipped(("a.md", "# A\n\nGood words."), ("b.md", "# B\n\nNew.")), "b.md"))
    report = world.sync()
    assert sorted(world.documents()) == ["docs/a.zip#a.md", "docs/a.zip#b.md"]
    assert "Other words." in world.documents()["docs/a.zip#b.md"]["text"]
    assert report.stale == ["docs/a.zip#b.md"]
    assert [failure.source for failure in report.failures] == ["docs/a.zip#b.md"]
    put(world, "a.zip", zipped(("a.md", "# A\n\nGood words.")))
    report = world.sync()
    assert (list(world.documents()), report.failures, report.cleaned) == (["docs/a.zip#a.md"], [], 0)


def test_a_torn_archive_keeps_all_it_gave(world: World) -> None:
    data = zipped(*pages(5))
    put(world, "a.zip", data)
    world.sync()
    put(world, "a.zip", data[: len(data) // 2])
    report = world.sync()
    assert [(failure.source, failure.code) for failure in report.failures] == [("docs/a.zip", Code.TRUNCATED)]
    assert len(world.documents()) == 5
    put(world, "a.zip", data)
    report = world.sync()
    assert (report.failures, report.cleaned, report.documents["unchanged"]) == ([], 0, 5)


def test_a_rule_for_the_path_of_an_archive_is_applied_to_pages_that_did_not_change(world: World) -> None:
    put(world, "a.zip", zipped(*pages(3)))
    world.sync()
    world.flags = (*world.flags, "labels=[{match='a.zip', channels=['press']}]")
    report = world.sync()
    assert report.cleaned == 3
    assert all(row["labels"]["channels"] == ["press"] for row in world.documents().values())
    assert world.export() == world.fresh()


def test_a_mail_keeps_its_subject_and_day_and_no_name_of_who_wrote(world: World) -> None:
    put(world, "m.eml", mail("Oil for pump 7", "Order it today.", ("list.csv.txt", b"Oil, 5 litres.")))
    world.sync()
    documents = world.documents()
    message = documents["docs/m.eml#"]
    assert (message["title"], message["labels"]["updated_at"]) == ("Oil for pump 7", "2025-03-03")
    assert not any("petrova" in str(row).casefold() for row in documents.values())
    assert "5 litres" in documents["docs/m.eml#list.csv.txt"]["text"]


def test_limits_hold_for_all_that_is_unpacked_together(world: World) -> None:
    world.flags = (*world.flags, "containers.total_mb=1", "containers.members=50")
    put(world, "many.zip", zipped(*pages(60)))
    inner = [(f"{n}.zip", zipped(("x.md", "# X"), ("x.png", PNG + bytes(400_000)))) for n in range(4)]
    put(world, "large.zip", zipped(*inner))
    report = world.sync()
    assert {failure.source: failure.code for failure in report.failures} == {
        "docs/many.zip": Code.ARCHIVE_BOMB,
        "docs/large.zip": Code.ARCHIVE_BOMB,
    }
    assert world.unused_bodies() == []
    world.flags = (*world.flags, "containers.total_mb=3", "containers.members=100")
    assert world.sync().failures == []
    assert len(world.documents()) == 64


@pytest.fixture
def wiki(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world that reads one more kind of container, with ids that are not its file's."""
    monkeypatch.setitem(BUILT_IN, "fakewiki", "tests.ingest.fake_wiki:FakeWikiLoader")
    monkeypatch.setitem(SUFFIXES, "fakewiki", (".fakewiki",))
    return world


@pytest.mark.parametrize("name", ["team.fakewiki", "team-june.fakewiki"])
@pytest.mark.parametrize("beside", [False, True])
def test_a_repeated_export_of_a_wiki_cleans_its_edits(wiki: World, name: str, beside: bool) -> None:
    put(wiki, "team.fakewiki", fake_wiki.export("2025-05-01", *fake_wiki.pages(40)))
    assert wiki.sync().cleaned == 40
    wiki.embedded.clear()
    if not beside:
        (wiki.docs / "team.fakewiki").unlink()
    pages_now = fake_wiki.pages(41, p3="Edited.", p4="Edited as well.")
    put(wiki, name, fake_wiki.export("2025-06-01", *pages_now))
    report = wiki.sync()
    assert (report.cleaned, report.failures) == (3, [])
    assert len(wiki.embedded) == 3
    assert sorted(wiki.documents()) == sorted(f"docs/fakewiki:TEAM#{n}" for n in range(41))
    assert wiki.export() == wiki.fresh()
    assert {one.rank for one in ranks(wiki) if one.source_id.endswith(name)} == {"2025-06-01"}


def test_pages_of_a_renamed_export_are_told_as_moved(wiki: World) -> None:
    put(wiki, "team.fakewiki", fake_wiki.export("2025-05-01", *fake_wiki.pages(40)))
    wiki.sync()
    (wiki.docs / "team.fakewiki").unlink()
    edited = {**fake_wiki.pages(41)[5], "text": "These are other words."}
    put(
        wiki,
        "team-june.fakewiki",
        fake_wiki.export("2025-06-01", *fake_wiki.pages(5), edited, *fake_wiki.pages(41)[6:]),
    )
    report = wiki.sync()
    told = report.documents
    assert (told["added"], told["removed"], told["moved"], told["updated"]) == (1, 0, 39, 1)
    assert [one.kind for one in report.effects.kept if one.doc_id.endswith("#5")] == ["updated"]


def test_labels_of_a_page_that_change_alone_are_seen(wiki: World) -> None:
    page = {"id": "1", "title": "Page", "text": "The same words.", "status": "approved"}
    put(wiki, "team.fakewiki", fake_wiki.export("2025-05-01", page))
    wiki.sync()
    put(wiki, "team.fakewiki", fake_wiki.export("2025-06-01", {**page, "status": "draft"}))
    assert wiki.sync().cleaned == 1
    assert wiki.verdicts()["docs/fakewiki:TEAM#1"].kind == "draft"


def test_an_attachment_of_a_page_is_a_document_below_it(wiki: World) -> None:
    page = {"id": "1", "title": "Page", "text": "See the file.", "file": "a.md", "content": "# A\n\nOil."}
    put(wiki, "team.fakewiki", fake_wiki.export("2025-05-01", page, {**page, "id": "2", "bad": "yes"}))
    report = wiki.sync()
    found = wiki.documents()
    assert sorted(found) == [f"docs/fakewiki:TEAM#{key}" for key in ("1", "1/a.md", "2/a.md")]
    assert [(failure.source, failure.code) for failure in report.failures] == [
        ("docs/fakewiki:TEAM#2", Code.MALFORMED)
    ]


def test_what_another_export_lost_meanwhile_is_read_again(wiki: World) -> None:
    """Two files change in one run; the first loses the page that the second was to keep by its mark."""
    first = fake_wiki.export("2025-05-01", *fake_wiki.pages(5))
    put(wiki, "a.fakewiki", first)
    wiki.sync()
    put(wiki, "a.fakewiki", fake_wiki.export("2025-06-01", *fake_wiki.pages(5, p2="New.")))
    put(wiki, "b.fakewiki", first)
    report = wiki.sync()
    assert report.failures == []
    assert wiki.export() == wiki.fresh()
    (wiki.docs / "a.fakewiki").unlink()
    wiki.sync(allow_delete=10)
    assert "New." not in wiki.documents()["docs/fakewiki:TEAM#2"]["text"]
    assert wiki.export() == wiki.fresh()


def test_workers_that_share_a_container_bring_what_one_does(
    wiki: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages_now = fake_wiki.pages(30)
    twice = [
        *pages_now,
        {**pages_now[3], "text": "A second page of one id."},
        {**pages_now[4], "id": "bad", "bad": "x"},
    ]
    put(wiki, "team.fakewiki", fake_wiki.export("2025-05-01", *twice))
    put(wiki, "a.zip", zipped(*pages(7), ("in.zip", zipped(*pages(5))), ("p.png", PNG)))
    put(wiki, "not.zip", b"no archive")
    put(wiki, "text.md", b"# Text")
    alone = wiki.sync()
    monkeypatch.setattr("ingest.intake.SHARED_BYTES", 1)
    other = World(wiki.folder, *wiki.flags, "work.workers=3", state="other")
    other.state.mkdir(mode=0o700)
    (other.state / "secret").write_bytes((wiki.state / "secret").read_bytes())
    shared = other.sync()
    assert other.export() == wiki.export()
    assert other.documents() == wiki.documents()
    told = [
        [(failure.source, failure.code) for failure in report.failures] + report.unsupported
        for report in (alone, shared)
    ]
    assert told[0] == told[1]
    assert other.sync().cleaned == 0
    put(wiki, "team.fakewiki", fake_wiki.export("2025-06-01", *fake_wiki.pages(30, p3="Edited.")))
    assert (other.sync().cleaned, wiki.sync().cleaned) == (1, 1)
    assert other.export() == wiki.export()


def ranks(world: World) -> list[DocumentRecord]:
    manifest = Manifest.read(world.state)
    try:
        return list(Catalog(manifest).documents())
    finally:
        manifest.close()
