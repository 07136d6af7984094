"""Versions of the parts of cleaning. Told here, so that a run which cleans nothing need not import the parts."""

from __future__ import annotations

VERSIONS = {
    "cleaner": "17",
    "finder": "1",
    "normalize": "1",
    "hidden": "1",
    "language": "1",
    "evidence": "5",
    "labels": "10",
    "injection": "10",
    "fingerprint": "2",
    "sketch": "11",
    "edges": "3",
    "redact": "3",
}
"""A part, which is a module beside this one -> its version.

Whoever changes what a part gives raises it, and all documents are read again; `tests/golden/versions.py` watches.
"""
