"""What decides inside a server when a run is made: the watcher and the schedule, each in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.live.alarm import follow
from ingest.live.parts import Part
from ingest.live.past import Recorded
from ingest.live.runner import Runner
from ingest.live.schedule import Schedule, jobs_of
from ingest.live.watch import Watcher

if TYPE_CHECKING:
    from ingest.live.notice import Notice
    from ingest.settings import Settings

_LOG = logging.getLogger(__name__)


class Keepers:
    """The watcher, if `serve.watch` says so, and the schedule, if it has jobs. Raises UsageError for a wrong time."""

    def __init__(
        self, settings: Settings, runner: Runner, reload: Callable[[], Settings], settings_file: Path | None
    ) -> None:
        self.parts: list[Part] = []
        self._watcher: Watcher | None = None
        if settings.serve.watch:
            self._watcher = Watcher(settings, runner, _notice, reload=reload, settings_file=settings_file)
            self.parts.append(Part(name="watch", run=self._watcher.run, stop=self._watcher.stop))
        if jobs := jobs_of(settings.schedule):
            schedule = Schedule(
                jobs=jobs,
                runner=runner,
                past=Recorded(settings.state.dir),
                clock=lambda: datetime.now(UTC),
                tell=_event,
            )
            hint = threading.Event()

            def stop() -> None:
                schedule.stop()
                hint.set()

            self.parts.append(Part(name="schedule", run=lambda: follow(schedule, hint), stop=stop))

    @property
    def dirty(self) -> int:
        """Paths that changed and wait until they are quiet."""
        return len(self._watcher.dirty) if self._watcher else 0


def _notice(notice: Notice) -> None:
    _LOG.log(logging.WARNING if notice.remedy else logging.INFO, "%s", notice.message)


def _event(event: str, level: int = logging.INFO, **fields: Any) -> None:
    words = " ".join(f"{name}={value}" for name, value in fields.items() if value != "")
    _LOG.log(level, "schedule: %s %s", event, words)
