"""Cosines that come out the same wherever a row stands: float32 finds who may lead, float64 says who does.

A product of matrices rounds a row's sum by where the row stands in the matrix, so equal vectors may differ in the last
bit. Both ways to search (`index.search`, `index.resident`) therefore sum the rows in question once more, one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.embed.embedder import Vectors

ROWS = 2048
"""Rows that are summed at once."""


def places_of(vector: Vectors) -> Any:
    """Where a vector is not zero: only these columns count, and the builtin embedder's questions have few."""
    import numpy as np

    return np.flatnonzero(vector)


def leading(scores: Any, top: int, dimension: int) -> Any:
    """Indices of the scores that may be among the `top` best but for float32's rounding; -inf is never one."""
    import numpy as np

    if not len(scores) or top < 1:
        return np.empty(0, dtype=np.intp)
    least = np.partition(scores, len(scores) - top)[len(scores) - top] if len(scores) > top else -np.inf
    slack = 2 * dimension * np.finfo(np.float32).eps  # twice the bound for a dot product of unit vectors
    return np.flatnonzero((scores >= least - slack) & np.isfinite(scores))


def exact(take: Callable[[Any], Any], found: Any, weights: Any) -> Any:
    """The float64 scores of the rows `found`: `take` gives some of them, shape (rows, places), for `weights`."""
    import numpy as np

    scores = np.empty(len(found), dtype=np.float64)
    for start in range(0, len(found), ROWS):
        rows = np.ascontiguousarray(take(found[start : start + ROWS]), dtype=np.float64)
        scores[start : start + ROWS] = (rows * weights).sum(axis=1)
    return scores


def best(ids: Sequence[str], scores: Any, top: int) -> list[tuple[str, float]]:
    """The `top` best with their scores, equal ones by id."""
    ranked = sorted(zip(scores.tolist(), ids, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return [(chunk_id, score) for score, chunk_id in ranked[:top]]
