"""Memory that is free goes back to the system."""

import os
import platform
from pathlib import Path

import pytest

from index.freed import give_back

BLOCKS, BYTES = 40_000, 2_000


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators give back what they want")
def test_what_was_freed_between_blocks_in_use_is_given_back() -> None:
    blocks = [bytearray(BYTES) for _ in range(BLOCKS)]
    kept = blocks[::100]
    before = _resident()
    del blocks

    give_back()

    assert before - _resident() > BLOCKS * BYTES / 2
    assert len(kept) == BLOCKS / 100
