"""How workers begin and end: nothing is left behind, nothing leaks out of them."""

import logging
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import worker_tasks

from index.errors import EnvironmentFaultError
from ingest.work.local import LocalEngine
from ingest.work.pool import WORN

HERE = str(Path(__file__).parent)
PROJECT = str(Path(__file__).parents[3])


def _numbered(count, data=b"ok"):
    return ((number, data) for number in range(count))


def test_the_state_of_a_worker_is_limited():
    with LocalEngine("worker_tasks:start", b"", workers=1) as engine:
        outcome = next(iter(engine.map("limits", [("a", b"")], timeout=20)))
    core, umask, interrupt, alive = outcome.data.decode().split()
    assert (core, umask, interrupt) == ("0", "77", "1")
    assert alive == "None"


def test_output_of_workers_goes_nowhere(capfd):
    with LocalEngine("worker_tasks:start", b"", workers=1) as engine:
        list(engine.map("print", [("a", b"4111 1111 1111 1111")], timeout=20))
    assert capfd.readouterr() == ("", "")


def test_a_failing_start_tells_its_kind_but_no_text():
    with (
        LocalEngine("worker_tasks:broken", b"", workers=2) as engine,
        pytest.raises(EnvironmentFaultError, match=r"KeyError at worker_tasks.py:\d+") as caught,
    ):
        list(engine.map("echo", _numbered(3), timeout=20))
    assert "document" not in str(caught.value)


def test_a_refusing_start_says_what_to_do():
    with (
        LocalEngine("worker_tasks:refused", b"", workers=1) as engine,
        pytest.raises(EnvironmentFaultError, match="a setting is wrong") as caught,
    ):
        list(engine.map("echo", _numbered(3), timeout=20))
    assert caught.value.remedy == "Set it right."


def test_workers_that_die_as_they_start_end_the_run():
    with (
        LocalEngine("worker_tasks:dies", b"", workers=1) as engine,
        pytest.raises(EnvironmentFaultError, match="signal 6"),
    ):
        list(engine.map("echo", _numbered(3), timeout=20))


def test_workers_that_have_done_much_go_when_their_work_is_over():
    with LocalEngine("worker_tasks:start", b"", workers=1) as engine:
        worn = {outcome.data for outcome in engine.map("pid", _numbered(WORN), timeout=20)}
        engine.release()
        fresh = {outcome.data for outcome in engine.map("pid", _numbered(3), timeout=20)}
        engine.release()
        kept = {outcome.data for outcome in engine.map("pid", _numbered(1), timeout=20)}
    assert len(worn) == 1
    assert len(fresh | worn) == 2
    assert kept == fresh
    assert not any(Path(f"/proc/{pid.decode()}").exists() for pid in worn)


def test_work_that_is_under_way_goes_on_when_other_work_is_over():
    with LocalEngine("worker_tasks:start", b"", workers=2) as engine:
        outcomes = engine.map("echo", _numbered(3 * WORN), timeout=20)
        done = []
        for outcome in outcomes:
            done.append(outcome.tag)
            engine.release()
    assert sorted(done) == list(range(3 * WORN))


def test_a_preload_that_failed_is_reported_once(caplog):
    engine = LocalEngine("worker_tasks:start", b"", workers=2, preload=("no_such_module",))
    with caplog.at_level(logging.WARNING), engine:
        list(engine.map("echo", _numbered(50), timeout=20))
    assert [record.getMessage().count("no_such_module") for record in caplog.records] == [1]


def test_close_is_quick_repeatable_and_final():
    engine = LocalEngine("worker_tasks:start", b"", workers=2)
    slow = engine.map("pid", _numbered(2), timeout=600)
    pids = {int(outcome.data) for outcome in slow}
    outcomes_open = engine.map("sleep", _numbered(10, b"0"), timeout=600)
    next(outcomes_open)
    outcomes = engine.map("bad", _numbered(10, b"hang"), timeout=600)
    began = time.monotonic()
    engine.close()
    engine.close()
    assert time.monotonic() - began < 20  # at once; what hangs does so for ever
    assert not any(map(_is_alive, pids))
    with pytest.raises(RuntimeError):
        next(outcomes)


def _is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _script(body):
    code = textwrap.dedent(
        f"""
        import sys, time
        sys.path[:0] = [{HERE!r}, {PROJECT!r}]
        from ingest.work.local import LocalEngine
        engine = LocalEngine("worker_tasks:start", b"", workers=2)
        """
    )
    return code + textwrap.dedent(body)


@pytest.mark.parametrize("kind", ["hang", "hold"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_running_when_the_parent_ends(tmp_path, how, kind):
    script = tmp_path / "main.py"
    script.write_text(
        _script(
            f"""
            pids = [o.data.decode() for o in engine.map("pid", ((n, b"") for n in range(40)), timeout=60)]
            jobs = engine.map("bad", ((n, b"{kind}") for n in range(4)), timeout=60)
            print(*set(pids), flush=True)
            with engine:
                next(jobs)
            """
        )
    )
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert pids
    time.sleep(0.4)
    os.killpg(parent.pid, how) if how == signal.SIGINT else parent.kill()
    stderr = parent.communicate(timeout=60)[1].decode()
    deadline = time.monotonic() + 60
    while any(map(_is_alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(_is_alive, pids))
    assert "leaked" not in stderr
    assert stderr.count("Traceback") == (how == signal.SIGINT)


def test_an_interrupt_while_the_preload_runs_is_for_the_parent_only(tmp_path):
    script = tmp_path / "main.py"
    script.write_text(
        _script(
            "with engine: print('go', flush=True); list(engine.map('pid', [(1, b'')], timeout=60))"
        ).replace("workers=2", "workers=2, preload=('slow_import',)")
    )
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    parent.stdout.readline()
    time.sleep(0.5)
    os.killpg(parent.pid, signal.SIGINT)
    stderr = parent.communicate(timeout=60)[1].decode()
    assert stderr.count("Traceback") == 1
    assert stderr.rstrip().endswith("KeyboardInterrupt")


def test_an_unguarded_main_script_is_not_run_again(tmp_path):
    script = tmp_path / "main.py"
    script.write_text(
        _script(
            'print("main"); print(len(list(engine.map("echo", [(1, b"a")] * 9, timeout=20)))); engine.close()'
        )
    )
    done = subprocess.run(
        [sys.executable, str(script)], check=False, capture_output=True, text=True, timeout=120
    )
    assert (done.stdout.split(), done.stderr) == (["main", "9"], "")


def test_modules_of_the_current_folder_are_not_imported(tmp_path):
    (tmp_path / "colorsys.py").write_text("raise SystemExit('hijacked')")
    script = tmp_path / "sub" / "main.py"
    script.parent.mkdir()
    script.write_text(
        _script('print(len(list(engine.map("echo", [(1, b"a")] * 9, timeout=20)))); engine.close()').replace(
            "workers=2", "workers=1, preload=('colorsys',)"
        )
    )
    done = subprocess.run(
        [sys.executable, str(script)], check=False, capture_output=True, text=True, cwd=tmp_path, timeout=120
    )
    assert (done.stdout.split(), done.stderr) == (["9"], "")


def test_the_tasks_module_is_this_one():
    assert worker_tasks.__file__ == str(Path(HERE) / "worker_tasks.py")
