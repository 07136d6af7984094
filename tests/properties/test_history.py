"""What is searchable does not depend on how it came about: any history, then one clean sync, equals a fresh build."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from index.store.store import VectorStore
from index.testing_fakes import FlakyStore, InjectedError
from ingest import review
from ingest.select.decisions import Action, Decision
from tests.properties.history_files import CHANGES, EXPORTS, FOOTER, NAMES, PAGES, small
from tests.world import World

ROOTS = "[[roots]]\nname = 'docs'\npath = 'docs'\nkind = '{}'\n"
EDGE = 20
"""As many pages share a footer that it is boilerplate, or one less."""


class History(RuleBasedStateMachine):
    """Edits of every kind, syncs that crash at any write, settings, decisions and days that change."""

    @initialize(most=st.sampled_from([3, EDGE]), kind=st.sampled_from(["local", "network"]))
    def start(self, most: int, kind: str) -> None:
        self.roots = ROOTS.format(kind)
        self.folder = Path(tempfile.mkdtemp())
        self.world = self.world_at(self.folder)
        self.set("")
        for number in range(most):
            self.world.write(f"base/{number}.md", small(number, FOOTER))
        self.in_step = self.synced = False

    def world_at(self, folder: Path) -> World:
        return World(folder)

    @rule(name=NAMES, body=PAGES)
    def write(self, name: str, body: str) -> None:
        self.clear(name)
        self.world.write(name, body)
        self.in_step = False

    def clear(self, name: str) -> None:
        path = self.world.docs / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        self.clear(name)
        self.in_step = False

    @rule(name=NAMES)
    def empty(self, name: str) -> None:
        self.write(name, "")

    @rule(old=NAMES, new=NAMES, copy=st.booleans())
    def rename(self, old: str, new: str, copy: bool) -> None:
        if (self.world.docs / old).is_file() and old != new:
            self.clear(new)
            (self.world.docs / new).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.world.docs / old, self.world.docs / new)
            if not copy:
                self.clear(old)
            self.in_step = False

    @rule(name=NAMES)
    def touch(self, name: str) -> None:
        if (self.world.docs / name).is_file():
            (self.world.docs / name).touch()

    @rule(number=st.sampled_from([0, EDGE - 1, EDGE]), footer=st.sampled_from(["", FOOTER]))
    def cross_the_edge(self, number: int, footer: str) -> None:
        """A page that may be the last one that makes a footer boilerplate."""
        self.world.write(f"base/{number}.md", small(number, footer))
        self.in_step = False

    @rule(name=st.sampled_from(["wiki.zip", "x/wiki again.zip"]), data=st.one_of(st.none(), EXPORTS))
    def export(self, name: str, data: bytes | None) -> None:
        path = self.world.docs / name
        path.unlink(missing_ok=True)
        if data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        self.in_step = False

    @rule(change=st.sampled_from(sorted(CHANGES)))
    def change_settings(self, change: str) -> None:
        self.set(change)
        self.in_step = False

    def set(self, change: str) -> None:
        told = CHANGES[change]
        clean = "" if "[clean]" in told else "[clean]\nrecognizers = ['email']\n"
        (self.folder / "ingest.toml").write_text(self.roots + clean + told, encoding="utf-8")
        self.world.flags = () if change == "chunks" else ("chunk.min_tokens=20", "chunk.max_tokens=60")

    @rule(day=st.sampled_from([1, 2, 3]))
    def pass_midnight(self, day: int) -> None:
        self.world.now = datetime(2025, 6, day, tzinfo=UTC)
        self.in_step = False

    @precondition(lambda self: self.synced)
    @rule(
        action=st.sampled_from(["keep", "drop", "release", "same", "different", "supersedes"]),
        places=st.lists(st.integers(0, 40), min_size=2, max_size=2, unique=True),
        until=st.sampled_from(["", "2025-06-01"]),
        told=st.booleans(),
    )
    def decide(self, action: Action, places: list[int], until: str, told: bool) -> None:
        """A person decides about documents as they were at the last sync."""
        origins = self.world.origins()
        known = [doc_id for doc_id in sorted(origins) if "/base/" not in doc_id] or sorted(origins)
        ids = tuple(dict.fromkeys(known[place % len(known)] for place in places))
        prints = tuple(origins[doc_id] for doc_id in ids) if told else ()
        review.add(
            self.folder / "decisions.toml",
            Decision(id="", action=action, documents=ids, fingerprints=prints, until=until),
        )
        self.in_step = False

    @rule(place=st.integers(0, 9))
    def undo(self, place: int) -> None:
        path = self.folder / "decisions.toml"
        if known := review.read(path):
            review.undo(path, known[place % len(known)].id)
            self.in_step = False

    @rule(
        at=st.integers(1, 4),
        after=st.booleans(),
        name=NAMES,
        body=PAGES,
        then=st.sampled_from(["stay", "back", "go"]),
    )
    def crash(self, at: int, after: bool, name: str, body: str, then: str) -> None:
        """A sync of a new text dies at a write; then the text stays, is taken back, or goes."""
        before = self.text(name)
        self.write(name, body)
        self.die(at, after)
        self.afterwards(name, before, then)

    def text(self, name: str) -> str | None:
        path = self.world.docs / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def afterwards(self, name: str, before: str | None, then: str) -> None:
        """What was written just before a crash stays, is taken back, or goes."""
        if then == "back" and before is not None:
            self.write(name, before)
        elif then != "stay":
            self.clear(name)

    def die(self, at: int, after: bool) -> None:
        def flaky(store: VectorStore) -> VectorStore:
            return FlakyStore(store, at, after=after)

        self.world.wrap = flaky
        try:
            self.world.sync(allow_delete=1000)
        except InjectedError:
            pass
        finally:
            self.world.wrap = lambda store: store
            self.in_step = False

    @precondition(lambda self: self.synced)
    @rule(folder=st.sampled_from(["x", "y", "архив"]))
    def sync_a_folder(self, folder: str) -> None:
        if (self.world.docs / folder).exists():
            self.world.sync(allow_delete=1000, paths=(self.world.docs / folder,))
            self.in_step = False

    @rule(seconds=st.sampled_from([-3600, 30, 60, 3600]))
    def sync_later(self, seconds: int) -> None:
        """On a network file system what is gone is missing first."""
        self.world.now += timedelta(seconds=seconds)
        self.world.sync(allow_delete=1000)
        self.in_step = False

    @precondition(lambda self: self.synced)
    @rule()
    def rebuild(self) -> None:
        self.clean("rebuild")

    @rule()
    def sync(self) -> None:
        self.clean("sync")

    @precondition(lambda self: self.synced)
    @rule()
    def plan_and_sync(self) -> None:
        """What a plan says is what a sync does, and a plan changes nothing."""
        before, held = self.world.placed(), (self.world.state / "manifest.db").read_bytes()
        planned = self.world.plan(allow_delete=1000)
        assert (self.world.state / "manifest.db").read_bytes() == held
        self.world.sync(allow_delete=1000)
        after = self.world.placed()
        said = {
            do: {
                one["document"]: one["why"]
                for one in planned["reasons"]
                if one["do"] == do and "document" in one
            }
            for do in ("put", "relabel", "drop")
        }
        dropped = {one for one in said["drop"] if one in before}  # the others were never written whole
        assert dropped == before.keys() - after.keys()
        changed = {one for one in after if after[one] != before.get(one)}
        again = {one for one, why in said["put"].items() if why == "interrupted"}
        assert changed <= said["put"].keys() | said["relabel"].keys() <= changed | again
        verdicts = {one: row["verdict"]["kind"] for one, row in self.world.documents().items()}
        assert all(why.startswith(verdicts.get(one, "")) for one, why in said["drop"].items())
        self.in_step = False

    def clean(self, command: str) -> None:
        """With `prune`, since a fresh build knows of nothing that is missing."""
        asked: dict[str, Any] = {"allow_delete": 1000, "prune": True}
        report = self.world.sync(command=command, everything=command == "rebuild", **asked)
        if report.exit_code == 1:  # a file that became empty is believed at the second scan
            report = self.world.sync(**asked)
        assert report.exit_code == 0
        self.in_step = self.synced = True

    @invariant()
    def equals_a_fresh_build(self) -> None:
        if getattr(self, "in_step", False):
            self.compare(self.world.built_anew())
            self.in_step = False

    def compare(self, fresh: World) -> None:
        assert self.world.documents() == fresh.documents()
        assert self.world.questions() == fresh.questions()
        assert self.world.chunk_rows() == fresh.chunk_rows()
        assert self.world.stored() == self.world.export() == fresh.export()
        assert self.world.unused_bodies() == []

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


TestHistory = History.TestCase
TestHistory.settings = settings(
    max_examples=4, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
