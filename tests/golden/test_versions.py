"""A source that shapes text does not change behind its version's back."""

from __future__ import annotations

import pytest

from tests.golden.versions import HOW, changed, closure, code_of, current, main, recorded


def test_a_changed_source_has_a_new_version() -> None:
    now, before = current(), recorded()

    assert not changed(now, before), f"raise the version, then record it:\n{HOW}"
    assert now == before, f"record what is new:\n{HOW}"


def test_all_that_a_loader_is_made_of_counts() -> None:
    pdf = closure("ingest.load.pdf", "ingest.load")
    markdown = closure("ingest.load.markdown", "ingest.load")

    assert {"ingest.load.pdf", "ingest.load.pdf_lines", "ingest.load.pdf_running"} <= set(pdf)
    assert {"ingest.load.markdown_blocks", "ingest.load.encoding"} <= set(markdown)
    assert "ingest.load.html_blocks" in markdown, "imported inside a function"
    assert "ingest.load.docx" not in pdf


def test_what_finds_in_paths_counts() -> None:
    """A part of a path in which nothing was found is remembered for as long as versions stay."""
    assert "finder" in current()["cleaning"]


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("x = 1\n", "x = 2\n", False),
        ("x = 1\n", "x = 1  # a note\n", True),
        ("x = 1\n", "# a note\n\nx = 1\n", True),
        (
            'def f():\n    """Old."""\n    return 1\n',
            'def f():\n    """New,\n    longer."""\n    return 1\n',
            True,
        ),
        ('x = "# no comment"\n', 'x = "# another"\n', False),
        ("x = f'{y} # {z}'\n", "x = f'{y} # {y}'\n", False),
    ],
)
def test_only_code_counts(before: str, after: str, same: bool) -> None:
    assert (code_of(before) == code_of(after)) is same


def test_a_change_under_the_old_version_is_told() -> None:
    now = {"loaders": {"pdf": {"version": "1", "sources": "b"}, "new": {"version": "1", "sources": "c"}}}
    before = {"loaders": {"pdf": {"version": "1", "sources": "a"}}}
    raised = {"loaders": {"pdf": {"version": "2", "sources": "b"}}}

    assert changed(now, before) == ["loaders: pdf"]
    assert changed(raised, before) == []


def test_asking_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = recorded()

    assert main([]) == 1
    assert "--same-output" in capsys.readouterr().out
    assert recorded() == before
