"""The morning report as one page: no script, no address it asks for anything, and a policy that says so.

Names of files may hold anything: the template escapes all it is given but our own charts and style.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest import charts
from ingest.moments import lasted, shown, zone_of
from ingest.morning_changes import KINDS
from ingest.questions import letter
from ingest.web_page import Style, filled, write

MOST = 50
"""Rows of a table that are shown; the rest is counted."""


def page(told: Mapping[str, Any]) -> str:
    """The page of a report made by `ingest.morning`."""
    from markupsafe import Markup

    drawn: dict[str, Any] = {
        chart.__name__: lambda *given, draw=chart: Markup(draw(*given))  # noqa: S704 - charts escape their words
        for chart in (charts.bar, charts.columns, charts.line)
    }
    return filled(
        "morning.html",
        Style.of("morning.css"),
        {"shown": shown, "lasted": lasted, "number": _number, "gain": _gain, "name": _name, "letter": letter},
        **drawn,
        told=told,
        zone=zone_of(told["window"]["until"]),
        kinds=KINDS,
        most=MOST,
    )


def _number(value: float) -> str:
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _name(doc_id: str) -> str:
    """An id as people read it: that of a file's only document is the file's."""
    return doc_id.removesuffix("#")


def _gain(value: int) -> str:
    if not value:
        return "0"
    return f"{value:+,}".replace("-", "\N{MINUS SIGN}").replace(",", "\N{NARROW NO-BREAK SPACE}")


def write_page(path: Path, told: Mapping[str, Any]) -> None:
    """Writes the page, readable by its owner only; a reader sees the old page or the new one, never a part.

    Raises EnvironmentFaultError when the file cannot be written.
    """
    write(path, page(told), what="report")
