"""The audit log: append-only, chained, mended after a torn write."""

import hashlib
import json
import sys
from datetime import UTC, datetime

import pytest

from index.errors import EnvironmentFaultError
from ingest.audit import AuditLog, Problem


def _clock():
    return datetime(2025, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "audit.jsonl"


def _write(path, count, run="1"):
    with AuditLog(path, _clock, run=run, actor="me") as log:
        for number in range(count):
            log.append("sync", f"docs/{number}", {"count": number, "слово": ["a", None]})
        return log.head()


def _kinds(path, head=None):
    return [(problem.line, problem.kind) for problem in AuditLog(path, _clock).verify(head)]


def test_lines_are_chained_from_the_documented_formula(path):
    _write(path, 2)
    first, second = (json.loads(line) for line in path.read_text().splitlines())
    assert list(first) == ["seq", "at", "run", "actor", "action", "object", "details", "prev", "hash"]
    assert (first["seq"], first["at"], first["prev"]) == (1, "2025-03-01T12:00:00+00:00", "0" * 64)
    body = {name: value for name, value in second.items() if name not in {"prev", "hash"}}
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    assert second["prev"] == first["hash"]
    assert second["hash"] == hashlib.sha256((second["prev"] + canonical).encode()).hexdigest()


def test_only_its_owner_may_read_it_and_reading_writes_nothing(path):
    log = AuditLog(path, _clock)
    assert (log.head(), log.verify()) == ((0, "0" * 64), [])
    log.flush()
    log.close()
    assert not path.parent.exists()
    _write(path, 1)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_log_goes_on_over_many_runs(path):
    for run in range(5):
        _write(path, 3, run=str(run))
    assert [json.loads(line)["seq"] for line in path.read_text().splitlines()] == list(range(1, 16))
    assert _kinds(path) == []


def test_the_head_is_found_without_reading_all(path):
    _write(path, 1500)
    assert path.stat().st_size > 3 * 65536
    whole = AuditLog(path, _clock).head()
    assert whole[0] == 1500
    assert json.loads(path.read_bytes().splitlines()[-1])["hash"] == whole[1]
    path.write_bytes(b"x" * 65536 + b"\n" + path.read_bytes())  # the beginning is not looked at
    assert AuditLog(path, _clock).head() == whole


def test_a_line_longer_than_a_block_is_found(path):
    with AuditLog(path, _clock) as log:
        log.append("sync", "a", {"ids": ["x" * 50] * 5000})
        head = log.head()
    assert AuditLog(path, _clock).head() == head
    _write(path, 1)
    assert _kinds(path) == []


def test_a_line_torn_anywhere_is_closed_and_accounted_for(tmp_path):
    whole = tmp_path / "whole"
    _write(whole, 3)
    data = whole.read_bytes()
    start = data[:-1].rindex(b"\n") + 1
    for cut in [*range(start + 1, len(data) - 1, 23), len(data) - 2]:
        torn = tmp_path / f"torn{cut}"
        torn.write_bytes(data[:cut])
        assert _kinds(torn) == [(3, "torn")]
        _write(torn, 1)
        lines = torn.read_bytes().splitlines()
        mended = json.loads(lines[3])
        assert (mended["action"], mended["details"], mended["seq"]) == (
            "truncated",
            {"bytes": cut - start},
            3,
        )
        assert len(lines) == 5
        assert _kinds(torn) == []


def test_a_line_that_lacks_only_its_end_is_kept(path):
    _write(path, 2)
    path.write_bytes(path.read_bytes()[:-1])
    _write(path, 1)
    assert (len(path.read_bytes().splitlines()), _kinds(path)) == (3, [])


def test_zeros_after_a_power_cut_are_a_torn_line(path):
    _write(path, 2)
    path.write_bytes(path.read_bytes() + b"\0" * 300)
    _write(path, 1)
    assert _kinds(path) == []
    path.write_bytes(b"\0" * 10)
    _write(path, 1)
    assert _kinds(path) == []


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lambda lines: [*lines[:2], lines[2].replace(b"docs/2", b"docs/9"), *lines[3:]], [(3, "changed")]),
        (lambda lines: [*lines[:2], *lines[3:]], [(3, "missing")]),
        (lambda lines: lines[1:], [(1, "missing")]),
        (
            lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
            [(2, "missing"), (3, "missing"), (4, "missing")],
        ),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], [(3, "missing")]),
        (lambda lines: [*lines[:2], b"not json", *lines[3:]], [(3, "torn"), (4, "missing")]),
        (lambda lines: [*lines[:2], b"[1]", *lines[2:]], [(3, "torn")]),
        (lambda lines: [*lines[:2], b"", *lines[2:]], [(3, "torn")]),
    ],
)
def test_harm_is_found(path, harm, found):
    _write(path, 5)
    path.write_bytes(b"\n".join(harm(path.read_bytes().splitlines())) + b"\n")
    assert [problem for problem in _kinds(path) if problem in found] == found
    assert _kinds(path)[0] == found[0]


def test_a_cut_tail_shows_against_an_earlier_head(path):
    head = _write(path, 5)
    assert AuditLog(path, _clock).verify(head) == []
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))
    assert _kinds(path) == []
    assert AuditLog(path, _clock).verify(head) == [Problem(line=4, kind="cut")]
    path.unlink()
    assert AuditLog(path, _clock).verify(head) == [Problem(line=1, kind="cut")]


def test_a_log_that_cannot_be_written_is_a_fault_of_the_environment(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFaultError) as caught:
        AuditLog(tmp_path / "file" / "audit", _clock).append("sync", "x")
    assert caught.value.exit_code == 8


@pytest.mark.skipif(sys.platform == "win32", reason="there nobody waits")
def test_a_line_that_is_being_written_is_waited_for_and_not_called_torn(path, monkeypatch):
    import fcntl

    _write(path, 2)
    whole, locks = path.read_bytes(), []
    path.write_bytes(whole[:-40])

    def wait(_, how):
        """The other one has written the rest when it gives the lock back."""
        if not locks:
            with path.open("ab") as file:
                file.write(whole[-40:])
        locks.append(how)

    monkeypatch.setattr(fcntl, "flock", wait)
    assert _kinds(path) == []
    assert locks == [fcntl.LOCK_SH, fcntl.LOCK_UN]
    assert [record["seq"] for record in AuditLog(path, _clock).records()] == [1, 2]
