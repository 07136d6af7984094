"""What all tests share: a small world, and tests that need a system tool, which are never skipped in silence."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bench.commands import Host
from tests.chroma_servers import ChromaServer, running
from tests.world import World

settings.register_profile(
    "patient", settings.get_profile("ci" if os.environ.get("CI") else "default"), deadline=None
)
settings.load_profile("patient")
"""The first example may load a model of names, which takes a second; no test is timed."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    """One for the session: whoever needs real commands forks them from a process that has imported everything."""
    running = Host()
    yield running
    running.close()


MEMORY, ROOM = "/dev/shm", 4 << 30


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Puts temporary files into memory where it has room: a third of the time of a small sync is waiting for a disk."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--require-tools", action="store_true", help="fail where a system tool is missing")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "nightly" not in str(config.getoption("markexpr")):
        nights = [item for item in items if item.get_closest_marker("nightly")]
        config.hook.pytest_deselected(items=nights)
        items[:] = [item for item in items if item not in nights]
    for item in items:
        missing = [mark.args[0] for mark in item.iter_markers("needs") if not shutil.which(mark.args[0])]
        if missing and not config.getoption("--require-tools"):
            item.add_marker(pytest.mark.skip(reason=f"NOT RUN: needs {', '.join(missing)}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The last lines name what did not run for want of a tool."""
    left_out = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and "NOT RUN" in report.longrepr[2]
    ]
    for nodeid in left_out:
        terminalreporter.write_line(f"NOT RUN {nodeid}")


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A real server; tests take a prefix, or a collection, of their own."""
    with running(tmp_path_factory.mktemp("chroma-server")) as server:
        yield server
