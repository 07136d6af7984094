"""The morning report in a real browser: nothing asked for, nothing complained about, readable on a phone, in the dark."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.records import EffectRecord
from ingest.html_report import write_page
from ingest.morning_changes import changes, movers
from ingest.morning_fold import fold
from ingest.morning_trouble import failures, to_do

pytestmark = [pytest.mark.slow, pytest.mark.needs("chromium"), pytest.mark.needs("chromedriver")]

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
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


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))
    driver.set_page_load_timeout(60)
    yield driver
    driver.quit()


@pytest.fixture(params=SIZES)
def shown(browser: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """The page, opened at the width of a phone or of a desk."""
    width, height = SIZES[request.param]
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    page = tmp_path / "morning.html"
    write_page(page, report())
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    browser.get(page.as_uri())
    return browser


BOXES = """
return [...document.querySelectorAll(arguments[0])].map(one => {
  const box = one.getBoundingClientRect();
  return [box.left, box.top, box.right, box.bottom];
}).filter(box => box[2] > box[0]);
"""


def test_nothing_is_asked_for_and_nothing_complained_about(shown: Any) -> None:
    events = [json.loads(entry["message"])["message"] for entry in shown.get_log("performance")]
    asked = [
        one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent"
    ]

    assert shown.get_log("browser") == []
    assert {url for url in asked if not url.startswith("data:")} == {shown.current_url.partition("#")[0]}
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


CONTRAST = """
const parts = text => text.match(/[\\d.]+/g).map(Number);
const light = rgb => rgb.slice(0, 3).map(v => v / 255)
  .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, place) => sum + v * [.2126, .7152, .0722][place], 0);
const ground = node => {
  for (let one = node; one; one = one.parentElement) {
    const found = parts(getComputedStyle(one).backgroundColor);
    if (found.length === 3 || found[3] > 0) return found;
  }
  return [255, 255, 255];
};
const worst = {};
for (const node of document.querySelectorAll("body *")) {
  if (![...node.childNodes].some(one => one.nodeType === 3 && one.textContent.trim()) || node.closest("svg")) continue;
  const pair = [light(parts(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => b - a);
  const ratio = (pair[0] + .05) / (pair[1] + .05);
  if (ratio < 4.5) worst[node.tagName + "." + node.className] = ratio;
}
return worst;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(shown: Any, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    shown.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
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
