from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from confluence_files import HEAD, attachment, body, content, entities, plain, prop, ref, space, thing, zipped
from wiki_reading import documents, items, members, shown, targets

from ingest.errors import Code, LoadError
from ingest.load.container import Member
from ingest.load.wiki.confluence_objects import read_index
from ingest.load.wiki.confluence_xml import ConfluenceXmlLoader

LOADER = ConfluenceXmlLoader()
OBJECTS = [
    space(),
    content(10, "Главная"),
    content(11, "Приёмка", parent=10, version=4, day="2024-05-06"),
    content(12, "Приёмка", original=11, within=None, version=3, day="2024-04-01"),
    content(13, "Приёмка", original=11, within=None, version=1, day="2023-01-01"),
    content(14, "Черновик", status="draft", original=11),
    content(15, "Удалённое", status="deleted"),
    content(16, "Новость", kind="BlogPost", day="2025-01-02"),
    body(20, 10, "<p>Добро пожаловать</p>"),
    body(21, 11, "<p>Текущее</p>"),
    body(22, 12, "<p>Старое GONE</p>"),
    body(24, 14, "<p>Черновое GONE</p>"),
    body(25, 15, "<p>Удалённое GONE</p>"),
    body(26, 16, "<p>Новое</p>"),
    body(27, 11, "raw GONE", kind=1),
    thing("Label", 30, prop("name", "склад"), prop("namespace", "global")),
    thing("Label", 31, prop("name", "my-favourite"), prop("namespace", "my")),
    thing("Labelling", 32, ref("label", "Label", 30), ref("content", "Page", 11)),
    thing("Labelling", 33, ref("label", "Label", 31), ref("content", "Page", 11)),
]


def test_current_pages_only_with_all_that_is_known_of_them() -> None:
    found = {raw.key: raw for raw in documents(LOADER, entities(*OBJECTS), "entities.xml")}

    assert sorted(found) == ["10", "11", "16"]
    page = found["11"]
    assert (page.source_id, page.title, page.section) == ("kb/confluence:WH", "Приёмка", ("Главная",))
    assert shown(page) == [("text", "Текущее")]
    given = dict(page.properties)
    assert given.pop("tally", "") == ""
    assert given == {
        "title": "Приёмка",
        "page_id": "11",
        "space_key": "WH",
        "space_name": "Склад",
        "created": "2024-05-06",
        "modified": "2024-05-06",
        "exported": "2025-03-04T05:06:07",
        "version": "4",
        "labels": "склад",
        "history": "3 2024-04-01\n1 2023-01-01",
    }
    assert found["16"].properties["kind"] == "blogpost"
    assert "GONE" not in repr(found)


def test_what_is_left_out_is_counted() -> None:
    first = documents(LOADER, entities(*OBJECTS))[0]

    assert first.properties["tally"] == (
        "blogpost.current 1, labelling 2, page.current 2, page.deleted 1, page.draft 1, page.historic 2, space 1"
    )


@pytest.mark.parametrize("order", range(6))
def test_objects_come_in_any_order(order: int) -> None:
    turned = [*OBJECTS[order * 3 :], *OBJECTS[: order * 3]][:: -1 if order % 2 else 1]

    def told(objects: list[str]) -> object:
        pages = documents(LOADER, entities(*objects))
        return sorted(
            (raw.key, raw.title, raw.section, shown(raw), raw.properties["page_id"]) for raw in pages
        )

    assert told(turned) == told(OBJECTS)


def test_a_page_may_only_some_see_is_restricted_with_all_below_it_and_with_its_files() -> None:
    objects = [
        space(),
        *(
            content(number, f"p{number}", parent=number - 1 if number > 10 else None)
            for number in (10, 11, 12, 13)
        ),
        thing("ContentPermissionSet", 40, prop("type", "View"), ref("owningContent", "Page", 11)),
        thing("ContentPermission", 41, prop("type", "View"), ref("owningSet", "ContentPermissionSet", 40)),
        thing("ContentPermissionSet", 42, prop("type", "Edit"), ref("owningContent", "Page", 10)),
        thing("ContentPermission", 43, prop("type", "Edit"), ref("owningSet", "ContentPermissionSet", 42)),
        thing("ContentPermissionSet", 44, prop("type", "View"), ref("owningContent", "Page", 10)),
        attachment(50, "secret.txt", 12),
    ]
    data = zipped({"entities.xml": entities(*objects), "attachments/12/50/1": b"words"})

    found = {raw.key: raw.properties.get("status") for raw in documents(LOADER, data)}
    assert found == {"10": None, "11": "restricted", "12": "restricted", "13": "restricted"}
    assert [member.properties for member in members(LOADER, data)] == [{"status": "restricted"}]


def test_an_archived_space_makes_its_pages_archived() -> None:
    data = entities(space(status="ARCHIVED"), content(10, "a"), space(2, "B"), content(11, "b", within=2))
    assert [raw.properties.get("status") for raw in documents(LOADER, data)] == ["archived", None]


def test_files_of_current_pages_are_members() -> None:
    objects = [
        *OBJECTS,
        attachment(50, "План.pdf", 11, version=2),
        attachment(51, "План.pdf", 11, version=1, original=50),
        attachment(52, "gone.pdf", 11, status="deleted"),
        attachment(53, "old.pdf", 12),
        attachment(54, "missing.pdf", 11),
    ]
    files = {f"x/attachments/{path}": path.encode() for path in ("11/50/2", "11/50/1", "11/52/1", "12/53/1")}
    data = zipped({"x/entities.xml": entities(*objects), **files})

    (member,) = members(LOADER, data)
    assert (member.source_id, member.key, member.name) == ("kb/confluence:WH", "11/50", "План.pdf")
    assert member.section == ("Главная", "Приёмка")
    assert member.open() == b"11/50/2"


def test_files_beside_an_unpacked_export(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"no")
    folder = tmp_path / "export" / "attachments" / "11" / "50"
    folder.mkdir(parents=True)
    (folder / "1").write_bytes(b"yes")
    (folder.parent / "51").mkdir()
    (folder.parent / "51" / "1").symlink_to(outside)
    data = entities(*OBJECTS, attachment(50, "a.txt", 11), attachment(51, "b.txt", 11))

    found = members(LOADER, data, path=tmp_path / "export" / "entities.xml")
    assert [(member.key, member.open()) for member in found] == [("11/50", b"yes")]
    assert members(LOADER, data, path=Path("entities.xml")) == []


def test_links_lead_to_ids() -> None:
    text = """<p><ac:link><ri:page ri:content-title="приёмка" /></ac:link>
    <ac:link ac:anchor="Шаг 1"><ri:page ri:content-title="Главная" /><ac:plain-text-link-body><![CDATA[шаг]]></ac:plain-text-link-body></ac:link>
    <ac:link><ri:page ri:space-key="B" ri:content-title="Дом" /></ac:link><ac:link><ri:page ri:content-title="Нет #1" /></ac:link>
    <ac:link><ri:attachment ri:filename="План.pdf" /></ac:link><ac:image><ri:attachment ri:filename="no.png" /></ac:image>
    <ac:link><ri:blog-post ri:content-title="Новость" ri:posting-day="2025/01/02" /></ac:link><ac:link><ri:user ri:userkey="1" /></ac:link>
    <a href="https://wiki.example/pages/viewpage.action?pageId=11">id</a><a href="https://wiki.example/display/WH/%D0%93%D0%BB%D0%B0%D0%B2%D0%BD%D0%B0%D1%8F">t</a>
    <a href="https://w.example/wiki/spaces/WH/pages/10/Home">cloud</a><a href="https://example.org/x">out</a></p>"""
    objects = [space(2, "B"), content(17, "Дом", within=2), content(18, "Ссылки"), body(28, 18, text)]
    data = entities(*OBJECTS, *objects, attachment(50, "План.pdf", 18))

    page = next(raw for raw in documents(LOADER, data) if raw.key == "18")
    here = "kb/confluence:WH#"
    assert targets(page) == [
        f"{here}11",
        f"{here}10#Шаг 1",
        "kb/confluence:B#17",
        f"{here}title:Нет %231",
        f"{here}18/50",
        f"{here}18/no.png",
        f"{here}16",
        f"{here}11",
        f"{here}10",
        f"{here}10",
        "https://example.org/x",
    ]
    words = page.blocks[0].text.split()
    assert words == ["приёмка", "шаг", "ДомНет", "#1", "План.pdf", "Новость", "idt", "cloudout"]


def test_a_page_that_cannot_be_read_costs_itself() -> None:
    deep = "<div>" * 400 + "x" + "</div>" * 400
    texts = {30: "<p>good</p>", 31: "<p>bad", 32: "<b>" * 500_001, 33: deep, 34: "<p>good too</p>"}
    objects = [
        space(),
        *(content(n, str(n)) for n in texts),
        *(body(n + 100, n, text) for n, text in texts.items()),
    ]

    found = {raw.key: raw.properties.get("failure") for raw in documents(LOADER, entities(*objects))}
    assert found == {"30": None, "31": "malformed", "32": "too-large", "33": "too-deep", "34": None}


def test_control_bytes_and_nested_cdata_are_undone() -> None:
    code = '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[if a[0]>1:]]></ac:plain-text-body></ac:structured-macro>'
    data = entities(
        space(), content(10, "a\x0bb"), body(11, 10, "<p>one\x01\x1ftwo&nbsp;&laquo;x&#11;&raquo;</p>" + code)
    )

    (page,) = documents(LOADER, data)
    assert page.title == "ab"
    assert shown(page)[0] == ("text", "onetwo\xa0«x»")
    assert shown(page)[1][0] == "code"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.UNSUPPORTED),
        (b"<html/>", Code.UNSUPPORTED),
        (entities(*OBJECTS)[:-400], Code.TRUNCATED),
        (entities(space(), content(1, "a")) [:-30] + b"</wrong></hibernate-generic>", Code.MALFORMED),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]>' + HEAD.encode(), Code.UNSUPPORTED),
        (b"<!-- " + b"x" * 70_000 + b' --><!DOCTYPE a [<!ENTITY x "y">]><hibernate-generic/>', Code.UNSUPPORTED),
        (zipped({"a.txt": b"x"}), Code.UNSUPPORTED),
        (zipped({"entities.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><hibernate-generic/>'}), Code.ENTITY_REFUSED),
    ],
)  # fmt: skip
def test_what_is_no_export_has_a_code(data: bytes, code: Code) -> None:
    with pytest.raises(LoadError) as caught:
        list(items(LOADER, data))
    assert caught.value.code == code


def test_bodies_are_skipped_only_when_they_are_not_wanted() -> None:
    """A title that looks like the start of a body, bodies written in other ways: nothing is lost."""
    odd = '<property name="body"><![CDATA[not a body'
    other = thing(
        "BodyContent",
        30,
        ref("content", "Page", 12),
        plain("bodyType", 2),
        "<property  name='body'><![CDATA[<p>two</p>]]></property>",
    )
    data = entities(
        space(),
        content(10, odd),
        content(12, "b"),
        body(20, 10, "<p>one</p>"),
        other,
        body(29, 99, "<p>GONE</p>"),
    )

    found = {raw.key: shown(raw) for raw in documents(LOADER, data)}
    assert found == {"10": [("text", "one")], "12": [("text", "two")]}


def test_a_second_export_under_another_name_has_the_same_ids() -> None:
    first = documents(LOADER, entities(*OBJECTS), "a.zip")
    again = documents(LOADER, zipped({"wiki/entities.xml": entities(*reversed(OBJECTS))}), "b.zip")
    assert {(raw.source_id, raw.key) for raw in first} == {(raw.source_id, raw.key) for raw in again}


def test_loops_and_long_chains_of_parents_end() -> None:
    loop = [content(10, "a", parent=11), content(11, "b", parent=10), content(12, "c", parent=12)]
    chain = [content(100 + n, f"n{n}", parent=99 + n) for n in range(300)]
    found = {raw.key: raw.section for raw in documents(LOADER, entities(space(), *loop, *chain))}
    assert (found["10"], found["12"], len(found["399"])) == (("b",), (), 100)


def test_order_of_bodies_of_one_page_does_not_matter() -> None:
    bodies = [body(30, 10, "<p>storage</p>"), body(31, 10, "raw", kind=1), body(32, 10, "h1. markup", kind=0)]
    for order in itertools.permutations(bodies):
        (page,) = documents(LOADER, entities(*order, content(10, "a"), space()))
        assert shown(page) == [("text", "storage")]


def test_ids_of_zero_are_ids() -> None:
    found = items(LOADER, entities(space(0), content(0, "a", within=0), body(0, 0, "<p>x</p>")))
    assert [(item.key, isinstance(item, Member)) for item in found] == [("0", False)]


def test_the_index_holds_no_text(tmp_path: Path) -> None:
    path = tmp_path / "entities.xml"
    path.write_bytes(entities(*OBJECTS))
    with path.open("rb") as file:
        index = read_index(file)
    assert "Текущее" not in repr(index.contents)
    assert index.bodies == {20: 10, 21: 11, 26: 16}
