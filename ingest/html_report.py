"""The morning report as one page: no script, no address it asks for anything, and a policy that says so.

Names of files may hold anything: the template escapes all it is given but our own charts and style.
"""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from index.errors import EnvironmentFaultError
from index.generations import sync_directory
from ingest import charts
from ingest.moments import lasted, shown, zone_of
from ingest.morning_changes import KINDS

MOST = 50
"""Rows of a table that are shown; the rest is counted."""


def page(told: Mapping[str, Any]) -> str:
    """The page of a report made by `ingest.morning`."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("ingest", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(shown=shown, lasted=lasted, number=_number, gain=_gain, name=_name)
    for chart in (charts.bar, charts.columns, charts.line):
        environment.globals[chart.__name__] = lambda *given, draw=chart: Markup(draw(*given))  # noqa: S704
    style = resources.files("ingest").joinpath("pages", "morning.css").read_text(encoding="utf-8")
    return environment.get_template("morning.html").render(
        told=told,
        style=Markup(style),  # noqa: S704 - a file of ours
        policy=_policy(style),
        zone=zone_of(told["window"]["until"]),
        kinds=KINDS,
        most=MOST,
    )


def _policy(style: str) -> str:
    """What a browser may load for the page: nothing but this very style."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
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
    text = page(told)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_directory(path.parent)
    except OSError as error:
        raise EnvironmentFaultError(
            f"the report {path} cannot be written ({error.strerror or type(error).__name__})",
            remedy="Name a file in a folder that is there and that you may write to.",
        ) from error
