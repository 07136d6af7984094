"""`ingest policy test`: what is said about a file, and what never is."""

from __future__ import annotations

import pytest

from tests.ingest.cli.conftest import Ask
from tests.world import World

RULES = """policy=[
{name='prices', fields=['purchase price'], action='drop-column'},
{name='secret', markers=['top secret'], action='hold'},
{name='never', fields=['salary']}]""".replace("\n", "")


@pytest.fixture
def priced(world: World) -> World:
    world.write(
        "prices.md",
        "# Call +7 916 123-45-67\n\n## Purchase price: 5150\n\nTop secret.\n\n| Item | Purchase price |\n|---|---|\n| Pump | 4711 |\n",
    )
    return world


def test_finds_are_told_without_values(priced: World, ask: Ask) -> None:
    done = ask("policy", "test", str(priced.docs / "prices.md"), "--json", f"--set={RULES}", world=priced)

    assert done.code == 1, done.err
    assert [(rule["name"], rule["count"]) for rule in done.data["rules"]] == [
        ("prices", 2),
        ("secret", 1),
        ("never", 0),
    ]
    assert [(find["rule"], find["what"], find["label"], find["block"]) for find in done.data["finds"]] == [
        ("secret", "marker", "top secret", 3),
        ("prices", "column", "purchase price", 4),
        ("prices", "value", "purchase price", 2),
    ]
    assert done.data["finds"][1]["heading"] == "Purchase price: [RESTRICTED]"
    assert done.data["hold"] == ["secret"]
    assert not any(value in done.out + done.err for value in ("4711", "5150", "123-45"))


def test_words_for_a_person(priced: World, ask: Ask) -> None:
    done = ask("policy", "test", str(priced.docs / "prices.md"), f"--set={RULES}", world=priced)

    assert done.code == 1
    assert "never (mask): nothing" in done.out
    assert "block 4, under 'Purchase price: [RESTRICTED]': column by 'purchase price'" in done.out
    assert "held for review by secret" in done.out


def test_a_file_outside_of_roots_and_without_finds(world: World, ask: Ask) -> None:
    file = world.folder / "plain.md"
    file.write_text("# Plain\n\nNothing here.\n", encoding="utf-8")
    done = ask("policy", "test", str(file), "--json", f"--set={RULES}", world=world)

    assert (done.code, done.data["finds"], done.data["failure"]) == (0, [], None)


def test_a_file_that_cannot_be_read_is_told(world: World, ask: Ask) -> None:
    file = world.folder / "broken.pdf"
    file.write_bytes(b"%PDF-1.4 nothing")
    done = ask("policy", "test", str(file), "--json", f"--set={RULES}", world=world)

    assert done.code == 1
    assert done.data["failure"]["code"]


@pytest.mark.parametrize(
    ("flag", "named"),
    [
        ("policy=[{name='a', patterns=['(a+)+b']}]", "policy.0.patterns"),
        ("policy=[{name='a', fields=['x'], dictionary='none.txt'}]", "'a': dictionary"),
        ("policy=[{name='a', fields=['x'], action='burn'}]", "policy.0.action"),
        ("policy=[{name='a', fields=['x']}, {name='a', fields=['y']}]", "name of its own"),
        ("policy=[]", "no rules"),
    ],
)
def test_wrong_rules_are_exit_2(world: World, ask: Ask, flag: str, named: str) -> None:
    file = world.write("a.md", "# A\n\nText.\n")
    done = ask("policy", "test", str(file or world.docs / "a.md"), f"--set={flag}", world=world)

    assert done.code == 2
    assert named in done.err
