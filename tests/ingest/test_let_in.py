"""`load.let_in` through a whole sync: what it lets in is cleaned, and only the files it concerns are read again."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from docx import Document

from index.errors import UsageError
from index.manifest import Manifest
from ingest.configure import configure
from ingest.export import chunks
from ingest.load.choose import BUILT_IN, load_all
from ingest.settings import LoadSettings
from tests.world import SMALL, World

AUTHOR, NAMED, PHONE, MAIL = (
    "Ферапонт Кривоносов",
    "Сигизмунд Щеглов",
    "+7 (926) 441-20-17",
    "shcheglov@kb-test.ru",
)
COMMENT = f"Уточните, говорил ли {NAMED}, тел. {PHONE}."
DELETED = f"Возврат оформляет {NAMED}, {MAIL}, за десять дней."
BOTH = 'load.let_in=["comments","deletions"]'


def reviewed(path: Path) -> None:
    """A DOCX as editors leave it: a comment and a deleted sentence, both with personal data and an author."""
    document = Document()
    document.add_heading("Порядок возврата", level=1)
    paragraph = document.add_paragraph("Возврат оформляет отдел сопровождения за девять дней.")
    document.add_comment(paragraph.runs, text=COMMENT, author=AUTHOR, initials="ФК")
    change = paragraph._p.makeelement(_word("del"), {_word("author"): AUTHOR, _word("id"): "77"})
    run = change.makeelement(_word("r"), {})
    words = run.makeelement(_word("delText"), {})
    words.text = " " + DELETED
    run.append(words)
    change.append(run)
    paragraph._p.append(change)
    document.add_paragraph("Заявление подают в личном кабинете, ответ приходит в тот же день.")
    document.save(str(path))


def _word(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path)
    reviewed(made.docs / "refunds.docx")
    made.write("delivery.md", "# Доставка\n\nКурьер привозит заказ на следующий день.\n")
    made.write("old.vsd", "not read by anybody")
    return made


def indexed(world: World) -> str:
    return "\n".join(row["text"] for row in world.export().values())


def test_both_are_out_by_default(world: World) -> None:
    world.sync()
    assert "девять дней" in indexed(world)
    assert "comment" not in indexed(world)
    assert "десять" not in indexed(world)


def test_what_is_let_in_is_cleaned_like_all_else(world: World) -> None:
    world.flags = (*SMALL, BOTH)
    world.sync()
    found = indexed(world)
    assert "[comment] Уточните, говорил ли [PERSON], тел. [PHONE]." in found
    assert (
        "[deleted] Возврат оформляет отдел сопровождения за девять дней. Возврат оформляет [PERSON], [EMAIL]"
        in found
    )
    stored = b"".join(path.read_bytes() for path in world.state.rglob("*") if path.is_file())
    for value in (AUTHOR, "Кривоносов", "Щеглов", PHONE, "4412017", MAIL):
        assert value.encode() not in stored, value


def test_only_the_files_concerned_are_read_again(world: World) -> None:
    world.sync()
    world.flags = (*SMALL, BOTH)
    assert [row["source"] for row in world.plan()["reasons"] if row["do"] == "load"] == ["docs/refunds.docx"]
    report = world.sync()
    assert (report.documents["updated"], report.documents["unchanged"]) == (1, 1)
    assert world.export() == world.fresh()
    world.flags = SMALL
    world.sync()
    assert world.export() == world.fresh()
    assert "comment" not in indexed(world)


def test_the_setting_and_the_loaders_name_the_same() -> None:
    allowed = {*LoadSettings.model_json_schema()["properties"]["let_in"]["items"]["enum"]}
    known = {
        name for loader in load_all() for name in getattr(loader, "may_let_in", ()) if loader.name in BUILT_IN
    }
    assert allowed == known


def test_by_the_command_line(world: World) -> None:
    world.settings()
    config = world.folder / "ingest.toml"
    config.write_text(
        config.read_text(encoding="utf-8") + "[load]\nlet_in = ['comments']\n", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "sync", "--json"],
        cwd=world.folder,
        env=os.environ | {"PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with closing(Manifest.read(world.folder / ".ingest")) as manifest:
        exported = "".join(row["text"] for row in chunks(manifest, world.folder / ".ingest"))
    assert "[comment] Уточните, говорил ли [PERSON], тел. [PHONE]." in exported
    assert "[deleted]" not in exported
    with pytest.raises(UsageError, match=r"load\.let_in"):
        configure(config, environ={}, flags=("load.let_in=['annotations']",))
