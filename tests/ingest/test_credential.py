"""Secrets that settings only name: read in one place, from a file or the environment, and never quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import UsageError
from ingest.credential import secret_of


def test_a_secret_comes_from_its_file_or_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_bytes(b" a secret\n")
    assert secret_of("store.token", "", file) == b"a secret"
    assert secret_of("store.token", "env:KB", None, {"KB": "a secret "}) == b"a secret "
    assert secret_of("store.token", "", None) == b""


@pytest.mark.parametrize(
    ("variable", "content", "told", "remedy"),
    [
        ("env:KB", None, "store.token: the environment variable KB is not set", "export KB="),
        (
            "",
            None,
            r"store.token_file: .*token cannot be read \(No such file",
            "Write the secret into that file",
        ),
        ("", b" \n", r"store.token_file: .*token is empty", "Write the secret into it"),
    ],
)
def test_one_that_is_missing_or_empty_stops_and_is_named(
    tmp_path: Path, variable: str, content: bytes | None, told: str, remedy: str
) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError, match=told) as caught:
        secret_of("store.token", variable, None if variable else file, {"KB": " "})
    assert remedy in caught.value.remedy
