"""What is known of names from the last scan changes no id, and holds for as long as it is true."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.build import build, masker_of
from ingest.clean.masker import Masker
from ingest.clean.plain_parts import NAME
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Span
from ingest.clean.recognizers.registry import RECOGNIZERS
from ingest.pipeline import NoProgress
from tests.world import World

LONG, CARD = "createfrombookingcontract.md", "card 4276 3800 1523 7493.md"
PIECES = st.sampled_from(
    [LONG, CARD, "forceCommonScopeForAll", "a@b.example.ru", "0123456789abcdef0", "notes.md", "x"]
)


def masker(world: World, secret: bytes = b"s") -> Masker:
    return masker_of(world.settings(), secret, b"")


class Counted(Masker):
    """Counts the parts that recognizers look at."""

    looks = 0

    @classmethod
    def of(cls, world: World, secret: bytes = b"s") -> Counted:
        made = masker(world, secret)
        counted = cls(made._finder, made._rules, made._masking, made._policy)
        find = made._finder.in_path

        def in_path(part: str, *, everything: bool = False) -> object:
            counted.looks += 1
            return find(part, everything=everything)

        made._finder.in_path = in_path  # type: ignore[method-assign, assignment]
        return counted


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scans=st.lists(st.lists(st.lists(PIECES, min_size=1, max_size=3), max_size=4), max_size=4))
def test_ids_are_those_of_one_that_remembers_nothing(
    tmp_path_factory: pytest.TempPathFactory, scans: list[list[list[str]]]
) -> None:
    world = World(tmp_path_factory.mktemp("names"))
    bare, file = masker(world), world.folder / NAME
    for scan in scans:
        one = masker(world)
        plain = one.remember(file)
        for parts in scan:
            path = "/".join(parts)
            assert one.mask_path(path) == bare.mask_path(path)
        plain.keep()


def test_a_part_is_looked_at_once_and_again_when_what_finds_changes(world: World) -> None:
    file = world.folder / NAME

    def looks(*paths: str, secret: bytes = b"s") -> int:
        one = Counted.of(world, secret)
        plain = one.remember(file)
        for path in paths:
            one.mask_path(path)
        plain.keep()
        return one.looks

    assert looks(f"a/{LONG}", f"b/{LONG}") == 1
    assert looks(f"a/{LONG}", "notes.md") == 0
    assert looks(f"a/{CARD}") == 1
    assert looks(f"a/{CARD}") == 1, "what was found is found each time"
    assert looks(f"a/{LONG}") == 1, "what is there no more is not kept"
    assert looks(f"a/{LONG}", secret=b"other") == 1
    assert looks(f"a/{LONG}") == 1
    world.flags = (*world.flags, 'clean.deny=["booking"]')
    assert looks(f"a/{LONG}") == 1
    file.write_bytes(file.read_bytes()[:-1])
    assert looks(f"a/{LONG}") == 1, "half a file is none"


class Tickets:
    """A recognizer of another package, whose code changes under the same version."""

    name, version, types, hint = "ticket", "1", ("TICKET",), ""
    pattern = r"TICKET \d{14}"

    def find(self, reading: Reading) -> Iterator[Span]:
        for found in re.finditer(self.pattern, reading.text):
            yield Span(start=found.start(), end=found.end(), type="TICKET", value=found[0])


def test_nothing_is_remembered_of_what_recognizers_of_other_packages_find(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RECOGNIZERS, "ticket", f"{__name__}:Tickets")
    world.flags = (*world.flags, 'clean.recognizers=["ticket"]')
    for pattern, seen in ((Tickets.pattern, "ticket 20250117345678.md"), (r"ticket \d{14}", "[TICKET]")):
        monkeypatch.setattr(Tickets, "pattern", pattern)
        one = masker(world)
        plain = one.remember(world.folder / NAME)
        assert one.mask_path("docs/ticket 20250117345678.md").startswith(f"docs/{seen}")
        plain.keep()


def test_the_file_holds_no_name_and_a_plan_writes_none(world: World) -> None:
    world.write(LONG, "# Bookings\n\nHow to make a contract of a booking.\n")
    world.write(CARD, "# Cards\n\nHow to pay.\n")
    build(world.settings(), NoProgress(), writing=False).present()
    assert not (world.state / NAME).exists()
    world.sync()
    kept = (world.state / NAME).read_bytes()
    assert len(kept) == 32 + 16, "the part in which nothing was found"
    assert LONG.encode() not in kept


SCAN = """
import sys
from pathlib import Path
from ingest.build import build
from ingest.configure import configure
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Span
from ingest.clean.recognizers.registry import RECOGNIZERS
from ingest.pipeline import NoProgress

flags = (f"state.dir='{sys.argv[1]}/state'", "chunk.min_tokens=20")
build(configure(Path(sys.argv[1]) / "ingest.toml", environ={}, flags=flags), NoProgress()).present()
print("ingest.clean.recognizers.keys" in sys.modules)
"""


def test_a_run_with_nothing_to_do_imports_no_recognizer(tmp_path: Path) -> None:
    world = World(tmp_path, "chunk.min_tokens=20")
    world.write(LONG, "# Bookings\n\nHow to make a contract of a booking.\n")
    world.sync()

    def imports() -> str:
        scan = [sys.executable, "-c", SCAN, str(tmp_path)]
        return subprocess.run(scan, capture_output=True, text=True, check=True).stdout.strip()

    assert imports() == "False"
    (world.state / NAME).unlink()
    assert imports() == "True"
    assert imports() == "False", "who looked has remembered"
