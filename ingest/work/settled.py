"""Makes a process ready to be forked when it is imported, after all that its children are to share.

What was read and thrown away while tables were built lies about in free blocks; children would take them for their
own work, each a copy of the page, and the parent would keep the first one for nobody: 20 MB a worker.
"""

from __future__ import annotations

import gc
import sys


def give_back() -> None:
    """Gives free memory back to the system. Only glibc has to be told to."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


gc.collect()
gc.freeze()
give_back()
