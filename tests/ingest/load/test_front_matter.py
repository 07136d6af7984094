"""Front matter: strings out, nothing clever, nothing dangerous."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.load.front_matter import ERROR, LIMIT, split_front_matter

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [*{old},*{old},*{old},*{old},*{old},*{old},*{old},*{old}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

CASES = {
    "none": ("# A", {}, "# A"),
    "yaml": ("---\nTitle: A b\nversion: 1.10\ndraft: yes\n---\n\n# X", {"title": "A b", "version": "1.10", "draft": "yes"}, "# X"),
    "dates stay text": ("---\nupdated: 2025-02-01\n---\n", {"updated": "2025-02-01"}, ""),
    "lists of scalars": ("---\ntags: [a, b c, [no], {x: y}]\nmeta:\n  deep: 1\n---\nx", {"tags": "a,b c"}, "x"),
    "empty values": ("---\na:\nb: ~\nc: null\nd: ''\n---\nx", {}, "x"),
    "ends with dots": ("---\na: 1\n...\nx", {"a": "1"}, "x"),
    "toml": ('+++\ntitle = "T"\nn = 1.50\nok = true\nd = 2025-02-01\ntags = ["a", "b"]\n[x]\ny = 1\n+++\nz', {"title": "T", "n": "1.50", "ok": "true", "d": "2025-02-01", "tags": "a,b"}, "z"),
    "russian": ("---\nСтатус: черновик\n---\nx", {"статус": "черновик"}, "x"),
    "empty header": ("---\n---\nx", {}, "x"),
    "broken yaml": ("---\na: [1\nb: }\n---\nx", ERROR, "x"),
    "broken toml": ("+++\na = \n+++\nx", ERROR, "x"),
    "aliases": (f"---\n{BOMB}---\nx", ERROR, "x"),
    "tags that build objects": ("---\na: !!python/object/apply:os.getcwd []\n---\nx", {}, "x"),
    "too long": ("---\na: " + "x" * LIMIT + "\n---\nx", ERROR, "x"),
    "too deep": ("---\na: " + "[" * 5000 + "\n---\nx", ERROR, "x"),
    "never closed": ("---\na: 1\n", {}, "---\na: 1\n"),
    "a rule, then prose": ("---\nJust prose.\n---\nx", {}, "---\nJust prose.\n---\nx"),
    "a rule, then broken prose": ("---\n* a: b: c\n  } [\n---\nx", {}, "---\n* a: b: c\n  } [\n---\nx"),
    "only a rule": ("---", {}, "---"),
    "a longer rule": ("----\na: 1\n----\n", {}, "----\na: 1\n----\n"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "properties", "rest"), CASES.values(), ids=CASES.keys())
def test_split(text: str, properties: dict[str, str], rest: str) -> None:
    assert split_front_matter(text) == (properties, rest)


@given(st.sampled_from(["---", "+++"]), st.text(alphabet="ab:=[]{}-\"'&*!|>#\n 1", max_size=60))
def test_any_header(fence: str, body: str) -> None:
    properties, rest = split_front_matter(f"{fence}\n{body}\n{fence}\nend")
    assert rest.endswith("end")
    assert all(isinstance(key, str) and isinstance(value, str) for key, value in properties.items())
