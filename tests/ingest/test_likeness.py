import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.manifest import Manifest
from index.sketches import Sketches
from ingest import concordance, likeness, texts
from ingest.likeness import keep_all_in_step, keep_in_step, neighbours, twins
from ingest.select import near, overlap
from ingest.select.near import all_pairs
from ingest.select.overlap import Overlap, ordered
from ingest.sketch import Sketch, pack
from tests.ingest.pages import page, sketch, title, words


def stored(store: Sketches) -> dict[tuple[int, int], str]:
    return {(pair.small, pair.large): pair.detail for pair in store.pairs()}


def defined(sketches: Sequence[Sketch]) -> dict[tuple[int, int], str]:
    return {pair: json.dumps(asdict(found), sort_keys=True) for pair, found in all_pairs(sketches).items()}


def set_low(patch: pytest.MonkeyPatch) -> None:
    """Limits that a few documents cross."""
    for module in (near, overlap, likeness, texts, concordance):
        patch.setattr(module, "RARE", 3, raising=False)
        patch.setattr(module, "COMMON", 6, raising=False)


def in_common(sketches: Sequence[Sketch]) -> dict[tuple[int, int], Overlap]:
    """What each two of some texts have in common, counted from nothing."""
    texts = {made.number: made for made in sketches}
    rarity = Counter(key for made in texts.values() for key in made.keys)
    pairs = (ordered(one, other) for one in texts.values() for other in texts.values() if one is not other)
    found = {
        (small.number, large.number): overlap.overlap(small, large, rarity.__getitem__)
        for small, large in pairs
    }
    return {pair: counts for pair, counts in found.items() if counts}


@cache
def text(family: int, member: int) -> Sketch:
    """A page of a family: members change some words or a sentence, have half of it, and have one of two banners."""
    texts = page(family, 120)
    draw = random.Random(member)
    if member > 7:
        texts = [*texts[:2], *page(50 + member, 60)] if member % 2 else [*page(50 + member, 60), *texts[1:]]
    elif member > 5:
        texts[1] = " ".join([*words(800 + member, 9), *texts[1].split()[9:]])
    for _ in range(member % 5):
        at = draw.randrange(len(texts))
        texts[at] = texts[at].replace(texts[at].split()[draw.randrange(20)], f"слово{member}")
    return sketch(title(family), [" ".join(words(700 + member % 2, 12)), *texts])


MEMBERS = st.tuples(st.integers(0, 4), st.integers(0, 9))
STEPS = st.lists(
    st.dictionaries(st.integers(0, 19), st.one_of(st.none(), MEMBERS), min_size=1, max_size=8),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(STEPS, st.sampled_from([0, 10_000]), st.booleans())
def test_what_is_kept_in_step_is_what_a_pass_over_all_gives(
    steps: list[dict[int, tuple[int, int] | None]], at_once: int, everyone: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        set_low(patch)
        patch.setattr(likeness, "_AT_ONCE", at_once)
        patch.setattr(concordance, "BLOCK", 4)
        store = Sketches(Manifest.memory())
        world: dict[str, Sketch] = {}
        for step in steps:
            now = {f"d{number}": text(*which) if which else None for number, which in step.items()}
            before = {doc_id: neighbours(store, doc_id) for doc_id in world.keys() | now.keys()}
            beside = {doc_id: twins(store, [doc_id]) for doc_id in world}
            old = dict(world)
            world.update({doc_id: made for doc_id, made in now.items() if made})
            for doc_id in [doc_id for doc_id, made in now.items() if made is None]:
                world.pop(doc_id, None)

            if everyone:
                packed = [(doc_id, pack(made)) for doc_id, made in sorted(world.items())]
                keep_all_in_step(store, packed, sorted(old.keys() - world.keys()))
                touched = set(world)
            else:
                touched = keep_in_step(store, now)

            assert stored(store) == defined(list(world.values()))
            counts = {pair: overlap.unpacked(row) for pair, row in store.overlaps().items()}
            assert counts == in_common(list(world.values()))
            assert {doc_id for doc_id in world if twins(store, [doc_id]) != beside.get(doc_id)} <= touched
            for doc_id, made in world.items():
                if neighbours(store, doc_id) != before.get(doc_id, {}) or old.get(doc_id) != made:
                    assert doc_id in touched or _only_by_others(store, doc_id, before[doc_id], touched)


def _only_by_others(
    store: Sketches, doc_id: str, before: dict[tuple[str, str], object], touched: set[str]
) -> bool:
    """A pair came or went with the other document, which is touched."""
    changed = before.items() ^ neighbours(store, doc_id).items()
    return all(set(pair) & touched for pair, _ in changed)


def kinds_while_more_come(one: Sketch, other: Sketch, more: Sequence[Sketch]) -> list[str]:
    """What a pair is as others come, and as they go again."""
    store = Sketches(Manifest.memory())
    keep_in_step(store, {"one": one, "other": other})
    kinds = []
    world = {"one": one, "other": other}
    for number in [*range(len(more)), *range(len(more))]:
        made = None if f"d{number}" in world else more[number]
        world.pop(f"d{number}", None)
        world.update({f"d{number}": made} if made else {})
        keep_in_step(store, {f"d{number}": made})
        assert stored(store) == defined(list(world.values()))
        pairs = {frozenset((pair.small, pair.large)): pair.kind for pair in store.pairs_of(one.number)}
        kinds.append(pairs.get(frozenset((one.number, other.number)), "different"))
    return kinds


def test_a_banner_that_becomes_common_makes_another_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    set_low(monkeypatch)
    banners = [" ".join(words(700 + number, 12)) for number in range(2)]
    one, other = (sketch(title(1), [banner, *page(1, 120)]) for banner in banners)
    more = [sketch(title(number), [banners[0], *page(number, 120)]) for number in range(20, 28)]

    kinds = kinds_while_more_come(one, other, more)

    assert kinds[:8] == ["different"] * 5 + ["duplicate"] * 3, "with seven of it, it is boilerplate"
    assert kinds[8:] == [*kinds[6::-1], "different"]


def test_a_pair_is_read_again_when_what_is_rare_tells_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    set_low(monkeypatch)
    text = " ".join(page(4, 240)).split()
    edited = [f"слово{at}" if at > 140 and at % 5 == 0 else word for at, word in enumerate(text)]
    one, other = (sketch(title(4), [" ".join(some)]) for some in (text[:-1], edited))
    more = [sketch(title(60 + number), [" ".join(text[:140]), *page(60 + number, 80)]) for number in range(4)]

    assert kinds_while_more_come(one, other, more)[:4] == ["question", "different", "different", "different"]


def test_families_larger_than_the_limits_are_kept_in_step() -> None:
    """Keys cross 15 and 50 one by one, up and down."""
    store = Sketches(Manifest.memory())
    made = [
        sketch("Общее", [*page(1, 120), f"особое слово{number} раз слово{number} два слово{number}"])
        for number in range(54)
    ]
    for number, one in enumerate(made):
        keep_in_step(store, {f"d{number}": one})
        if number in {1, 14, 15, 16, 49, 50, 51, 53}:
            assert stored(store) == defined(made[: number + 1])
    for number in range(53, 0, -1):
        keep_in_step(store, {f"d{number}": None})
        if number in {51, 50, 49, 16, 15, 14, 2}:
            assert stored(store) == defined(made[:number])


def test_keys_that_cross_a_limit_with_many_documents_at_once_are_kept_in_step() -> None:
    """Pairs that share little but a text which too many hold are not compared; not those that were there either."""
    made = [
        sketch("Общее", [*page(1, 120), *words(500 + number % 20, 6), *words(900 + number, 1)])
        for number in range(70)
    ]
    store = Sketches(Manifest.memory())
    keep_in_step(store, {f"d{number}": one for number, one in enumerate(made[:40])})
    assert stored(store) == defined(made[:40]) != {}
    keep_in_step(store, {f"d{number}": one for number, one in enumerate(made)})
    assert stored(store) == defined(made)
    keep_in_step(store, {f"d{number}": None for number in range(30)})
    assert stored(store) == defined(made[30:])


def test_nothing_new_touches_nothing() -> None:
    store = Sketches(Manifest.memory())

    assert keep_in_step(store, {"a": text(0, 1), "b": text(0, 1)}) == {"a", "b"}
    assert keep_in_step(store, {"a": text(0, 1), "c": None}) == set()
    assert store.count() == 1
    assert keep_in_step(store, {"a": None, "b": None}) == {"a", "b"}
    assert (store.count(), store.holders(text(0, 1).keys[0], 9)) == (0, [])
