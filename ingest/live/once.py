"""`ingest watch --once`: wait until nothing changes, make one run, leave."""

from __future__ import annotations

import threading

from index.mounts import read_mountinfo
from ingest.configure import root_of
from ingest.live.clock import Clock
from ingest.live.mounts import why_silent
from ingest.live.notice import Notice, Tell, run_notice
from ingest.live.runner import Outcome, Runner, Wish
from ingest.live.walk import Walks
from ingest.settings import Settings


def once(
    settings: Settings,
    runner: Runner,
    tell: Tell,
    *,
    clock: Clock | None = None,
    stop: threading.Event | None = None,
) -> Outcome:
    """Walks all roots until two walks, a settle time apart, show the same; then makes one run over everything.

    What still changes after the longest wait is read as it is; `stop` ends the waiting. A root that is away is the
    run's to refuse.
    """
    steady, stop = (clock or Clock()).steady, stop or threading.Event()
    watch = settings.watch
    never = (settings.state.dir, settings.audit.path, settings.decisions.path)
    walks = [Walks(root_of(root), never) for root in settings.roots]
    mounts = read_mountinfo()
    silent = any(why_silent(root, watch.mode, mounts) for root in settings.roots)
    settle = watch.network_settle_seconds if silent else watch.settle_seconds
    deadline = steady() + watch.max_wait_seconds
    for walk in walks:
        walk.try_look()
    changed = 1
    while changed and steady() < deadline and not stop.wait(min(settle, max(0.0, deadline - steady()))):
        changed = sum(len(walk.try_look()[0]) for walk in walks)
    if changed and not stop.is_set():
        tell(Notice(event="changing", message=f"{changed} files still change; they are read as they are"))
    wish = Wish(reason="once")
    outcome = runner.run(wish)
    tell(run_notice(wish, outcome))
    return outcome
