"""Masked paths: whose machines give them the same hash."""

from __future__ import annotations

from ingest.clean.cleaner import Cleaner
from ingest.clean.finder import Finder
from ingest.clean.label_rules import LabelRules
from ingest.clean.masking import Masking
from ingest.clean.recognizers.registry import build

PATH = "docs/+7 916 234-10-20.md"


def masked(secret: bytes, key: bytes = b"") -> str:
    masking = Masking(secret=secret, form="type", key=key)
    return Cleaner(Finder(build(["phone"])), LabelRules(), masking).mask_path(PATH)


def test_a_shared_key_gives_masked_paths_the_same_hash_on_every_machine() -> None:
    assert masked(b"here", b"shared") == masked(b"there", b"shared") != PATH


def test_without_one_the_machines_secret_does() -> None:
    assert masked(b"here") == masked(b"here") != masked(b"there")
    assert "234" not in masked(b"here")
