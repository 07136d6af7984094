"""The pure parts of the morning report, by tables: folding, failures, ages, moments, charts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from index.errors import UsageError
from index.records import EffectRecord
from ingest.charts import bar, columns, line
from ingest.freshness import _age
from ingest.moments import lasted, moment_of
from ingest.morning_changes import changes, movers
from ingest.morning_fold import fold
from ingest.morning_trouble import failures, to_do


def effect(kind: str, had: int = 0, has: int = 0, **more: Any) -> EffectRecord:
    """Of the document `a#`, with so many chunks before and after, ten code points each."""
    sizes = {"chunks_before": had, "chunks": has, "chars_before": 10 * had, "chars": 10 * has}
    return EffectRecord(kind=kind, **{"doc_id": "a#", **sizes, **more})


ONE_OF_TWO = [
    ("added, then changed", [effect("added", 0, 2), effect("updated", 2, 5)], effect("added", 0, 5)),
    ("twice changed", [effect("updated", 2, 5), effect("updated", 5, 3)], effect("updated", 2, 3)),
    ("changed, then removed", [effect("updated", 2, 5), effect("removed", 5, 0)], effect("removed", 2, 0)),
    ("back again", [effect("removed", 2, 0), effect("added", 0, 3)], effect("updated", 2, 3)),
    ("moved, then changed", [effect("moved", 2, 2, was="b#"), effect("updated", 2, 4)], effect("moved", 2, 4, was="b#")),
    (
        "moved twice",
        [effect("moved", 2, 2, doc_id="b#", was="c#"), effect("moved", 2, 2, was="b#")],
        effect("moved", 2, 2, was="c#"),
    ),
    ("added, then moved", [effect("added", 0, 2, doc_id="b#"), effect("moved", 2, 2, was="b#")], effect("added", 0, 2)),
    (
        "judged twice",
        [effect("updated", before="keep", verdict="draft"), effect("", before="draft", verdict="held", rule="r")],
        effect("updated", before="keep", verdict="held", rule="r"),
    ),
    (
        "judged, then changed",
        [effect("", 2, 0, before="keep", verdict="draft", rule="r"), effect("updated")],
        effect("updated", 2, 0, before="keep", verdict="draft", rule="r"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("effects", "expected"), [row[1:] for row in ONE_OF_TWO], ids=[row[0] for row in ONE_OF_TWO]
)
def test_effects_of_two_runs_are_one(effects: list[EffectRecord], expected: EffectRecord) -> None:
    assert fold([[one] for one in effects]) == [expected]


def test_a_name_that_is_used_again_is_told_for_both() -> None:
    runs = [
        [effect("removed", 2, 0)],
        [effect("moved", 3, 3, was="b#")],
        [effect("added", 0, 1, doc_id="b#")],
    ]

    assert fold(runs) == [
        effect("removed", 2, 0), effect("moved", 3, 3, was="b#"), effect("added", 0, 1, doc_id="b#"),
    ]  # fmt: skip


def test_a_new_document_under_the_name_of_one_that_left_is_that_one_changed() -> None:
    new = effect("moved", 1, 1, doc_id="a#", was="c#")
    runs = [
        [effect("removed", 2, 0, before="draft"), effect("added", 0, 1, doc_id="c#", verdict="keep")],
        [new],
    ]

    assert fold(runs) == [effect("updated", 2, 1, before="draft", verdict="keep")]


def test_there_and_back_again_is_no_move() -> None:
    assert fold([[effect("moved", 2, 2, doc_id="b#", was="a#")], [effect("moved", 2, 2, was="b#")]]) == []


def test_what_came_and_went_did_not_happen() -> None:
    judged = [effect("", before="keep", verdict="draft"), effect("", before="draft", verdict="keep")]

    assert fold([[effect("added", 0, 2)], [effect("removed", 2, 0)]]) == []
    assert fold([[one] for one in judged]) == []


def test_what_history_did_not_keep_is_counted() -> None:
    kept = [effect("added", 0, 2), effect("updated", 2, 3, doc_id="b#")]

    told = changes(fold([kept]), kept, {"added": 41, "updated": 1, "removed": 3})
    assert told["counts"] == {
        "added": 41,
        "updated": 1,
        "removed": 3,
        "moved": 0,
        "relabelled": 0,
        "verdicts": 0,
    }
    assert (told["unnamed"]["added"], told["unnamed"]["removed"]) == (40, 3)


def test_movers_are_ranked_by_chunks_then_by_text() -> None:
    told = movers(
        [
            effect("updated", 1, 9, doc_id="r/x/a.md#"),
            effect("added", 0, 2, doc_id="r/x/b.md#"),
            effect("removed", 7, 0, doc_id="r/y/c.md#"),
            EffectRecord(doc_id="r/y/d.md#", kind="updated", chars=5),
            effect("updated", 3, 3, doc_id="r/e.md#"),
        ]
    )

    assert [one["document"] for one in told["gained"]] == ["r/x/a.md#", "r/x/b.md#", "r/y/d.md#"]
    assert [one["document"] for one in told["lost"]] == ["r/y/c.md#"]
    assert [(one["folder"], one["chunks"], one["documents"]) for one in told["folders"]] == [
        ("r/x", 10, 2),
        ("r/y", -7, 2),
    ]


def failure(source: str, code: str = "malformed", **more: Any) -> dict[str, Any]:
    return {"source": source, "stage": "load", "code": code, "detail": "", "new": True, "attempts": 2, **more}


def test_new_failures_come_first_and_what_recovered_is_named() -> None:
    now = [
        failure("r/old", since="2025-05-01T00:00:00+00:00"),
        failure("r/new", since="2025-06-01T03:00:00+00:00"),
        failure("r/other", "encrypted", since="2025-04-01T00:00:00+00:00"),
    ]
    told = failures(now, [failure("r/old"), failure("r/well")], "2025-06-01T00:00:00+00:00")

    assert (told["count"], told["new"], told["recovered"]) == (3, 1, ["r/well"])
    assert [(row["code"], row["new"], row["count"]) for row in told["codes"]] == [
        ("malformed", 1, 2),
        ("encrypted", 0, 1),
    ]
    assert [one["source"] for one in told["codes"][0]["sources"]] == ["r/new", "r/old"]
    assert told["codes"][0]["since"] == "2025-05-01T00:00:00+00:00"
    assert "Open it in its program" in told["codes"][0]["remedy"]


def test_a_failure_of_an_older_program_has_no_day() -> None:
    told = failures([failure("r/a"), failure("r/b", new=False)], [], "2025-06-01")

    assert [(one["source"], one["new"], one["since"]) for one in told["codes"][0]["sources"]] == [
        ("r/a", True, ""),
        ("r/b", False, ""),
    ]


def calm(**more: Any) -> dict[str, Any]:
    run = {
        "run": 7,
        "error": "",
        "refused": "",
        "remedy": "",
        "healed": [],
        "exit_code": 0,
        "unpublished": "",
    }
    return {
        "window": {"runs_in": True, "from": "2025-06-01T00:00:00+00:00"},
        "last": run, "runs": [run], "failures": {"new": 0, "count": 0, "codes": []}, "stale": [],
        "questions": 0, "open": [], "overdue": [], "silent": [], "changes": {"verdicts": []}, **more,
    }  # fmt: skip


def test_in_step_there_is_nothing_to_do() -> None:
    assert to_do(calm()) == []


def test_the_gravest_stands_first() -> None:
    broken = {**calm()["last"], "error": "the disk is full", "remedy": "Free space.", "exit_code": 8}
    told = to_do(
        calm(last=broken, runs=[calm()["last"], broken], overdue=[1, 2], questions=3, open=[{"new": True}])
    )

    assert [one["level"] for one in told] == ["alert", "warn", "note"]
    assert told[0] == {
        "level": "alert",
        "what": "The last run failed (exit 8): the disk is full",
        "do": "Free space.",
    }
    assert told[1]["what"] == "3 questions for a person, 1 of them new."


def test_a_copy_that_could_not_be_published_is_an_alert() -> None:
    behind = {**calm()["last"], "unpublished": "publish.dir: the disk is full.", "exit_code": 8}
    (told,) = to_do(calm(last=behind, runs=[behind]))

    assert told["level"] == "alert"
    assert "the disk is full" in told["what"]


def test_a_night_without_a_run_is_an_alert() -> None:
    (told,) = to_do(calm(window={"runs_in": False, "from": "2025-06-01T00:00:00+00:00"}))

    assert told["level"] == "alert"
    assert "No run has ended since" in told["what"]


def test_failed_runs_before_a_good_one_are_told() -> None:
    run = calm()["last"]
    (told,) = to_do(calm(runs=[{**run, "refused": "40 of 50 would leave"}, run]))

    assert (told["level"], told["what"]) == ("warn", "1 of 2 runs failed or were refused.")


@pytest.mark.parametrize(
    ("day", "age"),
    [
        ("2025-06-01", "under a month"), ("2025-07-01", "under a month"), ("2025-05-01", "1 to 3 months"),
        ("2025-02-01", "3 to 6 months"), ("2024-09-01", "6 to 12 months"), ("2024-01-01", "1 to 2 years"),
        ("2021-01-01", "2 to 5 years"), ("2011-01-01", "over 5 years"), ("", "no date"), ("2025", "no date"),
    ],
)  # fmt: skip
def test_ages(day: str, age: str) -> None:
    assert _age(day, datetime(2025, 6, 1, tzinfo=UTC).date()) == age


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("24h", "2025-05-31T09:00:00+00:00"),
        ("7d", "2025-05-25T09:00:00+00:00"),
        ("90m", "2025-06-01T07:30:00+00:00"),
        ("2025-05-30T10:00+03:00", "2025-05-30T07:00:00+00:00"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    assert moment_of(text, datetime(2025, 6, 1, 9, tzinfo=UTC)) == moment


@pytest.mark.parametrize("text", ["", "soon", "9", "2025-13-01", "999999w", "-1d"])
def test_what_is_no_moment_is_told(text: str) -> None:
    with pytest.raises(UsageError):
        moment_of(text, datetime(2025, 6, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.44, "0.4 s"), (38.2, "38 s"), (720, "12 min"), (11100, "3 h 05 min")]
)
def test_durations(seconds: float, words: str) -> None:
    assert lasted(seconds) == words


def shapes(svg: str, tag: str) -> list[Any]:
    return list(etree.fromstring(svg).iter(tag))


@pytest.mark.parametrize("values", [[], [0], [0, 0], [5], [5, 5], [3, 9, 4], [10**9, 1]])
def test_charts_stay_in_their_frame(values: list[float]) -> None:
    drawn = [line(values, "t"), columns(values, ["n"] * len(values), "t"), bar(values[0] if values else 0, 7)]
    for svg in drawn:
        assert "nan" not in svg
    width, height = map(float, etree.fromstring(drawn[0]).get("viewBox").split()[2:])
    for polyline in shapes(drawn[0], "polyline"):
        for point in polyline.get("points").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height
    for rect in shapes(drawn[1], "rect"):
        assert float(rect.get("y")) + float(rect.get("height")) == height


def test_columns_are_in_proportion_and_named() -> None:
    svg = columns([0, 5, 10], ["none", "five", "<ten>"], "<b>")

    assert [float(rect.get("height")) for rect in shapes(svg, "rect")] == [0, 50, 100]
    assert [title.text for title in shapes(svg, "title")] == ["<b>", "none", "five", "<ten>"]
