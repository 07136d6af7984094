"""The runner of the live part: each run is a process of its own, under this process's lock, with a limit of time."""

from __future__ import annotations

import json
import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, Any

from index.lock import Lent, StateLock
from ingest.ending import DEFECT
from ingest.live.child import Child, PlainChild, Start
from ingest.live.runner import Outcome, Wish
from ingest.live.warm import CAN_FORK, WarmServer
from ingest.logs import form, relay

_LOG = logging.getLogger(__name__)

LIMIT_SECONDS = 6 * 3600.0
GRACE_SECONDS = 120.0
MOST_PATHS = 500
"""More than so many are not named one by one: all is synced, which finds them too."""
_STOPPED = 143
_AGAIN = "What was done is kept; the next run goes on."
_TERM = signal.SIGTERM
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


class ChildRunner:
    """Does what is wished with `ingest`, one run at a time, whoever asks and from whichever thread.

    `config` and `flags` are for every run: the settings file, and "section.key=value". `lock`, if this process holds
    it, is lent to the run. A run longer than `limit` seconds is asked to stop, and killed `grace` seconds later.
    `warm`: runs are forked from a process that has imported what they need (not on Windows), so that one begins at
    once; `names` says whether that one's workers know the models of names. `nice`: how many steps runs stand back
    behind this process, which may have searches to answer. Use it in a `with`, or close it.
    """

    def __init__(
        self,
        config: Path | None = None,
        flags: Sequence[str] = (),
        lock: StateLock | None = None,
        *,
        limit: float = LIMIT_SECONDS,
        grace: float = GRACE_SECONDS,
        warm: bool = True,
        names: bool = True,
        nice: int = 0,
    ) -> None:
        self._config, self._flags, self._lock = config, tuple(flags), lock
        self._limit, self._grace, self._nice = limit, grace, nice
        self._server = WarmServer(names=names, nice=nice) if warm and CAN_FORK else None
        self._turn = threading.Lock()
        self._child: Child | None = None
        self._stops = 0

    @property
    def warm_pid(self) -> int | None:
        """The process that runs are forked from, for those who look after memory; None while there is none."""
        return self._server.pid if self._server else None

    def begin(self) -> None:
        """Begins to warm up, without waiting, so that the first run is quick too."""
        if self._server:
            self._server.begin()

    def run(self, wish: Wish) -> Outcome:
        """Does one run and waits for its end; waits for its turn before. Trouble is an outcome, never an exception."""
        with self._turn:
            if self._stops:
                return Outcome(exit_code=_STOPPED, report={"error": "stopping: no run is begun"})
            started = time.monotonic()
            try:
                code, report = self._run(self._arguments(wish), wish)
            except OSError as error:
                code, report = (
                    8,
                    {
                        "error": f"the run could not be started ({type(error).__name__} {error.errno})",
                        "remedy": "Check memory, the number of processes and the room for temporary files.",
                    },
                )
            outcome = Outcome(exit_code=code, report=report, seconds=time.monotonic() - started)
        why = f" ({wish.reason})" if wish.reason else ""
        _LOG.info("%s%s ended with %d after %.2f s", wish.command, why, outcome.exit_code, outcome.seconds)
        return outcome

    def stop(self) -> None:
        """Lets the run under way finish its batch and close; begins no other. A second call kills it.

        For signal handlers and other threads; returns at once.
        """
        self._stops += 1
        if self._child:
            self._child.signal(_TERM if self._stops == 1 else _KILL)

    def close(self) -> None:
        """Ends the warm process. Call it when no run is under way."""
        with self._turn:
            if self._server:
                self._server.close()

    def __enter__(self) -> ChildRunner:  # noqa: PYI034 - not meant for subclasses
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _arguments(self, wish: Wish) -> list[str]:
        config = ["--config", str(self._config)] if self._config else []
        flags = [word for flag in self._flags for word in ("--set", flag)]
        paths = [os.fspath(path) for path in wish.paths] if len(wish.paths) <= MOST_PATHS else []
        return [wish.command, *config, *flags, "--json", *wish.arguments, *(["--", *paths] if paths else [])]

    def _run(self, arguments: Sequence[str], wish: Wish) -> tuple[int, dict[str, Any]]:
        reading, writing = os.pipe()
        listener = threading.Thread(target=_forward, args=(reading, wish.command), daemon=True)
        listener.start()
        with tempfile.TemporaryFile() as output:
            try:
                code, why = self._work(arguments, output, writing)
            finally:
                os.close(writing)
            listener.join(1.0)
            output.seek(0)
            return _ended(code, why, output.read())

    def _work(self, arguments: Sequence[str], output: IO[bytes], errors: int) -> tuple[int, str]:
        """Starts a child and waits for its end; its exit code, and why it was stopped, if it was."""
        nothing: AbstractContextManager[Lent] = nullcontext(((), {}))
        with self._lock.lent() if self._lock else nothing as (lent, environment):
            given = Start(
                arguments=arguments, environment=environment, output=output, errors=errors, lent=lent
            )
            child = self._child = self._start(given)
            try:
                if self._stops:  # it came while the child was started
                    child.signal(_TERM)
                code, why = self._attend(child)
            except BaseException:
                child.signal(_TERM)
                code = -_TERM
                raise
            finally:
                self._child = None
                if self._server and code < 0:  # with it end the workers that a killed run could not end
                    self._server.close()
        return code, why

    def _start(self, given: Start) -> Child:
        if self._server:
            try:
                return self._server.start(given)
            except OSError as error:
                _LOG.warning("no warm process (%s): this run starts cold", type(error).__name__)
                self._server.close()
        return PlainChild(given, nice=self._nice)

    def _attend(self, child: Child) -> tuple[int, str]:
        code, why = child.wait(self._limit), ""
        if code is None:
            why = f"longer than the limit of {self._limit:g} s"
            _LOG.warning("a run takes %s: it is asked to stop", why)
            child.signal(_TERM)
            code = child.wait(self._grace)
        while code is None:
            child.signal(_KILL)
            code = child.wait(GRACE_SECONDS)
        return code, why


def _forward(handle: int, command: str) -> None:
    """Passes on what a run says on stderr; like all that a run says, it names files and quotes none."""
    with open(handle, encoding="utf-8", errors="backslashreplace") as lines:
        for line in lines:
            if form():
                relay(line, command)
            else:
                _LOG.info("%s: %s", command, line.rstrip())


def _ended(code: int, why: str, output: bytes) -> tuple[int, dict[str, Any]]:
    """The exit code, 128 + n for signal n, and the report, with words where the run left none."""
    try:
        said = json.loads(output)
    except (ValueError, RecursionError):
        said = None
    report: dict[str, Any] = said if isinstance(said, dict) else {}
    told = report.get("exit_code")
    code = told if code == DEFECT and isinstance(told, int) else code  # nobody saw how it ended
    if why:
        report.update(error=f"the run took {why} and was stopped", remedy=_AGAIN)
    elif code < 0:
        report.update(error=f"the run was ended by {_name(-code)}", remedy=_AGAIN)
    elif not report:
        code = code or DEFECT
        report = {"error": f"the run gave no report (exit {code})", "remedy": "The log has what it said."}
    return (code if code >= 0 else 128 - code), report


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
