"""The morning report in a real browser: nothing asked for, nothing complained about, readable on a phone, in the dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.records import EffectRecord
from ingest.html_report import write_page
from ingest.morning_changes import changes, movers
from ingest.morning_fold import fold
from ingest.morning_trouble import failures, to_do
from tests.chromium import BOXES, CONTRAST, SIZES, asked_for, browser, in_scheme, opened, sized

__all__ = ["browser"]

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium"), pytest.mark.needs("chromedriver")]

LONG = "docs/регламенты/" + "оченьдлинноеимябезпробелов" * 6 + ".md"
HOSTILE = "docs/<script>document.title='owned'</script>.docx"


def report() -> dict[str, Any]:
    """A busy morning: long and hostile names, every section, a month of runs."""
    effects = [
        EffectRecord(doc_id=f"docs/a/{kind}{number}.md#", kind=kind, chunks=number, chars=number * 1000)
        for kind in ("added", "updated", "removed", "relabelled")
        for number in range(12)
    ]
    effects += [
        EffectRecord(doc_id=f"{LONG}#", kind="moved", was=f"docs/old/{LONG}#", chunks=12345, chars=98765432),
        EffectRecord(doc_id="docs/b/c.md#", before="keep", verdict="outdated", other=f"{LONG}#"),
    ]
    trouble = [
        {"source": source, "stage": "load", "code": code, "detail": "zip", "since": f"2025-05-{day}T03:00:00+00:00", "attempts": 2}
        for source, code, day in ((HOSTILE, "malformed", "31"), (LONG, "encrypted", "02"), ("docs/x.pdf", "malformed", "03"))
    ]  # fmt: skip
    run = {
        "run": 31, "command": "sync", "started": "2025-05-31T03:00:00+00:00", "finished": "2025-05-31T03:02:00+00:00",
        "exit_code": 3, "seconds": 118.2, "generation": 1, "error": "", "healed": ["the store was not closed"],
        "refused": "40 of 50 searchable documents in docs (80 %) would leave", "remedy": "Check the share.", "gate": "", "unpublished": "",
    }  # fmt: skip
    figure = {"count": 1234, "documents": 56, "most": [{"document": f"{LONG}#", "count": 99}]}
    told: dict[str, Any] = {
        "window": {"from": "2025-05-30T09:00:00+00:00", "until": run["finished"], "runs_in": True, "present": True, "run": None},
        "last": run, "last_good": "2025-05-30T03:00:00+00:00", "runs": [run], "movers": movers(effects), "stale": ["docs/x.pdf#"],
        "changes": {
            **changes(fold([effects]), effects, {"added": 4321}),
            "chunks": {"embedded": 120, "cached": 7, "relabelled": 3, "deleted": 44, "before": 23113, "total": 23537},
        },
        "failures": failures(trouble, [{"source": "docs/well.docx", "code": "malformed"}], "2025-05-30T09:00:00+00:00"),
        "trend": {"by": "day", "points": [
            {
                "run": day, "at": f"2025-05-{day:02}T03:02:00+00:00", "documents": 5000 + day, "searchable": 4600 + day,
                "chunks": 23000 + 17 * day, "failures": day % 4, "questions": day // 9, "seconds": 30.0 + day, "exit_code": 0,
            }
            for day in range(2, 32)
        ]},
        "documents": 5031, "verdicts": {"keep": 4631, "draft": 390, "duplicate": 10, "held": 0}, "reasons": {},
        "masked": {"person": figure, "phone": figure}, "left": {"phone": figure}, "policy": {"purchase prices": figure},
        "hidden": {}, "held": {}, "missing": {}, "silent": ["trade secrets"], "boilerplate": [], "questions": 1,
        "overdue": [{"owner": "", "document": f"{LONG}#", "review_by": "2025-01-31"}],
        "freshness": {
            "roots": [{"root": "docs", "files": 5040, "failed": 3, "failing_since": "2025-05-02T03:00:00+00:00", "stale": 1, "missing": 0, "last_read": "2025-05-31T03:00:00+00:00"}],
            "spaces": [{"space": "default", "documents": 4631, "dated": 4000, "newest": "2025-05-30", "document": f"{LONG}#", "overdue": 1}],
            "ages": [{"age": "under a month", "documents": 120}, {"age": "over 5 years", "documents": 4000}, {"age": "no date", "documents": 0}],
        },
        "open": [{
            "id": "q-1", "kind": "versions", "asked": "is one the newer version of the other?", "since": "2025-05-31T03:02:00+00:00",
            "new": True, "documents": [f"{LONG}#", "docs/b.md#"], "guess": "",
            "answers": [{"command": f"ingest review supersedes '{LONG}#' 'docs/b.md#'", "means": "A replaces B"}],
        }],
    }  # fmt: skip
    return {**told, "to_do": to_do(told)}


@pytest.fixture(params=SIZES)
def shown(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """The page, opened at the width of a phone or of a desk."""
    sized(browser, request.param)
    page = tmp_path / "morning.html"
    write_page(page, report())
    opened(browser, page.as_uri())
    return browser


def test_nothing_is_asked_for_and_nothing_complained_about(shown: Any) -> None:
    assert asked_for(shown) == {shown.current_url.partition("#")[0]}
    assert shown.get_log("browser") == []
    assert shown.title.startswith("Knowledge base")


def test_nothing_sticks_out(shown: Any) -> None:
    wide, seen = shown.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    outside = [box for box in shown.execute_script(BOXES, "body *") if box[2] > seen + 1 or box[0] < -1]

    assert wide == seen
    assert outside == []


def test_charts_are_seen_and_lie_apart(shown: Any) -> None:
    charts = shown.execute_script(BOXES, "svg")

    assert len(shown.execute_script(BOXES, "svg.chart")) == 6
    assert len(charts) > 12
    for place, (left, top, right, bottom) in enumerate(charts):
        assert right - left >= 40
        assert bottom - top >= 8
        for other in charts[place + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
    assert len(shown.execute_script(BOXES, "svg.columns rect")) > 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(shown: Any, scheme: str) -> None:
    in_scheme(shown, scheme)
    ground = shown.execute_script("return getComputedStyle(document.documentElement).backgroundColor")
    red = int(ground.partition("(")[2].partition(",")[0])

    assert (red > 200) == (scheme == "light")
    assert shown.execute_script(CONTRAST) == {}


def test_it_prints_in_the_light(shown: Any) -> None:
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    colours = shown.execute_script(
        "return [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]"
    )
    shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})

    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
