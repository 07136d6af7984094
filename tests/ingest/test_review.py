"""The file of decisions: read strictly, written so that people's comments and order stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import UsageError
from ingest import review
from ingest.select.decisions import Decision

DROP = Decision(
    id="",
    action="drop",
    documents=("docs/a.md#",),
    fingerprints=("f1",),
    by="anna",
    at="2025-06-01",
    note="old",
)
PAIR = Decision(id="", action="different", documents=("docs/a.md#", "docs/b.md#"), fingerprints=("f1", "f2"))


def test_no_file_no_decisions(tmp_path: Path) -> None:
    assert review.read(tmp_path / "decisions.toml") == []


def test_what_is_added_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "decisions.toml"
    made = [review.add(path, DROP), review.add(path, PAIR)]
    assert review.read(path) == made
    assert [one.id[:2] for one in made] == ["d-", "d-"]
    assert path.read_text(encoding="utf-8").startswith("# Decisions of people")


def test_comments_and_order_stay(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    text = '# ours\n[[decision]] # why\naction = "keep"\ndocuments = ["docs/x.md#"] # the hotline\n'
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    made = review.add(path, DROP)
    after = path.read_text(encoding="utf-8")
    assert after.startswith(text)
    assert path.stat().st_mode & 0o777 == 0o600
    review.undo(path, made.id)
    assert path.read_text(encoding="utf-8").strip() == text.strip()


def test_undo_takes_the_one_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    drop, pair = review.add(path, DROP), review.add(path, PAIR)
    assert review.undo(path, drop.id) == drop
    assert review.read(path) == [pair]
    review.undo(path, pair.id)
    assert review.read(path) == []
    with pytest.raises(UsageError, match="there is no decision"):
        review.undo(path, drop.id)


def test_an_entry_without_an_id_has_one_of_its_content(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(
        '[[decision]]\naction = "keep"\ndocuments = ["docs/x.md#"]\nuntil = 2025-12-31\n', encoding="utf-8"
    )
    (one,) = review.read(path)
    assert (one.until, one.id) == ("2025-12-31", review.named(one).id)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[decision", "cannot be read"),
        ("[other]\n", "only"),
        ("decision = 3\n", "only"),
        ('[[decision]]\naction = "burn"\ndocuments = ["a"]\n', "entry 1: action is one of"),
        ('[[decision]]\naction = "keep"\n', "documents"),
        ('[[decision]]\naction = "keep"\ndocuments = "a"\n', "list of strings"),
        ('[[decision]]\naction = "keep"\ndocuments = ["a"]\nuntil = "soon"\n', "until is a day"),
        ('[[decision]]\naction = "keep"\ndocuments = ["a"]\nwhy = "x"\n', "unknown key 'why'"),
    ],
)
def test_what_cannot_be_a_decision_stops_the_run(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=says) as caught:
        review.read(path)
    assert str(path) in str(caught.value)
    with pytest.raises(UsageError):
        review.add(path, DROP)
    assert path.read_text(encoding="utf-8") == text


def test_the_digest_moves_with_what_is_decided_and_not_with_notes(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    made = review.add(path, DROP)
    noted = [review.named(made)]
    assert review.digest(noted) != review.digest([])
    assert review.digest([made]) == review.digest(review.read(path))
