"""Who is told what, and when: tables over a run of runs; no clock, no channel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest.live.message import compose
from ingest.live.told import Choice, Memory, choose, notebook, read_notebook
from ingest.live.trouble import Ended, Past, findings, mark
from ingest.notify_settings import NotifySettings

START = datetime(2025, 6, 1, 3, 0, tzinfo=UTC)


def report(
    *failing: str, refused: str = "", stale: Sequence[str] = (), documents: int = 100
) -> dict[str, Any]:
    failures = [
        {"source": one, "code": "malformed", "remedy": "Save it again.", "new": True} for one in failing
    ]
    counts = {"added": 0, "updated": 0, "moved": 0, "removed": 0, "failed": len(failing)}
    return {
        "documents": {**counts, "unchanged": documents - len(failing)},
        "failures": failures,
        "refused": refused,
        "remedy": "If it is meant: --allow-delete 40." if refused else "",
        "stale": list(stale),
    }


def sync(*failing: str, code: int | None = None, **more: Any) -> Ended:
    told = report(*failing, **more)
    return Ended(command="sync", exit_code=(3 if told["refused"] else int(bool(failing))), report=told)


def lost(code: int, error: str = "root 'docs' is away") -> Ended:
    return Ended(command="sync", exit_code=code, error=error, remedy="Mount it.")


def verified(**found: Any) -> Ended:
    empty = {"missing": [], "orphaned": [], "stale": [], "unreachable": [], "reason": ""}
    return Ended(command="verify", exit_code=int(bool(found)), report={**empty, **found})


class Channel:
    """A channel's memory through many runs, an hour apart."""

    def __init__(self, **chosen: Any) -> None:
        self.chosen = NotifySettings(**chosen)
        self.memory, self.past, self.now = Memory(), Past(), START

    def after(self, ended: Ended, hours: float = 1.0) -> Choice:
        self.now += timedelta(hours=hours)
        self.past = self.past.after(ended, ["docs"], self.now)
        found = findings(ended, self.past, self.chosen, self.now)
        choice = choose(self.memory, found, self.now, remind_hours=self.chosen.remind_hours)
        self.memory = choice.memory
        return choice

    def told(self, ended: Ended, hours: float = 1.0) -> str:
        """In short: kinds with numbers of new ids ("~" in a reminder), then what is over."""
        choice = self.after(ended, hours)
        words = [
            f"{one.finding.kind}{'+' + str(len(one.fresh)) if one.fresh else '~'}" for one in choice.news
        ]
        return " ".join(words + [f"over:{kind}" for kind in choice.recovered])


def test_the_same_failures_are_told_once_and_recover_once() -> None:
    channel = Channel()
    assert [channel.told(sync("a", "b")) for _ in range(5)] == ["failures+2", "", "", "", ""]
    assert channel.told(sync("a", "b", "c")) == "failures+1"
    assert channel.told(sync("a")) == ""
    assert channel.told(sync("a", "b")) == "failures+1", "b was well in between"
    assert [channel.told(sync()) for _ in range(2)] == ["over:failures", ""]


def test_it_is_told_again_after_a_day_while_it_lasts() -> None:
    channel = Channel()
    told = [channel.told(sync("a")) for _ in range(50)]
    assert [number for number, words in enumerate(told) if words] == [0, 24, 48]
    assert told[24] == "failures~"
    silent = Channel(remind_hours=0)
    assert sum(bool(silent.told(sync("a"))) for _ in range(50)) == 1


@pytest.mark.parametrize(
    ("chosen", "failing", "expected"),
    [
        ({"failures": 3}, "ab", ""),
        ({"failures": 3}, "abc", "failures+3"),
        ({"failures": 3, "failures_percent": 2}, "ab", "failures+2"),
        ({"failures": 0, "failures_percent": 5}, "abcd", ""),
        ({"failures": 0, "failures_percent": 5}, "abcde", "failures+5"),
        ({"failures": 0}, "abcde", ""),
    ],
)
def test_a_number_or_a_share(chosen: dict[str, Any], failing: str, expected: str) -> None:
    assert Channel(**chosen).told(sync(*failing)) == expected


def test_below_the_threshold_failures_gather_until_they_are_enough() -> None:
    channel = Channel(failures=3)
    assert [channel.told(sync(*names)) for names in ("a", "ab", "abc", "abcd", "abcdef")] == [
        "",
        "",
        "failures+3",
        "",
        "failures+3",
    ]


def test_the_brake_a_lost_root_and_drift_each_end_where_they_can() -> None:
    channel = Channel()
    assert channel.told(sync(refused="40 of 100 would leave")) == "deletions_held+1"
    assert channel.told(sync(refused="41 of 100 would leave")) == "", "other words, the same trouble"
    assert channel.told(lost(3)) == "troubled_runs+1"
    assert channel.told(lost(8, "the disk is full")) == "troubled_runs+1", "another trouble"
    assert channel.told(verified(missing=["c1"], orphaned=["c2"])) == "drift+2"
    assert channel.told(sync()) == "", "store and manifest may still be apart"
    assert channel.told(verified()) == "over:deletions_held over:troubled_runs over:drift"


def test_drift_ends_with_a_new_generation() -> None:
    channel = Channel()
    channel.told(verified(reason="the process that opened it died"))
    fresh = Ended(command="rebuild", exit_code=0, report=report())
    assert channel.told(fresh) == "over:drift"


@pytest.mark.parametrize("code", [4, 130, 143])
def test_a_run_that_was_turned_away_or_stopped_is_no_trouble(code: int) -> None:
    channel = Channel()
    channel.told(sync())
    assert channel.told(lost(code)) == ""
    assert channel.told(lost(code), hours=72) == "stale+1", "but a root without a good run for days is"
    assert channel.told(sync()) == "over:stale"


def test_a_source_is_stale_when_its_old_content_is_served_for_long() -> None:
    channel = Channel(failures=0, stale_days=2)
    ended = sync("docs/a.md", "docs/b.md", stale=["docs/a.md#"])
    assert [channel.told(ended, hours=24) for _ in range(3)] == ["", "", "stale+1"]
    assert channel.told(sync("docs/b.md"), hours=24) == "over:stale"


def test_what_is_switched_off_is_not_told() -> None:
    channel = Channel(failures=0, drift=False, deletions_held=False, troubled_runs=False, stale_days=0)
    for ended in (sync("a", refused="40"), lost(6), verified(missing=["c"]), lost(6)):
        assert channel.told(ended, hours=200) == ""


def test_a_message_names_ids_remedies_and_the_run(tmp_path: Path) -> None:
    channel = Channel()
    names = [f"docs/{number:02}.md" for number in range(25)]
    channel.told(sync(*names[:5]))
    ended = Ended(command="sync", exit_code=1, run="7-20250601T050000Z", report=report(*names))
    choice = channel.after(ended)
    message = compose(ended, choice.news, choice.recovered, host="kb", at="2025-06-01T05:00:00+00:00")

    assert message.subject == "[kb-ingest] kb: 25 sources fail"
    assert message.status == message.data["status"] == "trouble"
    assert "25 sources fail, 20 of them new\n  25 x malformed\n    Save it again." in message.text
    assert message.text.index("docs/05.md (new)") < message.text.index("... and 5 more")
    assert "run 7-20250601T050000Z, exit 1; " in message.text
    (news,) = message.data["news"]
    assert (news["count"], news["new"], len(news["items"]), news["more"]) == (25, 20, 20, 5)
    assert json.loads(json.dumps(message.data)) == message.data


def test_the_notebook_holds_marks_and_survives_what_is_no_notebook(tmp_path: Path) -> None:
    with notebook(tmp_path) as book:
        book.past = Past(good={"docs": START.isoformat()}, failing={mark("docs/a.md"): START.isoformat()})
        channel = Channel()
        channel.told(sync("docs/a.md"))
        book.channels["mail"] = channel.memory
    path = tmp_path / "notified.json"
    text = path.read_text("utf-8")
    assert "a.md" not in text
    assert path.stat().st_mode & 0o077 == 0
    assert read_notebook(tmp_path).channels == {"mail": channel.memory}

    for spoiled in ("", "{", "[]", '{"past": 1}', text.replace("2025-06", "2025-66"), '{"past": null}'):
        path.write_text(spoiled, "utf-8")
        assert read_notebook(tmp_path).channels == {}


def test_a_copy_that_could_not_be_published_is_told_by_its_reason() -> None:
    unpublished = {**report(), "unpublished": "publish.dir: the disk is full. Free space."}
    found = findings(Ended(command="sync", exit_code=8, report=unpublished), Past(), NotifySettings(), START)

    (troubled,) = [one for one in found if one.kind == "troubled_runs"]
    assert troubled.items == {"sync, exit 8": "publish.dir: the disk is full. Free space."}
