"""What a changed setting does again: exactly what follows from it. A new setting without a class fails here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from index.remote import ServerPlace
from ingest.build import build
from ingest.pipeline import NoProgress
from ingest.settings import Settings
from tests.ingest.container_files import zipped
from tests.world import World

LIVE = {
    "audit",
    "brake",
    "gate",
    "notify",
    "publish",
    "schedule",
    "serve",
    "tokens",
    "watch",
    "work",
}
"""Sections of which nothing shapes the index."""
CLASSES = {
    "read": """
        labels.match labels.version labels.version_date labels.channels labels.status labels.space labels.owner
        policy.name policy.action policy.fields policy.headings policy.markers policy.patterns policy.dictionary
        policy.paths policy.spaces policy.channels
        load.let_in load.max_pages load.mediawiki_namespaces load.passwords
        load.max_file_mb containers.members containers.total_mb containers.ratio containers.depth
        clean.recognizers clean.mask clean.mask_key clean.mask_key_file clean.partial clean.paths clean.allow
        clean.keep clean.deny ocr.use ocr.pictures ocr.languages ocr.dpi ocr.accept ocr.page_seconds
    """,
    "retry": "load.timeout_seconds load.memory_mb containers.max_file_mb",
    "find": "roots.name roots.path roots.space roots.include roots.exclude roots.marker roots.kind",
    "judge": "select.let_in select.authoritative select.parallel select.as_of decisions.path",
    "chunk": "chunk.min_tokens chunk.max_tokens chunk.overlap_tokens chunk.tokenizer",
    "embed": "embed.embedder embed.model embed.revision embed.query_prompt embed.passage_prompt",
    "move": "store.url store.prefix store.tenant store.database",
    "nothing": """
        store.sync_threshold store.batch_chunks store.token store.token_file store.timeout_seconds
        state.dir state.keep state.keep_days embed.device embed.batch_size ocr.cache_mb
        clean.presidio_model clean.presidio_score
    """,
}
"""What is done again: files are read (all, or of those that broke a limit), found, judged; documents are chunked, embedded.

`move`: the index is written from the cache where it belongs now (`test_server_store.py` counts embeddings: none).
Presidio is not among the recognizers here; `test_presidio.py` shows that files are read again where it is.
"""
CLASS_OF = {name: kind for kind, names in CLASSES.items() for name in names.split()}
VALUES: dict[str, Any] = {
    "roots.include": ("**/*.md",),
    "roots.exclude": ("m/",),
    "roots.kind": "network",
    "labels.version_date": "2025-03-04",
    "policy.action": "hold",
    "load.let_in": ("comments",),
    "load.mediawiki_namespaces": (4,),
    "clean.recognizers": ("phone",),
    "clean.mask": "keyed",
    "clean.mask_key": "env:SECRET",
    "clean.paths": "all",
    "clean.presidio_score": 0.75,
    "select.let_in": ("draft",),
    "select.as_of": "2024-02-03",
    "chunk.tokenizer": "tiktoken:cl100k_base",
    "embed.embedder": "builtin",
    "ocr.use": "off",
    "store.url": "http://other:8000",
}
"""Changed values of settings that do not take just any."""


def first(tmp_path: Path) -> Settings:
    """Settings in which each of them shows."""
    table = {
        "state": {"dir": tmp_path / "state"},
        "audit": {"path": tmp_path / "audit.jsonl"},
        "decisions": {"path": tmp_path / "decisions.toml"},
        "roots": [{"name": "docs", "path": tmp_path / "docs"}],
        "labels": [{"match": "docs/m/**", "version": "1"}],
        "policy": [{"name": "p", "action": "mask", "fields": ["x"]}],
        "tokens": [{"name": "bot", "token": "env:T", "spaces": ["*"]}],
        "store": {"url": "http://one:8000"},
        "clean": {"recognizers": ["email", "person"]},
        "embed": {"embedder": "sentence-transformers", "model": "owner/name"},
    }
    return Settings.model_validate(table)


def sections(settings: Settings) -> Iterator[tuple[str, BaseModel]]:
    for name in Settings.model_fields:
        value = getattr(settings, name)
        yield name, value if isinstance(value, BaseModel) else value[0]


NAMES = [f"{name}.{key}" for name, one in sections(first(Path())) for key in type(one).model_fields]


def changed(settings: Settings, name: str, value: Any) -> Settings:
    section, key = name.split(".")
    before = getattr(settings, section)
    one = before if isinstance(before, BaseModel) else before[0]
    after = one.model_copy(update={key: value})
    return settings.model_copy(update={section: after if isinstance(before, BaseModel) else (after,)})


def other(value: Any) -> Any:
    """Another value of the same kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case tuple():
            return (*value, "x")
        case None:
            return Path("x")
        case _:
            return value.with_name(f"x{value.name}") if isinstance(value, Path) else f"{value}x"


def facets(settings: Settings) -> dict[str, Any]:
    """What decides about what is done again."""
    pipeline = build(settings, NoProgress(), writing=False)
    place = pipeline.open_store
    return {
        "retry": pipeline.prepare_keys[""],
        "read": ({name: key for name, key in pipeline.prepare_keys.items() if name}, pipeline.clean_key),
        "find": pipeline.roots,
        "judge": (pipeline.selecting.key, pipeline.selecting.today()),
        "chunk": pipeline.index_key,
        "embed": pipeline.embedder_identity,
        "move": place.place(Path("gen-0001")) if isinstance(place, ServerPlace) else "",
    }


class Letters:
    """A counter that needs no table of tokens."""

    exact = True

    def __init__(self, name: str) -> None:
        self.name = name

    def count(self, text: str) -> int:
        return len(text) // 4


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SECRET", "s" * 32)
    monkeypatch.setattr("ingest.chunk.tokens.build_counter", Letters)
    (tmp_path / "word.txt").write_text("word\n", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.md").write_text("# Elsewhere\n\nAnother folder.\n", encoding="utf-8")
    (tmp_path / "decided.toml").write_text(
        '[[decision]]\naction = "drop"\ndocuments = ["docs/a.md#"]\n', encoding="utf-8"
    )
    return tmp_path


def value_of(name: str, settings: Settings, house: Path) -> Any:
    files = {
        "roots.path": "elsewhere",
        "policy.dictionary": "word.txt",
        "clean.mask_key_file": "word.txt",
        "decisions.path": "decided.toml",
    }
    if name in files:
        return house / files[name]
    if name == "load.passwords":
        rule = {"path": "**", "password": "env:SECRET"}
        return Settings.model_validate({"load": {"passwords": [rule]}}).load.passwords
    section, key = name.split(".")
    one = dict(sections(settings))[section]
    return VALUES.get(name, other(getattr(one, key)))


def test_every_setting_has_a_class() -> None:
    missing = [name for name in NAMES if name.split(".")[0] not in LIVE and name not in CLASS_OF]
    assert not missing, f"say in {Path(__file__).name} what is done again when they change: {missing}"
    assert CLASS_OF.keys() <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_setting_does_again_what_follows_from_it(house: Path, name: str) -> None:
    settings = first(house)
    after = facets(changed(settings, name, value_of(name, settings, house)))
    redone = {facet for facet, value in facets(settings).items() if value != after[facet]}
    kind = CLASS_OF.get(name, "nothing")
    allowed = {
        "nothing": set[str](),
        "read": {"retry"},
        "embed": {"chunk"},  # prompts are part of what is counted and embedded
    }.get(kind, set())
    assert redone - allowed == ({kind} - {"nothing"})


class Steered(World):
    """A world of given settings."""

    given: Settings

    def settings(self) -> Settings:
        return self.given

    def built_anew(self) -> World:
        other = Steered(self.folder, state=f"fresh-{len(list(self.folder.glob('fresh-*')))}")
        other.now = self.now
        other.given = changed(
            changed(self.given, "state.dir", other.state), "audit.path", other.state / "audit"
        )
        other.state.mkdir(mode=0o700)
        (other.state / "secret").write_bytes((self.state / "secret").read_bytes())
        other.sync()
        return other


FILES = {
    "a.md": "# Pump\n\nWrite to pump@works.example about x: 5.\n\n" + "Open the word valve slowly. " * 30,
    "m/b.md": "---\nstatus: draft\nversion: 2\n---\n# Fan\n\n" + "The fan of Ivan Petrov turns left. " * 30,
    "m/c v1.md": "# Hose\n\n" + "A hose is long and green, and x. " * 40,
    "m/c v2.md": "# Hose\n\n" + "A hose is long and green, and y. " * 40,
    "d.txt": "Open the word valve slowly. " * 30,
}
UNTRIED = LIVE | {"embed", "state", "store"}
"""Sections whose change is no matter of one sync after the other."""
NOT_ALONE = {"roots.marker", "policy.headings", "clean.mask"}
"""They need a file, or another setting with them."""


def test_after_any_change_one_sync_gives_what_a_fresh_build_does(house: Path) -> None:
    world = Steered(house)
    for name, text in FILES.items():
        world.write(name, text)
    (world.docs / "e.zip").write_bytes(zipped(("in/f.md", FILES["a.md"].replace("Pump", "Lamp").encode())))
    settings = changed(first(house), "embed.embedder", "builtin")
    settings = changed(settings, "clean.recognizers", ("email",))
    for section, key, value in (
        ("store", "url", ""),
        ("chunk", "min_tokens", 20),
        ("chunk", "max_tokens", 60),
        ("roots", "path", world.docs),
    ):
        settings = changed(settings, f"{section}.{key}", value)
    world.given = settings
    world.sync()
    for name in NAMES:
        if name.split(".")[0] in UNTRIED or name in NOT_ALONE:
            continue
        world.given = changed(settings, name, value_of(name, settings, house))
        world.sync(allow_delete=100, prune=True)
        fresh = world.built_anew()
        assert (world.documents(), world.chunk_rows()) == (fresh.documents(), fresh.chunk_rows()), name
        assert world.stored() == world.export() == fresh.export(), name
