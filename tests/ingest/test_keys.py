"""Keys are worked out without what reads, cleans and cuts: they are those that it would have itself."""

from __future__ import annotations

import importlib.metadata
import secrets
import zipfile
from pathlib import Path
from typing import Any

import pytest

from index.installed import entry_points, version_of
from ingest import keys
from ingest.build import build_embedder_of, chunk_key_of, chunker_of, cleaner_of, masker_of
from ingest.keys import prepare_keys, state_secret
from ingest.load.choose import BUILT_IN, class_of, container_suffixes
from ingest.load.told import TRAITS
from ingest.loaders import loaders_of, placeless, told_loaders_of
from ingest.settings import Settings

EVERYTHING = ["comments", "deletions", "hidden-sheets", "hidden-slides", "notes"]
SETTINGS: list[dict[str, Any]] = [
    {},
    {"load": {"let_in": EVERYTHING, "max_pages": 7, "mediawiki_namespaces": [0, 4]}},
    {"ocr": {"pictures": True, "languages": "eng", "accept": 70, "page_seconds": 5}},
    {"ocr": {"use": "off", "pictures": True}, "containers": {"members": 5, "depth": 1}},
    {"clean": {"keep": ["Ivan"], "deny": ["foo"], "allow": ["/a+/"], "partial": ["phone"], "paths": "all"}},
    {"clean": {"recognizers": []}, "chunk": {"max_tokens": 900, "overlap_tokens": 40}},
]


@pytest.mark.parametrize("given", SETTINGS)
def test_what_is_told_is_what_the_parts_say(given: dict[str, Any], tmp_path: Path) -> None:
    settings = Settings.model_validate({"state": {"dir": tmp_path}, **given})
    told, made = told_loaders_of(settings, None), loaders_of(settings, None)

    assert prepare_keys(told, "c", "l") == prepare_keys(made, "c", "l")
    assert container_suffixes(told) == container_suffixes(made)
    assert placeless(told, None) == placeless(made, None)
    assert masker_of(settings, b"s", b"k").key == cleaner_of(settings, b"s", b"k").key
    embedder = build_embedder_of(settings)
    assert chunk_key_of(settings, embedder) == chunker_of(settings, embedder).key


def test_what_is_told_of_loaders_is_what_they_say() -> None:
    """A version raised in one place only would leave documents read as before."""
    classes = {name: class_of(name) for name in BUILT_IN}
    optioned = {
        name
        for name, kind in classes.items()
        if getattr(kind, "takes", ()) or getattr(kind, "limited", False)
    }

    assert TRAITS.keys() == classes.keys() - optioned
    for name, told in TRAITS.items():
        kind = classes[name]
        assert told.version == kind.version, name
        assert told.libraries == kind.libraries, name
        assert told.streams == getattr(kind, "streams", False), name
        assert told.may_let_in == getattr(kind, "may_let_in", ()), name
        assert bool(told.asks) == hasattr(kind, "programs"), name


def test_another_version_of_a_library_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.model_validate({"state": {"dir": tmp_path}})
    before = prepare_keys(told_loaders_of(settings, None), "c")
    info = tmp_path / "chardet-99.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: chardet\nVersion: 99.0\n\nVersion: 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    version_of.cache_clear()
    keys._installed.cache_clear()
    try:
        after = prepare_keys(told_loaders_of(settings, None), "c")
        assert version_of("chardet") == "99.0"
    finally:
        version_of.cache_clear()
        keys._installed.cache_clear()

    of_chardet = {name for name, told in TRAITS.items() if "chardet" in told.libraries and not told.streams}
    assert {"text", "csv", "markdown"} <= of_chardet
    assert all(before[name] != after[name] for name in of_chardet)
    assert before["pdf"] == after["pdf"]


def test_versions_are_those_that_python_tells() -> None:
    installed = {one.metadata["Name"] for one in importlib.metadata.distributions()}

    assert len(installed) > 50
    assert {name: version_of(name) for name in installed} == {
        name: importlib.metadata.version(name) for name in installed
    }
    with pytest.raises(ModuleNotFoundError):
        version_of("no-such-package")


@pytest.mark.parametrize(
    "place",
    ["packed.zip", "packed-3.1-py3.11.egg/EGG-INFO", "lib/packed.egg-info", "lib/Packed-3.1.DIST-INFO"],
)
def test_a_package_is_found_wherever_python_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    stated = "Metadata-Version: 2.1\nName: packed\nVersion: 3.1\n"
    points = "[kb_ingest.loaders]\nx = packed:X\n"
    folder = tmp_path / place
    if folder.suffix == ".zip":
        with zipfile.ZipFile(folder, "w") as archive:
            archive.writestr("packed-3.1.dist-info/METADATA", stated)
            archive.writestr("packed-3.1.dist-info/entry_points.txt", points)
        monkeypatch.syspath_prepend(str(folder))
    else:
        folder.mkdir(parents=True)
        (folder / "METADATA" if "DIST" in place else folder / "PKG-INFO").write_text(stated, encoding="ascii")
        (folder / "entry_points.txt").write_text(points, encoding="ascii")
        monkeypatch.syspath_prepend(str(folder.parent))
    assert version_of.__wrapped__("packed") == importlib.metadata.version("packed") == "3.1"
    assert [one.value for one in entry_points(group="kb_ingest.loaders")] == ["packed:X"]


def test_two_first_runs_at_once_have_one_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one of them cleans is keyed with it: the other must not replace it, and is told that one."""
    state, others, make = tmp_path / "state", list[bytes](), secrets.token_hex

    def late(size: int) -> str:
        monkeypatch.setattr(secrets, "token_hex", make)
        others.append(state_secret(state, writing=True))
        return make(size)

    monkeypatch.setattr(secrets, "token_hex", late)
    secret = state_secret(state, writing=True)

    assert others == [secret] == [state_secret(state, writing=False)]
    assert [path.name for path in state.iterdir()] == ["secret"]
    assert (state / "secret").stat().st_mode & 0o777 == 0o600


def test_a_disk_without_links_has_its_secret_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    secret = state_secret(tmp_path, writing=True)

    assert secret == state_secret(tmp_path, writing=True)
    assert len(secret) == 32
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_a_place_that_cannot_be_listed_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.syspath_prepend(str(tmp_path / "loop"))
    with pytest.raises(ModuleNotFoundError):
        version_of.__wrapped__("packed")
    assert version_of.__wrapped__("pytest") == pytest.__version__
