"""Passwords of encrypted PDFs through the command line: used, and kept nowhere."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from ingest.keys import passwords_of
from ingest.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

WORD = "gate-7-opens"
ROOT = '[[roots]]\nname = "docs"\npath = "docs"\n'
RULE = '[[load.passwords]]\npath = "docs/contracts/**"\n'


def locked() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, encrypt=StandardEncryption(WORD))
    canvas.drawString(70, 700, "The tram leaves the depot at six and stops at every corner.")
    canvas.save()
    return buffer.getvalue()


def sync(folder: Path, config: str, code: int, **environ: str) -> subprocess.CompletedProcess[str]:
    (folder / "ingest.toml").write_text(ROOT + config, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "sync", "--json", "--set", 'clean.recognizers=["email"]'],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.getcwd()} | environ,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.mark.slow
def test_a_password_is_used_and_kept_nowhere(tmp_path: Path) -> None:
    (tmp_path / "docs" / "contracts").mkdir(parents=True)
    (tmp_path / "docs" / "contracts" / "lease.pdf").write_bytes(locked())
    failed = json.loads(sync(tmp_path, "", 1).stdout)["failures"]
    assert [(one["source"], one["code"]) for one in failed] == [
        ("docs/contracts/lease.pdf", "password-required")
    ]

    done = sync(tmp_path, RULE + 'password = "env:KB_LEASE"\n', 0, KB_LEASE=WORD)
    assert json.loads(done.stdout)["documents"]["added"] == 1
    stored = b"".join(path.read_bytes() for path in (tmp_path / ".ingest").rglob("*") if path.is_file())
    assert WORD.encode() not in stored + done.stdout.encode() + done.stderr.encode()

    written = sync(tmp_path, RULE + f'password = "{WORD}"\n', 2)
    assert WORD not in written.stdout + written.stderr
    assert "KB_LEASE is not set" in sync(tmp_path, RULE + 'password = "env:KB_LEASE"\n', 2).stdout


@pytest.mark.parametrize("given", [{}, {"password": "env:A", "password_file": "b"}, {"password": WORD}])
def test_a_password_is_named_in_one_place_and_never_written_down(given: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="password"):
        Settings.model_validate({"load": {"passwords": [{"path": "a/**", **given}]}})


def test_the_key_follows_the_password_and_does_not_tell_it(tmp_path: Path) -> None:
    file = tmp_path / "word"
    settings = Settings.model_validate(
        {"load": {"passwords": [{"path": "a/**", "password_file": str(file)}]}}
    )
    keys = set()
    for word, secret in (("one", b"s"), ("two", b"s"), ("one", b"t")):
        file.write_text(word + "\n", encoding="utf-8")
        made = passwords_of(settings, secret)
        assert made is not None
        assert list(made.of("a/b.pdf")) == [word]
        assert not list(made.of("b.pdf"))
        keys.add(made.key)
    assert len(keys) == 3
