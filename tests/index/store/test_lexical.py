from __future__ import annotations

import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import EnvironmentFaultError, StateError, UsageError
from index.store.lexical import MAX_TERMS, LexicalStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.chunk import Value
    from index.store.store import Where


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LexicalStore]:
    opened = LexicalStore(tmp_path / "lexical.db")
    yield opened
    opened.close()


def row(name: str, text: str, **metadata: Value) -> tuple[str, str, dict[str, Value]]:
    return name, text, {"language": "en", "space": "default", "channels": ["default"], **metadata}


def found(store: LexicalStore, text: str, where: Where | None = None, top: int = 10) -> list[str]:
    return [hit.id for hit in store.query(text, top, where)]


def test_words_are_found_in_other_forms(store: LexicalStore) -> None:
    store.upsert(
        [
            row("a", "Возврат товара оформляется в личном кабинете."),
            row("b", "Returns are processed within three days."),
            row("c", "Склад закрыт на выходные."),
        ]
    )
    assert found(store, "возвраты товаров") == ["a"]
    assert found(store, "process a RETURN") == ["b"]
    assert sorted(found(store, "складах и returned")) == ["b", "c"]
    assert found(store, "слон") == []


def test_title_and_section_are_indexed(store: LexicalStore) -> None:
    store.upsert([row("a", "text", title="Price list", section="Shipping > Отправка"), row("b", "text")])
    assert found(store, "prices") == ["a"]
    assert found(store, "отправки") == ["a"]


def test_the_rarer_word_counts_more_and_scores_fall(store: LexicalStore) -> None:
    store.upsert([row(f"n{n}", "common word here") for n in range(20)])
    store.upsert([row("rare", "common zebra here"), row("both", "zebra zebra zebra")])
    hits = store.query("common zebra", 30)
    assert {hit.id for hit in hits[:2]} == {"rare", "both"}
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > 0


def test_equal_scores_come_by_id_whatever_the_order_of_writing(tmp_path: Path) -> None:
    orders = []
    for number, names in enumerate(("abcd", "dbca")):
        store = LexicalStore(tmp_path / f"{number}.db")
        for name in names:
            store.upsert([row(name, "same words")])
        store.upsert([row("a", "other"), row("a", "same words")][1:])
        orders.append([(hit.id, hit.score) for hit in store.query("words", 3)])
        store.close()
    assert orders[0] == orders[1]
    assert [name for name, _ in orders[0]] == ["a", "b", "c"]


def test_upsert_replaces_and_delete_removes(store: LexicalStore) -> None:
    store.upsert([row("a", "first", language="ru"), row("b", "second")])
    store.upsert([row("a", "third")])
    assert (found(store, "first"), found(store, "third")) == ([], ["a"])
    assert found(store, "third", {"language": "ru"}) == []
    store.delete(["a", "unknown", "a"])
    store.delete([])
    store.upsert([])
    assert (found(store, "third"), store.ids(), store.count()) == ([], ["b"], 1)
    assert store.check() == ""


def test_what_is_gone_goes_in_the_step_that_writes_the_others(tmp_path: Path) -> None:
    store, reader = LexicalStore(tmp_path / "a.db"), LexicalStore(tmp_path / "a.db")
    store.upsert([row("old", "pump"), row("stays", "hose")])
    store.upsert([row("new", "pump")], ["old", "unknown"])
    assert (found(reader, "pump"), sorted(reader.ids())) == (["new"], ["new", "stays"])
    store.upsert([], ["new"])
    assert reader.ids() == ["stays"]
    reader.close()
    store.close()


@pytest.mark.parametrize(
    ("where", "names"),
    [
        (None, "abc"),
        ({}, "abc"),
        ({"language": "ru"}, "b"),
        ({"language": ["ru", "en"]}, "abc"),
        ({"language": []}, ""),
        ({"channels": "bot"}, "bc"),
        ({"channels": ["site", "bot"]}, "abc"),
        ({"channels": "bot", "space": "hr"}, "c"),
        ({"channels": "b"}, ""),
        ({"version": "1.2"}, "a"),
    ],
)
def test_filters(store: LexicalStore, where: Where | None, names: str) -> None:
    store.upsert(
        [
            row("a", "word", channels=["site"], version="1.2"),
            row("b", "word", channels=["site", "bot"], language="ru"),
            row("c", "word", channels=["bot", "bot"], space="hr"),
        ]
    )
    assert sorted(found(store, "word", where)) == sorted(names)


def test_a_filter_on_an_unknown_field_is_a_usage_error(store: LexicalStore) -> None:
    with pytest.raises(UsageError, match="owner"):
        store.query("word", 3, {"owner": "x"})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LexicalStore]:
    opened = LexicalStore(tmp_path_factory.mktemp("lexical") / "lexical.db")
    opened.upsert([row("a", "NEAR AND OR NOT word*"), row("b", "слово")])
    yield opened
    opened.close()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=40) | st.text("\"*:^-+(){}ANDORNOTEAR ,.\0'", max_size=30))
@pytest.mark.filterwarnings("ignore")
def test_no_query_is_a_syntax_error(filled: LexicalStore, text: str) -> None:
    assert {hit.id for hit in filled.query(text, 5)} <= {"a", "b"}
    assert filled.query(text + " слова", 5)


@given(st.text(st.characters(), min_size=1, max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_written_and_removed(filled: LexicalStore, text: str) -> None:
    filled.upsert([row("c", text + " finis")])
    assert "c" in {hit.id for hit in filled.query("finis", 5)}
    filled.delete(["c"])
    assert filled.query("finis", 5) == []


def test_a_long_query_is_cut_to_its_first_words(store: LexicalStore) -> None:
    store.upsert([row("a", "x0"), row("b", "zulu")])
    query = " ".join(f"x{n}" for n in range(MAX_TERMS)) + " zulu"
    assert found(store, query) == ["a"]
    assert found(store, "zulu " * 100_000) == ["b"]


def test_no_top_gives_nothing(store: LexicalStore) -> None:
    store.upsert([row("a", "word")])
    assert store.query("word", 0) == []


def test_it_is_one_private_file_after_closing(tmp_path: Path) -> None:
    path = tmp_path / "lexical.db"
    store = LexicalStore(path)
    store.upsert([row("a", "word")])
    store.close()
    store.close()
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o600
    reader = LexicalStore(path, readonly=True)
    assert reader.ids() == ["a"]
    with pytest.raises(StateError, match="SQLITE_READONLY"):
        reader.delete(["a"])
    reader.close()
    assert list(tmp_path.iterdir()) == [path]


def test_reading_what_is_not_there_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="no full-text file"):
        LexicalStore(tmp_path / "lexical.db", readonly=True)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_sees_every_commit_and_no_half(tmp_path: Path) -> None:
    path = tmp_path / "lexical.db"
    writer = LexicalStore(path)
    reader = LexicalStore(path, readonly=True)
    for count in range(1, 6):
        writer.upsert([row(f"{count}-{n}", "word") for n in range(10)])
        assert len(reader.query("word", 100)) == count * 10
    with pytest.raises(UnicodeEncodeError):
        writer.upsert([row("6-0", "word"), ("6-1", "word", {"language": "x\udc80"})])
    assert len(reader.query("word", 100)) == 50
    writer.upsert([row("6-0", "word")])
    assert reader.count() == 51
    reader.close()
    writer.close()


WRITER = """
import sys
from pathlib import Path
from index.store.lexical import LexicalStore
store = LexicalStore(Path(sys.argv[1]))
for batch in range(10_000):
    store.upsert([(f"{batch}-{n}", "word", {"language": "en"}) for n in range(20)])
    print(batch, flush=True)
"""


def test_other_processes_read_while_one_writes_and_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lexical.db"
    LexicalStore(path).close()
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        reader = LexicalStore(path, readonly=True)
        counts = [reader.count() for _ in range(100)]
        assert all(count % 20 == 0 for count in counts)
        while int(child.stdout.readline()) < 5:
            pass
        child.kill()
    assert len(reader.query("word", 10_000)) == reader.count() >= 120
    reader.close()
    store = LexicalStore(path)
    assert store.check() == ""
    assert store.count() % 20 == 0
    store.close()


@pytest.mark.parametrize("content", [b"x" * 4096, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "lexical.db").write_bytes(content)
    for readonly in (True, False):
        with pytest.raises(StateError, match="SQLITE_"):
            LexicalStore(tmp_path / "lexical.db", readonly=readonly)


def test_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lexical.db"
    LexicalStore(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StateError, match="version 99"):
        LexicalStore(path)


def test_a_full_disk_is_the_environments_fault(store: LexicalStore) -> None:
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages + 10}")
    with pytest.raises(EnvironmentFaultError):
        store.upsert([row(str(n), f"word{n} " * 500) for n in range(200)])
    assert store.count() == 0


def test_an_index_and_ids_that_differ_are_found(tmp_path: Path) -> None:
    path = tmp_path / "lexical.db"
    store = LexicalStore(path)
    store.upsert([row("a", "word"), row("b", "word")])
    store._db.execute("DELETE FROM chunk WHERE id = 'a'")
    assert store.check()
    store.close()
