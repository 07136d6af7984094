"""Kinds of verdicts, as reports and stored rows name them. What they mean is in `verdict`."""

from __future__ import annotations

KINDS = (
    "keep",
    "duplicate",
    "part",
    "outdated",
    "draft",
    "archived",
    "deleted",
    "restricted",
    "expired",
    "pending",
    "forbidden",
    "held",
    "empty",
    "excluded",
)
"""Every kind a report counts, zero too."""
SEARCHABLE = frozenset({"keep", "part"})
"""Kinds of verdicts whose documents are in the index."""
