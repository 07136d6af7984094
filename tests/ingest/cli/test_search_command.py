"""`ingest search`: filters that nothing in the index has are told, beside the hits of those that something has."""

from __future__ import annotations

from ingest.cli.search import MOST, _unknown
from tests.ingest.cli.conftest import Ask
from tests.world import World


def test_a_value_that_nothing_holds_is_told_with_those_that_are_there(indexed: World, ask: Ask) -> None:
    for option, value, told in (
        ("space", "defualt", "has space 'defualt'. Did you mean 'default'? (known: default)"),
        ("language", "English", "has language 'English'. Did you mean 'en'? (known: en)"),
        ("channel", "x", "has channels 'x'. (known: default)"),
    ):
        done = ask("search", f"--{option}", value, "pump", world=indexed)
        assert (done.code, "nothing found" in done.out) == (0, True)
        assert told in done.err, option
    done = ask("search", "--language", "en", "--language", "rus", "--json", "pump", world=indexed)
    assert done.data["hits"]
    assert "nothing in the index has language 'rus'" in done.err
    assert ask("search", "--language", "en", "--channel", "default", "pump", world=indexed).err == ""


def test_few_of_many_are_named() -> None:
    known = [f"space-{number}" for number in range(MOST + 4)]
    (line,) = _unknown("space", ["spcae-12", "space-3"], known)
    assert "Did you mean 'space-12'?" in line
    assert line.endswith("space-9 and 4 more)")
    assert list(_unknown("space", ["a"], [])) == [
        "nothing in the index has space 'a'. (it holds none at all)"
    ]
