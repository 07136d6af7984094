import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Head, Labels
from ingest.select.duplicates import also_at, are_siblings, judge_duplicates, lone_frames, rank_by
from ingest.select.near import Likeness, judge_pair
from ingest.select.verdict import Duplicate, Keep, Part
from tests.ingest.pages import page, sketch, title, words

COPY = Likeness(kind="duplicate", rule="title", score=0.9)
PART = Likeness(kind="part", rule="title", score=0.95)
FRAMED = Likeness(kind="question", rule="frames", score=0.9)
BANNER = " ".join(words(903, 15))
ASK = Likeness(kind="question", rule="likeness", score=0.7)


def head(id_: str, digest: str = "", *, chars: int = 10, **labels: str) -> Head:
    return Head(id=id_, source_id=id_, title="", labels=Labels(**labels), digest=digest or id_, chars=chars)


def winner(one: Head, other: Head, **rank: object) -> str:
    verdicts = judge_duplicates([one, other], {(one.id, other.id): COPY}, rank_by(**rank))
    (kept,) = [doc_id for doc_id, verdict in verdicts.items() if verdict == Keep()]
    return kept


LONG, SHORT = "docs/a/long/way/page.md#", "docs/b.md#"


@pytest.mark.parametrize(
    ("one", "other", "rank"),
    [
        (head(LONG), head(SHORT, status="approved", chars=99), {"preferred": {LONG}}),
        (head(LONG), head(SHORT, version="2"), {"authority": lambda id_: int(id_ != LONG)}),
        (head(LONG, status="Approved"), head(SHORT, version="9"), {}),
        (head(LONG, version="1.10"), head(SHORT, version="1.9", chars=99), {}),
        (head(LONG, version="1.2.1"), head(SHORT, version="1.2"), {}),
        (head(LONG, version_date="2025-02-01"), head(SHORT, version_date="2024-12-31"), {}),
        (head(LONG, version="1"), head(SHORT), {}),
        (head(LONG, chars=11), head(SHORT), {}),
    ],
)
def test_who_wins(one: Head, other: Head, rank: dict[str, object]) -> None:
    assert winner(one, other, **rank) == winner(other, one, **rank) == LONG


def test_a_frame_is_no_text_that_makes_a_copy_more_complete() -> None:
    body = [title(1), *page(1)]
    plain, framed = sketch(title(1), body), sketch(title(1), [BANNER, *body, BANNER[::-1]])
    more = sketch(title(1), [*body, " ".join(words(905, 40))])
    heads = {
        name: replace(head(name, chars=made.words), sketch=made.number, words=made.words)
        for name, made in (("b/plain.md#", plain), ("b/c/framed.md#", framed), ("b/c/more.md#", more))
    }

    for names, expected in (
        (("b/plain.md#", "b/c/framed.md#"), "b/plain.md#"),
        (("b/plain.md#", "b/c/more.md#"), "b/c/more.md#"),
    ):
        one, other = (plain, framed if "b/c/framed.md#" in names else more)
        pairs = {names: judge_pair(one, other, lambda _: 2)}
        verdicts = judge_duplicates([heads[name] for name in names], pairs, rank_by())
        assert verdicts[expected] == Keep()


@pytest.mark.parametrize(("others", "asked"), [(1, True), (2, True), (3, False)])
def test_texts_in_other_frames_are_asked_about_where_they_are_few(others: int, asked: bool) -> None:
    names = [f"{number}" for number in range(others + 1)]
    pairs = dict.fromkeys(combinations(names, 2), FRAMED) | {("0", "x"): ASK}

    assert len(lone_frames(pairs)) == (len(pairs) if asked else 1)


def test_else_the_shortest_path_wins() -> None:
    assert winner(head(LONG), head(SHORT)) == SHORT


def test_likeness_is_not_transitive() -> None:
    heads = [head("a", chars=3), head("b", chars=2), head("c", chars=1)]

    verdicts = judge_duplicates(heads, {("b", "a"): COPY, ("c", "b"): COPY}, rank_by())

    assert verdicts == {"a": Keep(), "b": Duplicate(of="a", score=0.9, rule="title"), "c": Keep()}


def test_exact_copies_follow_the_best_of_them() -> None:
    heads = [head("a", chars=3), head("b", "x", chars=2), head("copy/b", "x", chars=2)]
    near = Duplicate(of="a", score=0.9, rule="title")

    verdicts = judge_duplicates(heads, {("b", "a"): COPY}, rank_by())

    assert verdicts == {"a": Keep(), "b": near, "copy/b": near}
    assert also_at(verdicts) == {"a": ("b", "copy/b")}


def test_a_part_is_linked_to_what_is_kept() -> None:
    heads = [head("whole", chars=9), head("copy", chars=8), head("part", chars=2)]

    assert judge_duplicates(heads, {("part", "whole"): PART}, rank_by())["part"] == Part(
        of="whole", score=0.95, rule="title"
    )
    assert (
        judge_duplicates(heads, {("copy", "whole"): COPY, ("part", "copy"): PART}, rank_by())["part"]
        == Keep()
    )


def test_a_question_drops_nothing() -> None:
    assert judge_duplicates([head("a"), head("b")], {("a", "b"): ASK}, rank_by()) == {
        "a": Keep(),
        "b": Keep(),
    }


IDS = [f"docs/{name}" for name in "abcdefgh"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from("xyzuvw"), min_size=8, max_size=8),
    st.dictionaries(
        st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), st.sampled_from([COPY, PART, ASK])
    ),
    st.randoms(use_true_random=False),
)
def test_order_does_not_count_and_every_winner_is_kept(
    digests: list[str], pairs: dict[tuple[str, str], Likeness], draw: random.Random
) -> None:
    heads = [
        head(id_, digest, chars=len(id_) + n % 3)
        for n, (id_, digest) in enumerate(zip(IDS, digests, strict=True))
    ]
    pairs = {pair: likeness for pair, likeness in pairs.items() if pair[0] != pair[1]}
    expected = judge_duplicates(heads, pairs, rank_by())
    shuffled = draw.sample(sorted(pairs.items(), key=lambda item: item[0]), len(pairs))

    assert judge_duplicates(draw.sample(heads, len(heads)), dict(shuffled), rank_by()) == expected
    assert expected.keys() == set(IDS)
    for verdict in expected.values():
        if isinstance(verdict, Duplicate | Part):
            assert isinstance(expected[verdict.of], Keep | Part)


@pytest.mark.parametrize(
    ("one", "other", "siblings"),
    [
        ("d/Приказ № 12 от 01.02.2024.md#", "d/Приказ № 15 от 03.04.2024.md#", True),
        ("d/act-2025-01.md#", "d/act-2025-02.md#", True),
        ("d/task item field 1.md#", "d/task item field 2.md#", False),
        ("d/sync of users with the portal.md#", "d/sync of users with the shop.md#", True),
        ("d/act-2025-01.md#", "e/act-2025-02.md#", False),
        ("d/act.md#", "d/act (1).md#", False),
        ("d/1.md#", "d/2.md#", False),
        ("d/a.md#", "d/b.md#", False),
    ],
)
def test_files_that_are_named_alike_are_siblings(one: str, other: str, siblings: bool) -> None:
    assert are_siblings(one, other) is siblings
    assert are_siblings(other, one) is siblings
