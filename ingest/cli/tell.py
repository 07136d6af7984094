"""Where commands end: whoever is to be notified is told, and what cannot be told changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.settings import Settings

Tell = Callable[[Mapping[str, Any]], None]
"""Takes the report of the command."""


@contextmanager
def telling(settings: Settings, command: str) -> Iterator[Tell]:
    """When the block is left, notifies of the report that it handed over, else of the error that it was left with."""
    if not settings.notify.channels:
        yield _nobody
        return
    from ingest.live.notify import after_run, ended_by, ended_with

    reports: list[Mapping[str, Any]] = []
    try:
        yield reports.append
        sys.stdout.flush()
    except BaseException as error:
        after_run(settings, ended_by(command, error) if not reports else ended_with(command, reports[0]))
        raise
    after_run(settings, ended_with(command, reports[0]))


def _nobody(report: Mapping[str, Any]) -> None:
    del report
