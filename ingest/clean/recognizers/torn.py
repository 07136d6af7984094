"""Numbers that a narrow cell broke where its line was full, not where people part them."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.clean.recognizers.context import Candidate

_LEAST = 5
"""Smaller groups are how people write numbers."""
_BREAKS = 2


def is_torn(found: Candidate) -> bool:
    """Whether it stands in groups of one size, the last no larger, parted by one blank or line end each."""
    sizes = [len(group) for group in re.split(r" |\n\n?", found.written)]
    even = set(sizes[:-1]) <= {sizes[0]} and sizes[-1] <= sizes[0]
    return even and sizes[0] >= _LEAST and found.plain


def is_cut(found: Candidate, *sizes: int) -> bool:
    """Whether its groups are of `sizes` but for one or two breaks within a group."""
    groups = list(accumulate(len(group) for group in re.findall(r"[^ \n|.\-]+", found.written)))
    return set(groups) >= set(accumulate(sizes)) and len(groups) <= len(sizes) + _BREAKS
