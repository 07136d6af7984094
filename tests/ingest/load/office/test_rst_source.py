"""What is mended in reStructuredText before pandoc sees it."""

from __future__ import annotations

import time

from ingest.load.office.rst_source import fields, prepare


def test_prepare() -> None:
    assert prepare("a\n\n.. toctree::\n   :maxdepth: 2\n\n   one\n\nb") == "a\n\n\nb"
    assert prepare(":func:`~os.path.join` :sup:`2` ``:ref:``") == "os.path.join :sup:`2` ``:ref:``"
    assert prepare(".. note:: x\n\n   y") == ".. note:: x\n\n   y"
    assert prepare("x\n>>> y") == "x\n>>> y"


def test_fields() -> None:
    assert fields("T\n=\n\n:Date: 2025-02-01\n:Owner team: Ops\n\ntext\n\n:late: 1\n") == {
        "date": "2025-02-01",
        "owner team": "Ops",
    }
    assert fields("text :a: b\n") == {}


def test_blanks_before_a_directive_cost_no_more_than_their_number() -> None:
    """Sought at each blank, those of one line took 3 s, and four times that where they were twice as many."""
    text = " " * 60_000 + ".. x\n"
    began = time.process_time()
    assert prepare(text) == text
    assert time.process_time() - began < 5
