"""What is left unread must be what reading would not tell otherwise."""

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clean.sketch import places_at_edges
from ingest.select.changes import changes, hinges
from ingest.select.overlap import COMMON, may_overlap, ordered, overlap
from ingest.sketch import EDGE, Sketch, key_of, pack_bytes, size_of
from tests.ingest.pages import sketch, words

SEEDS = st.integers(0, 10_000)
WORDS = [f"слово{number}" if number % 9 == 0 else word for number, word in enumerate(words(1, 200))]


def relatives(seed: int) -> tuple[Sketch, Sketch]:
    """Two texts that share what chance leaves: beginnings, banners and words of theirs are others, or one is shorter."""
    draw = random.Random(seed)
    whole, banners = draw.choices(WORDS, k=260), [draw.choices(WORDS, k=12) for _ in range(4)]
    texts = []
    for _ in range(2):
        text = whole[: draw.choice((30, 90, 260, 260))]
        for _ in range(draw.randrange(6)):
            at = draw.randrange(len(text) + 1)
            length = draw.choice((1, 1, 4, 12))
            text[at : at + length] = draw.choices(WORDS, k=draw.choice((0, length)))
        top, foot = (draw.choice(banners)[: draw.choice((0, 6, 12))] for _ in range(2))
        texts.append(sketch(" ".join(whole[:3]), [" ".join([*top, *text, *foot])]))
    return texts[0], texts[1]


@settings(max_examples=100, deadline=None)
@given(SEEDS, SEEDS)
def test_no_overlap_is_missed_by_the_sizes_of_texts(seed: int, chance: int) -> None:
    one, other = relatives(seed)
    often = random.Random(chance).choice((0.0, 0.5, 0.9, 1.0))
    times = {key: COMMON + (random.Random(key).random() < often) for key in (*one.keys, *other.keys)}
    shared = sum(times[key] <= COMMON for key in one.key_set & other.key_set)
    common = sum(times[key] > COMMON for key in one.keys)

    found = overlap(*ordered(one, other), times.__getitem__)

    assert found is None or found.shared == shared
    assert found is None or may_overlap(one, size_of(pack_bytes(other)), shared, common)
    assert size_of(pack_bytes(other)).keys_at(one.scale) == len(other.keys_at(one.scale))
    assert size_of(pack_bytes(other)).words == other.words


@settings(max_examples=100, deadline=None)
@given(SEEDS, SEEDS)
def test_changes_that_do_not_hinge_on_keys_are_the_same_without_them(seed: int, chance: int) -> None:
    same, hinge = _told(seed, chance)

    assert same or hinge


def test_changes_hinge_on_keys_now_and_then() -> None:
    told = Counter(_told(seed, seed) for seed in range(150))

    assert told[False, True] > 10
    assert told[True, False] > 10 * told[True, True], "these would be read for nothing"


def _told(seed: int, chance: int) -> tuple[bool, bool]:
    """Whether changes are the same if some keys that are common were not, and whether they are said to hinge on it."""
    one, other = ordered(*relatives(seed))
    draw = random.Random(chance)
    keys = sorted(one.key_set | other.key_set)
    common = set(draw.sample(keys, draw.choice((2, len(keys) // 2, len(keys)))))
    drowned = set(draw.sample(sorted(common), draw.choice((1, len(common)))))

    then = changes(one, other, (common - drowned).__contains__)
    now = changes(one, other, common.__contains__)

    places, beside = (places_at_edges(text, drowned) for text in (one, other))
    before = (common - drowned).__contains__
    return then == now, hinges(one, other, places, beside, before, common.__contains__)


@settings(max_examples=50, deadline=None)
@given(SEEDS)
def test_the_places_of_keys_at_the_edges_of_a_text(seed: int) -> None:
    text, _ = relatives(seed)
    keys = random.Random(seed).sample(text.keys, min(9, len(text.keys)))
    starts = [at for at in range(text.words - 2) if key_of(text.order[at : at + 3], text.scale) in keys]

    edge = EDGE * text.words
    assert places_at_edges(text, keys) == [at for at in starts if at + 3 <= edge or at >= text.words - edge]
