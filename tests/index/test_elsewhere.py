"""What lies on a server: which spellings of an address are one, and what a person says is gone from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import elsewhere
from index.errors import UsageError
from index.manifest import Manifest
from index.store.chroma_api import spelled


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://kb.example:8000", "HTTP://KB.Example:8000/"),
        ("http://kb.example", "http://kb.example:80"),
        ("https://kb.example/chroma", "https://kb.example.:443/chroma/"),
        ("http://[::1]:8000", "http://[0:0:0:0:0:0:0:1]:8000"),
    ],
)
def test_spellings_that_are_certainly_one_server(one: str, other: str) -> None:
    assert spelled(one) == spelled(other)


@pytest.mark.parametrize(
    "other",
    [
        "https://kb.example:8000",
        "http://kb.example:8001",
        "http://kb.example:8000/a",
        "http://127.0.0.1:8000",
    ],
)
def test_others_may_be_another(other: str) -> None:
    assert spelled("http://kb.example:8000") != spelled(other)


def test_who_says_that_a_place_is_clean_is_believed(tmp_path: Path) -> None:
    manifest = Manifest.open(tmp_path)
    places = ["kb-1a2b3c--g0001 on http://old:8000 (t/d)", "kb-1a2b3c--g0002 on http://old:8000 (t/d)"]
    other = "kb-1a2b3c--g0003 on http://older:8000 (t/d)"
    elsewhere._note(manifest, [*places, other])
    with pytest.raises(UsageError, match="nothing is noted") as caught:
        elsewhere.cleaned(manifest, ["http://new:8000"])
    assert other in caught.value.remedy
    assert elsewhere.cleaned(manifest, ["http://old:8000"]) == places
    assert elsewhere.cleaned(manifest, [other]) == [other]
    assert elsewhere.left(manifest) == []
    manifest.close()
