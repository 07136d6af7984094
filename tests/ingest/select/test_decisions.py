"""What people decided, as it holds for the documents that are there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.select.decisions import ABOUT_ONE, ACTIONS, Applied, Decision, apply

ORIGINS = {"docs/a.md#": "f-a", "docs/b.md#": "f-b", "docs/c.md#": "f-c"}


def moved(fingerprint: str) -> list[str]:
    return [doc_id for doc_id, held in ORIGINS.items() if held == fingerprint]


def made(
    action: str, *documents: str, prints: tuple[str, ...] = (), until: str = "", id_: str = "d-1"
) -> Decision:
    return Decision(id=id_, action=action, documents=documents, fingerprints=prints, until=until)  # type: ignore[arg-type]


def applied(*decisions: Decision, as_of: str = "2025-06-01") -> Applied:
    return apply(decisions, ORIGINS, moved, as_of)


def test_one_document_is_kept_dropped_or_released() -> None:
    found = applied(made("keep", "docs/a.md#"), made("drop", "docs/b.md#"), made("release", "docs/c.md#"))
    assert (found.keep, found.drop, found.release) == (
        {"docs/a.md#": "d-1"},
        {"docs/b.md#": "d-1"},
        {"docs/c.md#": "d-1"},
    )


def test_a_decision_follows_a_document_that_moved() -> None:
    assert applied(made("drop", "docs/old/b.md#", prints=("f-b",))).drop == {"docs/b.md#": "d-1"}


def test_a_decision_on_other_content_lapses_and_says_so() -> None:
    found = applied(made("drop", "docs/a.md#", prints=("f-before",)))
    assert (found.drop, found.lapsed) == ({}, [("d-1", "docs/a.md#")])


def test_a_document_that_is_gone_lapses_nothing() -> None:
    found = applied(made("drop", "docs/gone.md#", prints=("f-gone",)), made("keep", "docs/gone.md#"))
    assert found == Applied()


def test_it_holds_through_its_last_day() -> None:
    decision = made("drop", "docs/a.md#", until="2025-06-01")
    assert applied(decision).drop
    assert not applied(decision, as_of="2025-06-02").drop


def test_the_last_decision_counts() -> None:
    assert applied(made("drop", "docs/a.md#"), made("keep", "docs/a.md#")).drop == {}
    both = ("docs/b.md#", "docs/a.md#")
    found = applied(made("same", *both), made("different", *both, id_="d-2"))
    assert (found.same, found.different) == ({}, {("docs/a.md#", "docs/b.md#"): "d-2"})
    found = applied(made("different", *both), made("supersedes", *both, id_="d-2"))
    assert (found.different, found.supersedes) == ({}, {both: "d-2"})


def test_a_relation_needs_all_its_documents() -> None:
    assert applied(made("same", "docs/a.md#", "docs/gone.md#", prints=("", "f-gone"))) == Applied()


@given(
    st.lists(
        st.builds(
            lambda action, ids, until: made(action, *ids, until=until),
            st.sampled_from(ACTIONS),
            st.lists(st.sampled_from([*ORIGINS, "docs/gone.md#"]), min_size=1, max_size=3),
            st.sampled_from(["", "2025-05-31", "2025-06-01"]),
        )
    )
)
def test_no_document_is_told_two_things(decisions: list[Decision]) -> None:
    found = applied(*decisions)
    assert not found.keep.keys() & found.drop.keys()
    pairs = [frozenset(pair) for table in (found.same, found.different, found.supersedes) for pair in table]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)
    assert {"keep", "drop", "release"} == ABOUT_ONE
