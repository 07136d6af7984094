"""Runs one program so that nothing of it outlives who asked: started as a script, by path, with no import of ours.

    python -I -S guard.py FD FOLDER MEGABYTES SECONDS COMMAND...

FD is the reading end of a pipe that the asker holds open. When it closes, for whatever reason, or the program ends or
its time is up, the whole process group is killed and FOLDER ("" for none) removed; so an asker that was killed leaves
nothing behind. The program reads and writes what this process was given. The exit code is the program's; 124 when its
time was up.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time

TIME_UP = 124
LOOK_SECONDS = 0.05


def main(arguments: list[str]) -> int:
    """The program's exit code. Everything in the process group but this process is gone when it returns."""
    watched, folder, megabytes, seconds = (
        int(arguments[0]),
        arguments[1],
        int(arguments[2]),
        float(arguments[3]),
    )
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the group is killed below; this process goes last
    _allow(megabytes, seconds)
    program = subprocess.Popen(arguments[4:])
    until = time.monotonic() + seconds
    code = None
    asked = True
    while code is None and asked and time.monotonic() < until:
        asked = not select.select([watched], [], [], LOOK_SECONDS)[0]
        code = program.poll()
    if folder and (code is None or not asked):
        import shutil  # seldom needed, slow to import

        shutil.rmtree(folder, ignore_errors=True)
    if not asked:
        os.killpg(0, signal.SIGKILL)
    _kill_others()
    return TIME_UP if code is None else abs(code)


def _allow(megabytes: int, seconds: float) -> None:
    """What the program may use: the limits of a parser are too narrow for an office suite."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in ((resource.RLIMIT_AS, megabytes << 20), (resource.RLIMIT_CPU, int(seconds) + 1)):
        _, hard = resource.getrlimit(kind)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _kill_others() -> None:
    """Kills what is left of the group, this process apart."""
    group, own = os.getpgrp(), os.getpid()
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():  # noqa: PTH112, PTH208 - quick to start
        with contextlib.suppress(OSError, ValueError):
            if int(name) != own and os.getpgid(int(name)) == group:
                os.kill(int(name), signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
