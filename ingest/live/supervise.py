"""Keeps every root under watch: by events where the system gives them, by walks where it does not or stops to.

Nothing here deletes or indexes: what it finds becomes hints, or a wish to look at everything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from index.mounts import read_mountinfo
from ingest.configure import root_of
from ingest.live.agenda import back_off
from ingest.live.concern import Concern
from ingest.live.inbox import Inbox
from ingest.live.mounts import why_silent
from ingest.live.notice import Notice, Tell
from ingest.live.observe import Observation, folders_below
from ingest.live.post import Post, counted, gist, identity_of
from ingest.live.walk import Walks
from ingest.settings import Settings

CHECK = 30.0
CHECK_AWAY = 5.0
"""Seconds between two looks at threads and roots; the second while a root is away."""
TRIES = 3
"""Times that watching may fail or break down before a root is walked instead."""
LIVED = 3600.0
"""Seconds after which an earlier break-down is forgotten."""
LIMIT_REMEDY = (
    "Raise the limit (sysctl fs.inotify.max_user_watches=1048576); until then it is looked at every"
    " watch.network_scan_seconds."
)
Observe = Callable[[Concern, Inbox], Observation]


class Supervisor:
    """All roots. Times are seconds of the steady clock."""

    def __init__(
        self, settings: Settings, inbox: Inbox, tell: Tell, *, observe: Observe = Observation
    ) -> None:
        self._settings, self._inbox, self._tell, self._observe = settings, inbox, tell, observe
        never = (settings.state.dir, settings.audit.path, settings.decisions.path)
        self.posts = [
            Post(
                root=root,
                concern=Concern(root_of(root), never),
                walks=Walks(root_of(root), never),
                settle=settings.watch.settle_seconds,
            )
            for root in settings.roots
        ]
        self._never: Sequence[Path] = never
        self.next_check = 0.0

    def begin(self, now: float) -> None:
        """Takes up every post that is there."""
        for post in self.posts:
            post.identity = identity_of(post.root.path)
            if post.identity is None:
                self._tell_away(post)
            else:
                self._take_up(post, now)
            if post.silent:
                post.walks.try_look()  # what it shows now is covered by the first run
                post.walk_at = now + self._settings.watch.network_scan_seconds
        self._plan_check(now)

    def check(self, now: float) -> None:
        """Looks after threads and roots, if it is time to."""
        if now < self.next_check:
            return
        for post in self.posts:
            identity = identity_of(post.root.path)
            if identity != post.identity:
                self._replaced(post, identity, now)
            elif identity is not None and not post.silent:
                self._keep(post, now)
        self._plan_check(now)

    def recount(self, now: float) -> None:
        """Compares watches with folders, and tries again what was given up: before a run over everything."""
        for post in self.posts:
            if post.identity is None:
                continue
            if post.given_up:
                self._take_up(post, now)
            elif post.observation is not None:
                watches = post.observation.watches()
                if watches is not None and watches != folders_below(post.concern.real):
                    self._arm(post, now)

    def due_walks(self, now: float) -> list[tuple[Post, list[str]]]:
        """Walks the silent roots whose time has come; each with the paths that changed."""
        found = []
        for post in self.posts:
            if post.silent and post.identity is not None and post.walk_at <= now:
                changed, _ = post.walks.try_look()
                post.walk_at = now + self._settings.watch.network_scan_seconds
                found.append((post, changed))
        return found

    def settle_of(self, path: str) -> float:
        """The settle time of the root that holds `path`, the innermost if roots are nested."""
        best = max(
            (
                post
                for post in self.posts
                if (path + os.sep).startswith(post.concern.real.rstrip(os.sep) + os.sep)
            ),
            key=lambda post: len(post.concern.real),
            default=None,
        )
        return best.settle if best else self._settings.watch.settle_seconds

    def wake(self) -> float:
        """When to look again."""
        walks = [post.walk_at for post in self.posts if post.silent and post.identity is not None]
        return min([self.next_check, *walks])

    def close(self) -> None:
        """Stops listening."""
        for post in self.posts:
            self._drop(post)

    def _plan_check(self, now: float) -> None:
        urgent = any(post.identity is None or post.retry_at > now for post in self.posts)
        self.next_check = now + (CHECK_AWAY if urgent else CHECK)

    def _replaced(self, post: Post, identity: tuple[int, int] | None, now: float) -> None:
        """The root went, came back, or is another folder now."""
        was_away, post.identity = post.identity is None, identity
        self._drop(post)
        if identity is None:
            self._tell_away(post)
            self._inbox.lost("root went away")
            return
        post.broken, post.retry_at = 0, 0.0
        what = "is back" if was_away else "was replaced or mounted anew"
        self._say("back", post, f"{what}; everything is looked at")
        self._take_up(post, now)
        self._inbox.lost("root came back" if was_away else "root was replaced")

    def _take_up(self, post: Post, now: float) -> None:
        watch = self._settings.watch
        post.concern = Concern(root_of(post.root), self._never)
        before, post.silent = post.silent, why_silent(post.root, watch.mode, read_mountinfo())
        post.given_up = False
        post.settle = watch.network_settle_seconds if post.silent else watch.settle_seconds
        if not post.silent:
            self._arm(post, now, before)
        elif post.silent != before:
            self._tell_scanning(post)

    def _keep(self, post: Post, now: float) -> None:
        if post.observation is not None and post.observation.lives:
            if post.broken and now - post.armed_at >= LIVED:
                post.broken = 0
            return
        if now < post.retry_at:
            return
        if post.observation is not None:
            post.broken += 1
        if post.broken >= TRIES:
            self._give_up(post, now, f"watching it broke down {post.broken} times", "")
            self._inbox.lost("watching broke down")
        elif self._arm(post, now):
            self._say(
                "rearmed", post, "watching it had broken down and is set up again; everything is looked at"
            )
            self._inbox.lost("watching was set up again")

    def _arm(self, post: Post, now: float, before: str = "") -> bool:
        """Watches a root anew; if the system does not watch all of it, it is walked."""
        self._drop(post)
        try:
            post.observation = self._observe(post.concern, self._inbox)
        except OSError as error:
            post.broken += 1
            post.retry_at = now + back_off(post.broken - 1, CHECK_AWAY, CHECK * 4)
            if post.broken >= TRIES or "limit" in str(error):
                self._give_up(post, now, f"the system does not watch it ({error.strerror})", before)
            return False
        post.armed_at = now
        watched, there = counted(post)
        if watched is not None and watched < there:
            self._drop(post)
            self._give_up(post, now, f"the system watches only {watched} of its {there} folders", before)
            return False
        if before:
            self._say("watching", post, "is watched by events again")
        return True

    def _give_up(self, post: Post, now: float, why: str, before: str) -> None:
        self._drop(post)
        post.silent, post.given_up = why, True
        post.walk_at = now
        if gist(why) != gist(before):
            self._tell_scanning(post)

    def _drop(self, post: Post) -> None:
        if post.observation is not None:
            post.observation.close()
            post.observation = None

    def _tell_away(self, post: Post) -> None:
        self._say(
            "away",
            post,
            "is not there; nothing is removed from the index while it is away",
            "Mount or restore it. It is looked for every few seconds.",
        )

    def _tell_scanning(self, post: Post) -> None:
        seconds = self._settings.watch.network_scan_seconds
        remedy = LIMIT_REMEDY if post.given_up else ""
        self._say("scanning", post, f"is looked at every {seconds:g} s, since {post.silent}", remedy)

    def _say(self, event: str, post: Post, message: str, remedy: str = "") -> None:
        name = post.root.name
        self._tell(
            Notice(event=event, message=f"root {name!r} {message}", remedy=remedy, data={"root": name})
        )
