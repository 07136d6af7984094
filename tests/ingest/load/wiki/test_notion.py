from __future__ import annotations

import io
from pathlib import Path

import pytest
from confluence_files import zipped
from wiki_reading import documents, members, shown, targets

from ingest.errors import Code, LoadError
from ingest.load.choose import choose, load_all
from ingest.load.wiki.notion import NotionLoader
from ingest.load.wiki.notion_names import is_notion, linked_page
from tests.world import World

LOADER = NotionLoader()
TOP, CHILD, BASE, ROW, LONE, HTML = (f"{0xABC << 100 | n:032x}" for n in range(6))
DASHED = f"{HTML[:8]}-{HTML[8:12]}-{HTML[12:16]}-{HTML[16:20]}-{HTML[20:]}"
FILES: dict[str, bytes] = {
    f"Export-1/Склад {TOP}.md": (
        f"# Склад и всё о нём\n\nСм. [Дочерняя](%D0%A1%D0%BA%D0%BB%D0%B0%D0%B4%20{TOP}/%D0%94%20{CHILD}.md#ч) и [сайт](https://e.example/x).\n\n"
        f"<aside>\n💡 Важно\n\n</aside>\n\n- [x] сделано\n\n![схема](%D0%A1%D0%BA%D0%BB%D0%B0%D0%B4%20{TOP}/image.png)\n"
        f"```\n[no](link.md)\n```\n[база](x%20{BASE}.csv) [html](https://www.notion.so/w/H-{DASHED.replace('-', '')})\n"
    ).encode(),
    f"Export-1/Склад {TOP}/Д {CHILD}.md": b"# \xd0\x94\n\ntext\n",
    f"Export-1/Склад {TOP}/image.png": b"\x89PNG",
    f"Export-1/Склад {TOP}/База {BASE}.csv": b"Name\nGONE\n",
    f"Export-1/Склад {TOP}/База {BASE}_all.csv": b"Name\nGONE\n",
    f"Export-1/Склад {TOP}/База/Строка {ROW}.md": f"# Строка\n\nCreated: March 5, 2023 2:11 PM\nCreated by: GONE\nTags: склад, срочно\nСрок: 5 дней\nСвязь: Дело (../%D0%94%20{CHILD}.md), Ещё (../x%20{TOP}.md)\n\nТело: да\n".encode(),
    f"Export-1/Одна {LONE}.csv": b"Name,B\nx,y\n",
    f"Export-1/H {HTML}.html": (
        f'<html><head><title>H</title></head><body><article id="{DASHED}" class="page sans"><header><h1 class="page-title">Страница H</h1>'
        '<table class="properties"><tbody><tr class="property-row"><th><span>Last Edited</span></th><td><time>@2024-05-06</time></td></tr>'
        f'<tr><th>Last edited by</th><td>GONE</td></tr><tr><th>Вид</th><td><a href="x%20{ROW}.html">правила</a></td></tr></tbody></table></header>'
        '<div class="page-body"><p>Текст</p><ul class="to-do-list"><li><div class="checkbox checkbox-on"></div> <span>дело</span></li></ul>'
        f'<details open=""><summary>Ещё</summary><p>внутри</p></details><a href="Склад%20{TOP}.md">Склад</a></div></article></body></html>'
    ).encode(),
    "index.html": b"<html>GONE</html>",
}
PARTS = list(FILES.items())
NESTED = {
    "Export-9-Part-1.zip": zipped(dict(PARTS[:3])),
    "Export-9-Part-2.zip": zipped(dict(PARTS[3:])),
}


@pytest.mark.parametrize("files", [FILES, NESTED], ids=["zip", "zip of zips"])
def test_an_export(files: dict[str, bytes]) -> None:
    data = zipped(files)
    assert choose(Path("x.zip"), data[:4096], load_all(), io.BytesIO(data)).name == "notion"

    found = {raw.key: raw for raw in documents(LOADER, data)}
    assert sorted(found) == sorted([TOP, CHILD, ROW, HTML])
    root = f"kb/notion:{TOP}"
    assert {raw.source_id for key, raw in found.items() if key != HTML} == {root}
    assert found[TOP].title == "Склад и всё о нём"
    assert found[CHILD].section == ("Склад",)
    assert found[ROW].section == ("Склад", "База")
    assert shown(found[TOP])[:4] == [
        ("heading", "Склад и всё о нём"),
        ("text", "См. Дочерняя и сайт."),
        ("text", "💡 Важно"),
        ("list", "- [x] сделано"),
    ]
    assert targets(found[TOP]) == [
        f"{root}#{CHILD}#ч",
        "https://e.example/x",
        f"kb/notion:{HTML}#{HTML}",
    ]
    assert "GONE" not in repr(found)


def test_fields_of_a_row() -> None:
    row = next(raw for raw in documents(LOADER, zipped(FILES)) if raw.key == ROW)
    assert shown(row) == [
        ("heading", "Строка"),
        ("text", "Created: March 5, 2023 2:11 PM\nTags: склад, срочно\nСрок: 5 дней\nСвязь: Дело, Ещё"),
        ("text", "Тело: да"),
    ]
    assert (row.properties["created"], row.properties["labels"]) == ("2023-03-05", "склад, срочно")
    assert targets(row) == [f"kb/notion:{TOP}#{CHILD}", f"kb/notion:{TOP}#{TOP}"]


def test_html_pages() -> None:
    page = next(raw for raw in documents(LOADER, zipped(FILES)) if raw.key == HTML)
    assert shown(page) == [("heading", "Страница H"), ("text", "Last Edited: @2024-05-06\nВид: правила"), ("text", "Текст"), ("list", "- [x] дело"), ("text", "Ещё"), ("text", "внутри"), ("text", "Склад")]  # fmt: skip
    assert page.properties["modified"] == "2024-05-06"
    assert targets(page) == [f"kb/notion:{TOP}#{ROW}", f"kb/notion:{TOP}#{TOP}"]


def test_a_database_is_read_where_its_rows_are_no_pages() -> None:
    assert [(one.key, one.name, one.open()) for one in members(LOADER, zipped(FILES))] == [
        (LONE, "Одна.csv", b"Name,B\nx,y\n"),
        (f"{TOP}/image.png", "image.png", b"\x89PNG"),
    ]


def test_a_database_has_its_name_as_title(tmp_path: Path) -> None:
    world = World(tmp_path)
    (world.docs / "export.zip").write_bytes(zipped(FILES))
    world.sync()
    told = {row["id"].rpartition("#")[2]: row["title"] for row in world.documents().values()}
    assert (told[LONE], told[CHILD]) == ("Одна", "Д")


def test_ids_survive_a_new_title_and_a_new_export() -> None:
    again = {
        name.replace("Export-1", "Export-2").replace("Склад ", "Склады "): data
        for name, data in FILES.items()
    }
    first, second = documents(LOADER, zipped(FILES)), documents(LOADER, zipped(again))
    assert {(raw.source_id, raw.key) for raw in first} == {(raw.source_id, raw.key) for raw in second}


@pytest.mark.parametrize(
    ("names", "is_one"),
    [
        ([f"a {TOP}.md", "image.png"], True),
        (["a/b.md", "c.html"], False),
        ([f"a {TOP}.md", "b.md", "c.md", "d.md"], False),
        (["ExportBlock-1a-Part-1.zip"], True),
        (["backup.zip"], False),
        ([], False),
    ],
)
def test_what_an_export_is_known_by(names: list[str], is_one: bool) -> None:
    assert is_notion(names) is is_one


def test_linked_page() -> None:
    assert linked_page(f"../A%20{TOP}.md?x#y") == TOP
    assert linked_page(f"https://www.notion.so/Title-{TOP}") == TOP
    assert linked_page(f"https://www.notion.so/{DASHED}") == HTML
    assert linked_page("https://e.example/a.md") == ""


def test_what_is_no_export_or_broken_has_a_code() -> None:
    with pytest.raises(LoadError) as caught:
        documents(LOADER, zipped({}))
    assert caught.value.code in (Code.UNSUPPORTED, Code.EMPTY_FILE)
    bad = {
        **FILES,
        f"Export-1/Z {'f' * 32}.html": b"<html><body>no page</body></html>",
        f"Export-1/E {'e' * 32}.md": b"",
    }
    found = {raw.key: raw.properties.get("failure") for raw in documents(LOADER, zipped(bad))}
    assert (found["f" * 32], found["e" * 32], found[TOP]) == ("no-text", None, None)


def test_a_broken_part_costs_itself() -> None:
    first, second = NESTED
    found = documents(LOADER, zipped({**NESTED, second: NESTED[second][:-200]}))
    assert {raw.key: raw.properties.get("failure", "") for raw in found} == {
        second: "truncated",
        TOP: "",
        CHILD: "",
    }
    with pytest.raises(LoadError):
        documents(LOADER, zipped({first: b"PK", second: b"PK"}))
