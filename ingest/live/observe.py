"""Events of the system, through watchdog: one observer a root, whose only act is to put a hint into the inbox.

What watchdog does not tell is asked here: whether all of its threads live, and whether every folder is watched.
"""

from __future__ import annotations

import logging
import os
import warnings
from pathlib import Path
from typing import Any

from ingest.live.concern import Concern
from ingest.live.inbox import Inbox

LOST = "events were lost"
FOLDER_MOVED = "a folder moved"
_LOGGER = "watchdog.observers"
logging.getLogger(_LOGGER).addHandler(logging.NullHandler())  # what it says is not for stderr


class Ears:
    """What watchdog calls. `dispatch` is all it knows of a handler; it puts hints and can do nothing else."""

    def __init__(self, concern: Concern, inbox: Inbox) -> None:
        self._concern, self._inbox = concern, inbox

    def dispatch(self, event: Any) -> None:
        """One event: the kind of change does not matter, the place does."""
        folder = bool(event.is_directory)
        for path in filter(None, (event.src_path, event.dest_path)):
            place = os.fsdecode(path)
            if not self._concern(place, folder=folder):
                continue
            if folder and event.event_type in {"moved", "deleted"}:
                self._inbox.lost(FOLDER_MOVED)
            else:
                self._inbox.hint(place, folder=folder)


class Observation:
    """The events of one root. Raises OSError where the system refuses to watch it at all."""

    def __init__(self, concern: Concern, inbox: Inbox) -> None:
        from watchdog import events
        from watchdog.observers import Observer

        # a folder that is found twice is no trouble; the warning quotes all paths, and as an error it kills the reader
        warnings.filterwarnings("ignore", "Callback with id|No callback|No watch", RuntimeWarning)
        self.real = concern.real
        self._alarm = _Alarm(inbox)
        logging.getLogger(_LOGGER).addHandler(self._alarm)
        self._observer = Observer(timeout=1.0)
        kinds = [
            *(events.FileCreatedEvent, events.FileModifiedEvent, events.FileMovedEvent),
            *(events.FileDeletedEvent, events.FileClosedEvent, events.FileAttribEvent),
            *(events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent, events.DirAttribEvent),
        ]
        handler: Any = Ears(concern, inbox)
        try:
            self._observer.schedule(handler, self.real, recursive=True, event_filter=kinds)
            self._observer.start()
        except OSError:
            self.close()
            raise

    @property
    def lives(self) -> bool:
        """Whether every thread that an event passes through is alive."""
        reader = vars(self._observer).get("_inotify_fd")
        return (
            self._observer.is_alive()
            and bool(self._observer.emitters)
            and all(emitter.is_alive() for emitter in self._observer.emitters)
            and (reader is None or reader.is_alive())
        )

    def watches(self) -> int | None:
        """How many folders the system watches for this root; None where it does not tell."""
        reader = vars(self._observer).get("_inotify_fd")
        number = vars(reader).get("_inotify_fd") if reader is not None else None
        if number is None:
            return None
        try:
            text = Path(f"/proc/self/fdinfo/{number}").read_text(encoding="ascii", errors="replace")
        except OSError:
            return None
        return sum(line.startswith("inotify wd:") for line in text.splitlines())

    def close(self) -> None:
        """Stops listening; the threads end soon."""
        self._observer.stop()
        logging.getLogger(_LOGGER).removeHandler(self._alarm)
        if self._observer.is_alive():
            self._observer.join(5.0)


class _Alarm(logging.Handler):
    """watchdog tells of a full queue in its log, and nowhere else."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(logging.WARNING)
        self._inbox = inbox

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - whatever it says, something went wrong
        """Everything has to be looked at."""
        self._inbox.lost(LOST)


def folders_below(top: str) -> int:
    """Number of folders that watchdog should watch for `top`: itself and all below, links not followed."""
    count = 0
    pending = [top]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                pending += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        except OSError:
            continue  # the system watches no folder that cannot be listed
        count += 1
    return count
