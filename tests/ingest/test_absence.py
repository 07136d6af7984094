"""What is gone, and when it is believed: tables over values, no file and no clock."""

import pytest

from ingest.absence import Patience, absent_of, believed, is_within, moved_away, places_of
from ingest.plan import plan_sources
from tests.ingest.test_plan import KEYS, row, source

SHARE = Patience(network=("share/",), seconds=60.0)
NOW = 1000.0


def test_what_is_not_there_is_gone_excluded_or_unknown():
    known = ["r/a", "r/x/b", "r/y/c", "r/here", "r/xx", "r/x"]
    absent = absent_of({"r/here": source("r/here")}, known, unknown=["r/x/"], excluded=["r/y/", "r/x/"])
    assert (absent.gone, absent.excluded, absent.unknown) == (
        ("r/a", "r/xx"),
        ("r/y/c",),
        ("r/x/b", "r/x"),
    )


@pytest.mark.parametrize(
    ("source_id", "within"),
    [
        ("a", True),
        ("a/b/c", True),
        ("ab", False),
        ("x/a", False),
        ("x/y", True),
        ("x/y/z", True),
        ("x", False),
    ],
)
def test_a_place_is_a_folder_not_the_start_of_a_name(source_id, within):
    assert is_within(source_id, places_of(["a/", "x/y"])) is within


@pytest.mark.parametrize(
    ("name", "since", "prune", "unknown", "outcome"),
    [
        pytest.param("local/a", 0.0, False, (), "gone", id="local"),
        pytest.param("local/a", 0.0, False, ("local/x/",), "gone", id="local, another folder unknown"),
        pytest.param("share/a", 0.0, False, (), "stamp", id="first scan"),
        pytest.param("share/a", NOW - 59, False, (), "wait", id="too early"),
        pytest.param("share/a", NOW - 60, False, (), "gone", id="a minute later"),
        pytest.param(
            "share/a", NOW - 9999, False, ("share/x/",), "wait", id="incomplete scan removes nothing"
        ),
        pytest.param("share/a", 0.0, False, ("share/x/",), "wait", id="incomplete scan lays no tombstone"),
        pytest.param("share/a", NOW - 60, False, ("local/x/",), "gone", id="another root is incomplete"),
        pytest.param("share/a", NOW + 1, False, (), "stamp", id="the clock was set back"),
        pytest.param("share/a", NOW, False, (), "wait", id="just now"),
        pytest.param("share/a", 0.0, True, (), "gone", id="pruned at once"),
        pytest.param("share/a", NOW - 5, True, ("share/x/",), "gone", id="pruned though incomplete"),
        pytest.param("share/x/a", NOW - 999, True, ("share/x/",), "unknown", id="unknown is never pruned"),
    ],
)
def test_when_what_is_gone_is_believed(name, since, prune, unknown, outcome):
    known = {name: row(name, root=name.split("/", maxsplit=1)[0], missing_since=since)}
    patience = Patience(network=SHARE.network, seconds=SHARE.seconds, prune=prune)
    plan = plan_sources({}, known, KEYS, now=NOW, unknown=unknown, patience=patience)
    expected = {
        "gone": ((name,), (), (), ()),
        "stamp": ((), (name,), (name,), (name,)),
        "wait": ((), (name,), (), (name,)),
        "unknown": ((), (), (), (name,)),
    }
    assert (plan.gone, plan.missing, plan.stamp, plan.unseen) == expected[outcome]


@pytest.mark.parametrize("missing", ["gone", "excluded"])
def test_what_has_left_already_is_not_called_back_by_a_tombstone(missing):
    known = {"share/a": row("share/a", missing=missing)}
    assert believed(["share/a"], known, set(), NOW, SHARE) == (["share/a"], [], [])


def test_what_the_patterns_leave_out_leaves_at_once():
    known = {"share/a": row("share/a")}
    plan = plan_sources({}, known, KEYS, now=NOW, excluded=["share/a"], patience=SHARE)
    assert (plan.excluded, plan.missing) == (("share/a",), ())


def test_what_comes_back_loses_its_tombstone():
    known = {"share/a": row("share/a", missing_since=NOW - 5), "share/b": row("share/b")}
    present = {one: source(one) for one in known}
    plan = plan_sources(present, known, KEYS, now=NOW, patience=SHARE)
    assert (plan.back, plan.load, plan.missing) == (("share/a",), {}, ())


def test_a_rebuild_reads_what_is_there_and_keeps_what_is_missing():
    known = {"share/a": row("share/a"), "share/b": row("share/b")}
    plan = plan_sources({"share/b": source("share/b")}, known, KEYS, now=NOW, everything=True, patience=SHARE)
    assert (dict(plan.load), plan.missing, plan.gone) == ({"share/b": "rebuild"}, ("share/a",), ())


def test_a_limited_run_lays_tombstones_within_its_limits():
    known = {one: row(one) for one in ("share/x/a", "share/y/b")}
    plan = plan_sources({}, known, KEYS, now=NOW, within=["share/x"], patience=SHARE)
    assert (plan.stamp, plan.unseen) == (("share/x/a",), ("share/x/a",))


def test_what_moved_is_told_by_its_content_within_its_root():
    known = {
        "share/a": row("share/a", root="share", sha256="1"),
        "share/a2": row("share/a2", root="share", sha256="1"),
        "share/b": row("share/b", root="share", sha256="2"),
        "share/c": row("share/c", root="share", sha256=""),
    }
    arrived = {"share/x/a": "1", "other/b": "2", "share/c2": ""}
    assert moved_away(sorted(known), known, arrived) == ["share/a"]
