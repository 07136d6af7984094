"""What is searchable does not depend on how it came about: any history, then one clean sync, equals a fresh build."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from index.store.store import VectorStore
from index.testing_fakes import FlakyStore, InjectedError
from tests.world import World

NAMES = st.sampled_from(["a.md", "b.md", "x/a.md", "x/c.md", "y/z/d.txt", "y/e.md"])
WORDS = ["pump", "насос", "valve", "fan"]
BODIES = st.builds(
    lambda word, times, tail: f"# About the {word}\n\n" + f"Turn the {word} off first. " * times + tail,
    st.sampled_from(WORDS),
    st.sampled_from([0, 5, 20, 60]),
    st.sampled_from(["", "\n\n## Safety\n\nMind the gap.", "\n\n| a | b |\n| - | - |\n| 1 | 2 |"]),
)


class History(RuleBasedStateMachine):
    """Edits of every kind, syncs that crash at any write, settings that change."""

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.world = World(self.folder)
        self.world.write("keep.md", "# Kept\n\nSo that the root is never empty.")
        self.in_step = False

    @rule(name=NAMES, body=BODIES)
    def write(self, name: str, body: str) -> None:
        self.world.write(name, body)
        self.in_step = False

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        (self.world.docs / name).unlink(missing_ok=True)
        self.in_step = False

    @rule(name=NAMES)
    def empty(self, name: str) -> None:
        self.world.write(name, "")
        self.in_step = False

    @rule(old=NAMES, new=NAMES)
    def rename(self, old: str, new: str) -> None:
        if (self.world.docs / old).exists():
            (self.world.docs / new).parent.mkdir(parents=True, exist_ok=True)
            (self.world.docs / old).replace(self.world.docs / new)
            self.in_step = False

    @rule(name=NAMES)
    def touch(self, name: str) -> None:
        if (self.world.docs / name).exists():
            (self.world.docs / name).touch()

    @rule(most=st.sampled_from([50, 60, 90]))
    def change_setting(self, most: int) -> None:
        self.world.flags = ("chunk.min_tokens=20", f"chunk.max_tokens={most}")
        self.in_step = False

    @rule(
        at=st.integers(1, 4),
        after=st.booleans(),
        name=NAMES,
        body=BODIES,
        then=st.sampled_from(["stay", "back", "go"]),
    )
    def crash(self, at: int, after: bool, name: str, body: str, then: str) -> None:
        """A sync of a new text dies at a write; then the text stays, is taken back, or goes."""
        path = self.world.docs / name
        before = path.read_text(encoding="utf-8") if path.exists() else None
        self.world.write(name, body)
        self.die(at, after)
        if then == "back" and before is not None:
            self.world.write(name, before)
        elif then != "stay":
            path.unlink()

    def die(self, at: int, after: bool) -> None:
        def flaky(store: VectorStore) -> VectorStore:
            return FlakyStore(store, at, after=after)

        self.world.wrap = flaky
        try:
            self.world.sync(allow_delete=1000)
        except InjectedError:
            self.in_step = False
        finally:
            self.world.wrap = lambda store: store

    @rule()
    def sync(self) -> None:
        report = self.world.sync(allow_delete=1000)
        if report.exit_code == 1:  # a file that became empty is believed at the second scan
            report = self.world.sync(allow_delete=1000)
        assert report.exit_code == 0
        self.in_step = True

    @invariant()
    def equals_a_fresh_build(self) -> None:
        if getattr(self, "in_step", False):
            assert self.world.stored() == self.world.export() == self.world.fresh()
            self.in_step = False

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


TestHistory = History.TestCase
TestHistory.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.slow
class TestLongHistory(History.TestCase):  # type: ignore[name-defined, misc]
    settings = settings(
        max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
