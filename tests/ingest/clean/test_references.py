"""Where links lead, as it is stored."""

from __future__ import annotations

import pytest

from ingest.clean import references as module
from ingest.clean.references import anchors, reference, references, with_addresses
from ingest.document import Link
from ingest.link_targets import placed


def _masked(path: str) -> str:
    return path.replace("79123456789", "[PHONE]-ab")


@pytest.mark.parametrize(
    ("target", "kind", "leads", "anchor"),
    [
        ("b.md", "file", "docs/guide/b.md", ""),
        ("../b.md#part-2", "file", "docs/b.md", "part-2"),
        ("./x/../b.md?plain=1", "file", "docs/guide/b.md", ""),
        ("sub/", "file", "docs/guide/sub/", ""),
        ("..", "file", "docs", ""),
        ("%D1%86%D0%B5%D0%BD%D1%8B.docx", "file", "docs/guide/цены.docx", ""),
        ("a%20b%23c.md", "file", "docs/guide/a b%23c.md", ""),
        ("79123456789.md", "file", "docs/guide/[PHONE]-ab.md", ""),
        (r"..\b.md", "file", "docs/b.md", ""),
        ("/top/page", "site", "docs/top/page", ""),
        ("#here", "here", "", "here"),
        ("../../../etc/passwd", "outside", "", ""),
        ("/../etc/passwd", "outside", "", ""),
        ("./", "file", "docs/guide/", ""),
        ("../", "file", "docs", ""),
        ("https://example.org/a#b", "web", "https://example.org/a#b", ""),
        ("//example.org/a", "web", "https://example.org/a", ""),
        ("file:///c/b.doc", "local", "", ""),
        (r"C:\docs\b.doc", "local", "", ""),
        ("docs/confluence:KB#123", "document", "docs/confluence:KB#123", ""),
        ("docs/mediawiki:w#12#History", "document", "docs/mediawiki:w#12", "History"),
    ],
)
def test_a_target_becomes_an_id(target: str, kind: str, leads: str, anchor: str) -> None:
    found = reference(target, "docs/guide/a.md", _masked)
    assert found is not None
    assert (*placed(found.kind, found.target, "docs/guide/a.md"), found.anchor) == (kind, leads, anchor)


@pytest.mark.parametrize("target", ["b.md", "../guide/b.md#x", "../../c/", "./"])
def test_a_relative_target_is_stored_the_same_wherever_its_document_lies(target: str) -> None:
    assert reference(target, "docs/guide/a.md", _masked) == reference(target, "docs/x/y/a.md", _masked)


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("b.md", "docs/old.zip#guide/b.md"),
        ("../pics/1.png#x", "docs/old.zip#pics/1.png"),
        ("../../b.md", None),
        ("..", None),
    ],
)
def test_what_a_file_in_an_archive_leads_to_lies_in_there(target: str, leads: str | None) -> None:
    found = reference(target, "docs/old.zip", _masked, "guide/a.md")
    assert (found and found.target) == leads


def test_the_place_of_a_page_of_a_wiki_is_no_path() -> None:
    (found,) = references([Link(target="b.md")], "docs/wiki.zip", _masked)
    assert placed(found.kind, found.target, "docs/wiki.zip") == ("file", "docs/b.md")


@pytest.mark.parametrize(
    "target", ["", "mailto:a@b.example", "tel:+1", "javascript:void(0)", "#", "{{ url }}", "x" * 3000]
)
def test_what_leads_to_no_document_is_left_out(target: str) -> None:
    assert reference(target, "docs/guide/a.md", _masked) is None


def test_each_once_and_addresses_as_they_were_masked() -> None:
    links = [Link(target=one) for one in ("b.md", "https://t.example/ivan", "b.md", "c.md")]
    found = references(links, "docs/a.md", _masked)
    assert [one.target for one in found] == ["b.md", "https://t.example/ivan", "c.md"]
    assert [one.target for one in with_addresses(found, ["https://[HANDLE]"])] == [
        "b.md",
        "https://[HANDLE]",
        "c.md",
    ]


def test_names_of_places_are_masked_and_given_once() -> None:
    assert anchors(["a%20b", "a b", "79123456789"], _masked) == ("a b", "[PHONE]-ab")


def test_a_picture_that_is_its_own_target_is_not_remembered() -> None:
    module._known.cache_clear()
    links = [Link(target=f"data:image/png;base64,{number:04}{'A' * 100_000}") for number in range(3)]
    assert references([*links, Link(target="a.md")], "docs/b.md", str) == [
        module.Reference(kind="relative", target="a.md")
    ]
    assert module._known.cache_info().currsize == 1
