"""A floor under what the builtin embedder finds: without stop words, stems or square roots it is not reached."""

from __future__ import annotations

import numpy as np
import pytest
from pairs import ENGLISH, RUSSIAN

from index.embed.builtin import BuiltinEmbedder


def leads(pairs: list[tuple[str, str]], others: list[tuple[str, str]]) -> list[float]:
    """How far the right paragraph is before the best wrong one, of both languages; below 0: it is not first."""
    embedder = BuiltinEmbedder()
    passages = embedder.embed([paragraph for _, paragraph in pairs + others])
    found = []
    for number, (question, _) in enumerate(pairs):
        scores = passages @ embedder.embed_query(question)
        found.append(float(scores[number] - np.delete(scores, number).max()))
    return found


@pytest.mark.parametrize(
    ("pairs", "others", "floor"), [(ENGLISH, RUSSIAN, 0.355), (RUSSIAN, ENGLISH, 0.25)], ids=["en", "ru"]
)
def test_the_right_paragraph_is_first_by_far(
    pairs: list[tuple[str, str]], others: list[tuple[str, str]], floor: float
) -> None:
    found = leads(pairs, others)
    assert np.mean([lead > 0 for lead in found]) == 1.0
    assert np.mean(found) >= floor
