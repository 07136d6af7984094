from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Head, Labels
from ingest.select.corpus import reselect, select
from ingest.select.verdict import Duplicate, Empty, Keep


def head(id_: str, digest: str = "d", *, space: str = "default", chars: int = 10) -> Head:
    return Head(id=id_, source_id=id_, title="", labels=Labels(space=space), digest=digest, chars=chars)


def test_one_of_a_kind_is_kept() -> None:
    assert select([head("docs/a.md#")]) == {"docs/a.md#": Keep()}


def test_no_text_is_empty_and_never_a_duplicate() -> None:
    assert select([head("a", "", chars=0), head("b", "", chars=0)]) == {"a": Empty(), "b": Empty()}


def test_the_shortest_path_wins_whatever_the_order() -> None:
    group = [head("docs/old/copies/a.md#"), head("docs/a.md#"), head("docs/b-with-long-name.md#")]
    expected = {
        "docs/a.md#": Keep(),
        "docs/b-with-long-name.md#": Duplicate(of="docs/a.md#"),
        "docs/old/copies/a.md#": Duplicate(of="docs/a.md#"),
    }
    assert select(group) == expected
    assert select(reversed(group)) == expected


def test_spaces_are_kept_apart() -> None:
    assert set(select([head("a", space="staff"), head("b", space="public")]).values()) == {Keep()}


IDS = st.sampled_from([f"docs/{name}" for name in "abcdefgh"])
STEPS = st.lists(
    st.tuples(IDS, st.sampled_from(["", "x", "y", "z"]), st.sampled_from(["s", "t"])), max_size=30
)


@settings(max_examples=200, deadline=None)
@given(STEPS)
def test_a_reselection_equals_a_pass_over_all_after_every_step(steps: list[tuple[str, str, str]]) -> None:
    """A step sets a head's digest, moves it to another space, or (a repeated step) removes it."""
    world: dict[str, Head] = {}
    verdicts: dict[str, object] = {}
    for id_, digest, space in steps:
        old = world.get(id_)
        new = head(id_, digest, space=space, chars=len(digest))
        if old == new:
            del world[id_]
        else:
            world[id_] = new
        touched = {one.digest for one in (old, world.get(id_)) if one}
        changed = [world[id_]] if id_ in world else []
        fresh = reselect(changed, touched, lambda keys: [one for one in world.values() if one.digest in keys])
        verdicts.update(fresh)
        for gone in {id_} - fresh.keys():
            verdicts.pop(gone, None)
        assert verdicts == select(world.values())
