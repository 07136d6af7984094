"""Documents of one template: none is taken for another, whatever stands in another's place; copies still are copies."""

import random
from collections import Counter

import pytest

from ingest.select.near import all_pairs, judge_pair
from tests.ingest.pages import sketch
from tests.ingest.select.templates import MEMBERS, Page, families, lengthened, members, templates

FAMILIES = dict(families())
WIDE = ("short", "long")


def sketched(page: Page, change: random.Random | None = None, share: float = 0.0):  # type: ignore[no-untyped-def]
    """A page's sketch; `share` of its words replaced by words of other pages."""
    title, blocks = page.named()
    if change:
        texts = [block for one in templates() for block in one.named()[1]]
        spare = [word for text in texts for word in text.split() if any(map(str.isalpha, word))]
        blocks = [
            " ".join(change.choice(spare) if change.random() < share else word for word in block.split(" "))
            for block in blocks
        ]
    return sketch(title, blocks, "default", page.language)


@pytest.mark.parametrize("name", FAMILIES)
def test_members_of_a_family_are_not_merged(name: str) -> None:
    made = [sketched(page) for page in FAMILIES[name]]
    together = Counter(likeness.kind for likeness in all_pairs(made).values())
    alone = Counter(
        judge_pair(one, other, lambda _: 2).kind for at, one in enumerate(made) for other in made[:at]
    )

    assert len({one.number for one in made}) == MEMBERS
    assert together.keys() <= {"question"}
    assert together["question"] <= 5, "a family does not fill the review"
    assert alone.keys() <= {"question", "different"}


def test_a_copy_of_a_member_is_a_duplicate_of_that_one_alone() -> None:
    family = members(lengthened(templates()[0]), "paragraph")
    originals = {sketched(page).number: at for at, page in enumerate(family)}
    draw = random.Random(6)
    copies = {sketched(page, draw, 0.05).number: at for at, page in enumerate(family)}
    everything = [sketched(page) for page in family]
    draw = random.Random(6)
    everything += [sketched(page, draw, 0.05) for page in family]
    found = {
        (originals.get(small, copies.get(small)), originals.get(large, copies.get(large)))
        for (small, large), likeness in all_pairs(everything).items()
        if likeness.kind == "duplicate"
    }

    assert found <= {(at, at) for at in range(MEMBERS)}
    assert len(found) >= MEMBERS - 3


def test_most_copies_with_a_word_in_twenty_changed_are_merged_and_the_rest_asked_about() -> None:
    draw = random.Random(11)
    kinds = Counter[str]()
    for _ in range(12):
        for page in map(lengthened, templates()):
            one, copy = sketched(page), sketched(page, draw, 0.05)
            kinds[judge_pair(one, copy, lambda _: 2).kind] += 1

    assert kinds["duplicate"] >= 0.75 * kinds.total()
    assert kinds["duplicate"] + kinds["question"] >= 0.95 * kinds.total()
