"""What is mended in reStructuredText before pandoc sees it."""

from __future__ import annotations

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
