from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.store.filters import alternatives, matches

if TYPE_CHECKING:
    from index.chunk import Value
    from index.store.store import Where

ROW: dict[str, Value] = {"language": "ru", "channels": ["site", "bot"], "page": 3}


@pytest.mark.parametrize(
    ("where", "passes"),
    [
        (None, True),
        ({}, True),
        ({"language": "ru"}, True),
        ({"language": "r"}, False),
        ({"language": ["en", "ru"]}, True),
        ({"language": []}, False),
        ({"channels": "bot"}, True),
        ({"channels": "bo"}, False),
        ({"channels": ["x", "site"], "language": "ru"}, True),
        ({"channels": "site", "language": "en"}, False),
        ({"page": "3"}, False),
        ({"owner": "x"}, False),
    ],
)
def test_matches(where: Where | None, passes: bool) -> None:
    assert matches(ROW, where) is passes


def test_alternatives_are_in_order_and_distinct() -> None:
    assert alternatives({"b": ["2", "1", "2"], "a": "x"}) == [("a", ("x",)), ("b", ("2", "1"))]
