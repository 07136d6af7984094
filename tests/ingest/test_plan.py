from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import SourceRecord
from ingest.absence import is_within, places_of
from ingest.document import Source
from ingest.plan import brake, content_key, plan_documents, plan_sources

KEYS = {"markdown": "k1", "": "k0"}


def source(id_: str = "docs/a.md", size: int = 1) -> Source:
    return Source(id=id_, root="docs", file="/x", size=size, mtime_ns=1, ctime_ns=1, inode=1)


def row(id_: str = "docs/a.md", **values: object) -> SourceRecord:
    given: dict[str, object] = {
        "id": id_,
        "root": "docs",
        "size": 1,
        "mtime_ns": 1,
        "ctime_ns": 1,
        "inode": 1,
        "loader": "markdown",
        "prepare_key": "k1",
    }
    return SourceRecord(**{**given, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "known", "reason"),
    [
        (source(), None, "new"),
        (source(), row(), ""),
        (source(size=2), row(), "changed"),
        (source(), row(inode=7), "changed"),
        (source(), row(prepare_key="older"), "settings or libraries changed"),
        (source(), row(loader="uninstalled"), "settings or libraries changed"),
        (source(), row(state="failed", code="unreadable"), "retry"),
        (source(), row(state="failed", code="malformed"), ""),
        (source(), row(state="failed", code="timeout", attempts=1, retry_after=99.0), "retry"),
        (source(), row(state="failed", code="timeout", attempts=1, retry_after=101.0), ""),
        (source(), row(state="failed", code="timeout", attempts=3), ""),
        (source(), row(state="failed", code="timeout", attempts=1, retry_after=160.0), ""),
        (source(), row(state="failed", code="timeout", attempts=1, retry_after=161.0), "retry"),
        (source(), row(state="failed", code="timeout", attempts=2, retry_after=3700.0), "retry"),
        (source(), row(state="failed", code="empty-file"), "retry"),
        (source(), row(state="listed", code="empty-file", loader="", prepare_key="k0"), ""),
    ],
)
def test_what_is_loaded_and_why(found: Source, known: SourceRecord | None, reason: str) -> None:
    plan = plan_sources({found.id: found}, {known.id: known} if known else {}, KEYS, now=100.0)
    assert dict(plan.load) == ({found.id: reason} if reason else {})
    assert plan.keep == (0 if reason else 1)


@pytest.mark.parametrize(
    ("mtime", "ctime", "at", "reason"),
    [
        (1_700_000_000, 1_700_000_000, 1_700_000_001, "may have changed"),
        (1_700_000_000, 1_700_000_000, 1_700_000_061, ""),
        (1_700_000_030, 1_700_000_030, 1_700_000_000, "may have changed"),
        (4_102_444_800, 4_102_444_800, 1_700_000_000, ""),
        (0, 0, 1_700_000_000, ""),
        (1_700_000_000, 1_700_000_000.5, 1_700_000_001, ""),
        (1_700_000_000.5, 1_700_000_000.5, 1_700_000_001, ""),
    ],
    ids=["just read", "settled", "clocks differ", "of 2100", "of 1970", "fine ctime", "fine times"],
)
def test_a_second_change_within_a_coarse_second_is_not_missed(
    mtime: float, ctime: float, at: float, reason: str
) -> None:
    times = {"mtime_ns": int(mtime * 10**9), "ctime_ns": int(ctime * 10**9)}
    found = source()._replace(**times)
    read = row(at=datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds"), **times)
    plan = plan_sources({found.id: found}, {read.id: read}, KEYS, now=at + 1)
    assert dict(plan.load) == ({found.id: reason} if reason else {})


def test_what_is_not_there_is_gone_excluded_or_unknown() -> None:
    known = {one.id: one for one in (row("docs/a.md"), row("docs/x/b.md"), row("docs/y/c.md"))}
    plan = plan_sources({}, known, KEYS, now=0.0, unknown=["docs/x"], excluded=["docs/y/"])
    assert (plan.gone, plan.excluded) == (("docs/a.md",), ("docs/y/c.md",))


def test_a_prefix_is_a_folder_not_the_start_of_a_name() -> None:
    plan = plan_sources({}, {"docs/ab.md": row("docs/ab.md")}, KEYS, now=0.0, unknown=["docs/a"])
    assert plan.gone == ("docs/ab.md",)


def test_a_limited_run_leaves_the_rest_alone() -> None:
    known = {one.id: one for one in (row("docs/a/1.md"), row("docs/b/1.md"))}
    plan = plan_sources({}, known, KEYS, now=0.0, within=["docs/a"])
    assert plan.gone == ("docs/a/1.md",)


def key(text: str = "t", labels: str = "l", settings: str = "s", chars: int = 100) -> str:
    return content_key(f"{text}.{labels}", settings, chars)


def test_documents_are_put_relabelled_kept_and_dropped() -> None:
    wanted = {
        "new": key(),
        "same": key(),
        "text": key("t2"),
        "label": key(labels="l2"),
        "set": key(settings="s2"),
    }
    placed = {"same": key(), "text": key(), "label": key(), "set": key(), "old": key()}
    plan = plan_documents(wanted, placed)
    assert dict(plan.put) == {"new": "new", "text": "changed text", "set": "settings changed"}
    assert dict(plan.relabel) == {"label": "changed label"}
    assert (plan.drop, plan.keep, plan.shrunk) == (("old",), 1, ())


def test_an_interrupted_write_is_done_again_or_undone() -> None:
    plan = plan_documents({"a": key()}, {"a": key()}, {"a", "b"})
    assert dict(plan.put) == {"a": "interrupted"}
    assert plan.drop == ("b",)


def test_a_document_that_lost_nearly_all_its_text_is_noticed() -> None:
    placed = {"a": key(chars=1000), "short": key(chars=199)}
    plan = plan_documents({"a": key("t2", chars=99), "short": key("t2", chars=1)}, placed)
    assert plan.shrunk == ("a",)


def of(root: str, number: int) -> dict[str, str]:
    return {f"{root}/{index}": root for index in range(number)}


@pytest.mark.parametrize(
    ("leaving", "all_", "allow", "scope"),
    [
        (20, 20, 0, None),
        (21, 21, 0, "all roots"),
        (21, 105, 0, None),
        (22, 105, 0, "all roots"),
        (22, 105, 22, None),
        (22, 105, 21, "all roots"),
    ],
)
def test_the_brake_needs_a_number_and_a_share(leaving: int, all_: int, allow: int, scope: str | None) -> None:
    stop = brake(of("docs", leaving), of("docs", all_), documents=20, percent=20.0, allow=allow)
    assert (stop.scope if stop else None) == scope


def test_the_brake_looks_at_each_root() -> None:
    stop = brake(of("small", 30), {**of("small", 30), **of("large", 1000)}, documents=20, percent=20.0)
    assert stop is not None
    assert (stop.scope, stop.leaving, stop.total) == ("small", 30, 30)


@given(
    st.lists(st.sampled_from(["r", "r/a", "r/a/b", "r/ab", "r/a/b/c.md", "s/", "r/a/"])),
    st.sampled_from(["r/a/b/c.md", "r/ab/c.md", "r/a.md", "s/x", "r/a/b", "rr/a"]),
)
def test_many_limits_are_asked_as_few_are(prefixes, source_id):
    below = any(
        source_id == prefix.rstrip("/") or source_id.startswith(prefix.rstrip("/") + "/")
        for prefix in prefixes
    )

    assert is_within(source_id, places_of(prefixes)) == below
