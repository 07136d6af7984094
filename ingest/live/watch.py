"""The watcher: hints in, runs out. It decides when; a run reads the folders itself and decides what.

Events and walks only mark paths dirty. One run is made when they are quiet, and a run over everything at the start,
at intervals, and whenever hints may have been lost. Nothing is ever removed because of an event.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.errors import KbError
from ingest.live.agenda import Agenda, counted, jumped
from ingest.live.clock import Clock
from ingest.live.inbox import Inbox
from ingest.live.inputs import Inputs
from ingest.live.notice import (
    CLOCK_SET,
    SETTINGS_READ,
    STATE_MOVED,
    Notice,
    Tell,
    run_notice,
    settings_wrong,
    still_changing,
)
from ingest.live.observe import Observation
from ingest.live.runner import Runner, Wish
from ingest.live.settle import FEW, Dirty
from ingest.live.supervise import Observe, Supervisor
from ingest.live.walk import signature_of
from ingest.settings import Settings

TICK = 2.0
"""Seconds between two looks at the settings when nothing else is due."""
OVERDUE = 0.25
"""Seconds until the next look when something is due and waits for something else."""
GATHER = 0.1
"""Seconds that hints are gathered for, so that a storm of them costs little."""
MISSING = "files are missing"
MOST_BYTES = 500_000
"""Of paths in one wish: they become arguments of a process."""


class Watcher:
    """Keeps the index in step with the folders, until it is told to stop.

    `reload` reads the settings anew (raises UsageError); `settings_file` is watched for that. All work is done in the
    thread that calls `run`; only hints come from others.
    """

    def __init__(
        self,
        settings: Settings,
        runner: Runner,
        tell: Tell,
        *,
        reload: Callable[[], Settings] | None = None,
        settings_file: Path | None = None,
        clock: Clock | None = None,
        observe: Observe = Observation,
    ) -> None:
        self.settings, self._runner, self._tell = settings, runner, tell
        self._reload, self._settings_file, self._observe = reload, settings_file, observe
        self.clock = clock or Clock()
        self.inbox = Inbox(clock=self.clock.steady)
        self._stopped = threading.Event()
        self._broken = ""
        self._bearings = (self.clock.steady(), self.clock.wall())
        self.dirty = Dirty(max_wait=settings.watch.max_wait_seconds)
        self.agenda = Agenda(settings.watch.scan_seconds, settings.watch.max_wait_seconds)
        self.supervisor = Supervisor(settings, self.inbox, tell, observe=observe)
        self._inputs = self._inputs_of(None)

    def stop(self) -> None:
        """Ends `run` before its next step; from any thread."""
        self._stopped.set()
        self.inbox.ring()

    def run(self) -> None:
        """Watches until `stop` is called."""
        now = self.clock.steady()
        try:
            self.supervisor.begin(now)
            self._tell(
                Notice(event="watching", message=self._watched(), data={"roots": len(self.settings.roots)})
            )
            self._full("start", now)
            while not self._stopped.is_set():
                self.step()
                if self.inbox.wait(self._pause()):
                    self._stopped.wait(GATHER)
        finally:
            self.supervisor.close()

    def standing(self) -> dict[str, Any]:
        """Where it stands, for metrics and status pages; may be asked from any thread."""
        posts = self.supervisor.posts
        away = {post.root.name: "away" for post in posts if post.identity is None}
        return {
            "dirty": len(self.dirty),
            "wanted": list(self.agenda.wanted),
            "held": self.agenda.held(self.clock.steady()),
            "broken": self._broken,
            "roots": {post.root.name: "walked" if post.silent else "watched" for post in posts} | away,
        }

    def step(self) -> None:
        """One look at everything that may have happened, and at most one run."""
        now = self.clock.steady()
        self._look_at_clock(now)
        self._look_at_inputs(now)
        self.supervisor.check(now)
        for post, changed in self.supervisor.due_walks(now):
            for path in changed:
                self.dirty.touch(path, now, settle=post.settle)
        self._hear()
        self._look_at_dirty(now)
        self._act(now)

    def _hear(self) -> None:
        hints = self.inbox.take()
        now = self.clock.steady()
        for reason in hints.reasons:
            self.agenda.want(reason, now)
        if any(reason.startswith("root") for reason in hints.reasons):
            self.agenda.unhold()
        for path, (at, folder) in hints.paths.items():
            self.dirty.touch(path, at, settle=self.supervisor.settle_of(path), folder=folder)
        if self.dirty.overflowing:
            self.dirty.clear()
            self.inbox.lost("many changes")

    def _look_at_dirty(self, now: float) -> None:
        wall = self.clock.wall().timestamp()
        for path in self.dirty.to_look(now):
            self.dirty.look(path, signature_of(path), now, wall)
        if restless := self.dirty.restless(now):
            self._tell(still_changing(len(restless), self.settings.watch.max_wait_seconds))

    def _act(self, now: float) -> None:
        if self._broken or self.agenda.held(now):
            return
        quiet = self.dirty.quiet and now - self.inbox.lost_at >= self.settings.watch.settle_seconds
        if reason := self.agenda.due(now, quiet=quiet):
            self._full(reason, now)
        elif paths := self.dirty.ready(now):
            if len(paths) > FEW or sum(map(len, paths)) > MOST_BYTES:
                self.agenda.want("many changes", now)
                return
            self.dirty.take(paths)
            wish = Wish(paths=tuple(map(Path, paths)), arguments=("--ignore-missing",), reason="watch")
            self._do(wish)

    def _full(self, reason: str, now: float) -> None:
        self.supervisor.recount(now)
        self.dirty.take_settled()
        self.agenda.began(now)
        self._do(Wish(reason=reason))

    def _do(self, wish: Wish) -> None:
        outcome = self._runner.run(wish)
        report, now = outcome.report, self.clock.steady()
        self.agenda.ended(
            now,
            outcome.exit_code,
            counted(report),
            refused=bool(report.get("refused")),
            limited=bool(wish.paths),
        )
        if report.get("missing") and wish.reason != MISSING:  # a second look has to agree before they leave
            self.agenda.want(
                MISSING, now, after=getattr(self.settings.brake, "tombstone_seconds", 60.0) + 1.0
            )
        self._tell(run_notice(wish, outcome, again=max(0.0, self.agenda.not_before - now)))

    def _look_at_clock(self, now: float) -> None:
        """The day turns labels; a jump of the clock, or a sleep, may hide anything."""
        wall = self.clock.wall()
        steady_at, wall_at = self._bearings
        self._bearings = (now, wall)
        if jumped((wall - wall_at).total_seconds(), now - steady_at):
            self._tell(CLOCK_SET)
            self.agenda.want("clock jump", now)
        if wall.date() != wall_at.date():
            self.agenda.want("a new day", now)

    def _look_at_inputs(self, now: float) -> None:
        for name in self._inputs.changed(now):
            if name == "settings":
                self._read_settings(now)
            else:
                self.agenda.want(f"{name} changed", now)
                self.agenda.unhold()

    def _read_settings(self, now: float) -> None:
        """New settings are taken over; wrong ones stop all runs until they are right, since a run would refuse them."""
        if self._reload is None:
            return
        try:
            fresh = self._reload()
        except KbError as error:
            self._broken = str(error)
            self._tell(settings_wrong(error))
            return
        if fresh.state.dir != self.settings.state.dir:
            self._broken = STATE_MOVED.message
            self._tell(STATE_MOVED)
            return
        self._broken = ""
        self._tell(SETTINGS_READ)
        self._adopt(fresh, now)
        self.agenda.want("settings changed", now)

    def _adopt(self, fresh: Settings, now: float) -> None:
        self.supervisor.close()
        self.settings = fresh
        self.dirty = Dirty(max_wait=fresh.watch.max_wait_seconds)
        self.agenda = Agenda(fresh.watch.scan_seconds, fresh.watch.max_wait_seconds)
        self.supervisor = Supervisor(fresh, self.inbox, self._tell, observe=self._observe)
        self.supervisor.begin(now)
        self._bearings = (self.clock.steady(), self.clock.wall())
        self._inputs = self._inputs_of(self._inputs)

    def _inputs_of(self, before: Inputs | None) -> Inputs:
        files = {"decisions": self.settings.decisions.path}
        if self._settings_file is not None:
            files["settings"] = self._settings_file
        return Inputs(files, self.clock.steady(), before)

    def _watched(self) -> str:
        posts = self.supervisor.posts
        heard = [post.root.name for post in posts if not post.silent]
        walked = [post.root.name for post in posts if post.silent]
        parts = [
            f"{how} {', '.join(names)}" for how, names in (("watching", heard), ("walking", walked)) if names
        ]
        return "; ".join(parts)

    def _pause(self) -> float:
        now = self.clock.steady()
        times = [self.supervisor.wake(), self.agenda.wake(now)]
        if not self._broken and not self.agenda.held(now):
            times.append(self.dirty.wake())
        soonest = min((at for at in times if at is not None), default=now + TICK)
        return min(soonest - now, TICK) if soonest > now else OVERDUE
