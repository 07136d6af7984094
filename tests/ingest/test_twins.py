"""Documents that hold the same words with other marks between them are copies, in a pass over all and after a change."""

from __future__ import annotations

from pathlib import Path

from tests.world import World

RULES = (
    "The office opens at nine and closes at six on working days; guests wait at the desk until they are met. "
    "Parcels are signed for by whoever is on duty, kept in the blue cabinet and handed over against a badge. "
    "The alarm is set by the last one to leave, who also checks the windows, the kitchen and the server room."
)


def test_other_marks_between_the_same_words_make_a_copy(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("office.md", f"# Office rules\n\n{RULES}\n")
    world.write(
        "deep/er/handbook.html",
        f"<h1>Office rules</h1><p>{RULES.replace('; ', ', ').replace('. ', '! ')}</p>",
    )
    world.sync()
    assert {doc_id: row.kind for doc_id, row in world.verdicts().items()} == {
        "docs/office.md#": "keep",
        "docs/deep/er/handbook.html#": "duplicate",
    }
    assert '"rule": "words"' in world.verdicts()["docs/deep/er/handbook.html#"].detail

    (world.docs / "office.md").unlink()
    world.sync(allow_delete=5)
    assert world.verdicts()["docs/deep/er/handbook.html#"].kind == "keep"
    world.write("office.md", f"# Office rules\n\n{RULES}\n")
    world.sync()
    assert world.verdicts()["docs/deep/er/handbook.html#"].kind == "duplicate"
    world.write(
        "office.md",
        f"# Office rules\n\n{RULES.replace('nine', 'ten').replace('six', 'seven')} Not on Friday.\n",
    )
    world.sync()
    assert world.export() == world.fresh()


def test_forms_that_are_ticked_otherwise_are_two(tmp_path: Path) -> None:
    world = World(tmp_path)
    form = f"# Survey of the office\n\n{RULES}\n\nDo you agree with the rules? {{}} yes {{}} no\n"
    world.write("first.md", form.format("☑", "☐"))
    world.write("second.md", form.format("☐", "☑"))
    world.sync()
    assert {row.kind for row in world.verdicts().values()} == {"keep"}
