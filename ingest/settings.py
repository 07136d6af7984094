"""Settings: frozen models, read from `ingest.toml`, the environment and flags, in that order.

Every field is described where it stands; `config/default.toml` shows all of them with their defaults.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from ingest.clean_settings import CleanSettings
from ingest.container_settings import ContainerSettings
from ingest.gate_settings import GateSettings
from ingest.load_settings import LoadSettings
from ingest.notify_settings import NotifySettings
from ingest.ocr_settings import OcrSettings
from ingest.policy_settings import PolicyRule
from ingest.publish_settings import PublishSettings
from ingest.schedule_settings import ScheduleSettings
from ingest.section import Glob, Name, Section
from ingest.select_settings import SelectSettings, day
from ingest.serve_settings import ServeSettings, TokenRule
from ingest.store_settings import StoreSettings
from ingest.watch_settings import WatchSettings

CONFIG_NAME = "ingest.toml"


def _tokenizer(spec: str) -> str:
    if spec != "estimate" and not spec.startswith("tiktoken:"):
        raise ValueError("allowed: 'estimate', 'tiktoken:<encoding>'")
    return spec


def _embedder(name: str) -> str:
    from index.plugins import known_embedders

    if name not in known_embedders():
        raise ValueError("allowed: " + ", ".join(repr(known) for known in known_embedders()))
    return name


class StateSettings(Section):
    """Where the manifest, the generations and the lock are."""

    dir: Path = Field(
        Path(".ingest"), description="state directory; on a local disk, readable by its owner only"
    )
    keep: int = Field(
        1,
        ge=0,
        description="generations that stay beside the live one, for `ingest rollback`; each takes its room",
    )
    keep_days: int = Field(
        400,
        ge=0,
        description="days of history that `ingest vacuum` leaves; the last 100 runs stay in any case",
    )


class RootSettings(Section):
    """A folder of documents."""

    name: Name = Field(
        description="stands at the start of every source id; renaming it renames all documents"
    )
    path: Path = Field(description="the folder; a missing one stops the run (exit 3)")
    space: Name = Field("default", description="audience; duplicates and versions never cross spaces")
    include: tuple[Glob, ...] = Field(
        (), description="patterns like **/*.md; empty: everything a loader takes"
    )
    exclude: tuple[Glob, ...] = Field((), description="patterns that are left out, as in .gitignore")
    marker: str = Field("", description="a file that must exist in the root, else it counts as away (exit 3)")
    kind: Literal["auto", "local", "network"] = Field(
        "auto",
        description="from a network file system nothing is believed to be gone at once; auto: the system tells",
    )


class LabelRule(Section):
    """Labels given by path: they outrank what a document says of itself."""

    match: Glob = Field(description="pattern over the source id: manuals/**/v2/*.pdf")
    version: str = Field("", description="version label")
    version_date: Annotated[str, AfterValidator(day)] = Field("", description="ISO day: 2025-02-01")
    channels: tuple[str, ...] = Field((), description="who may be answered from it")
    status: str = Field("", description="as the document's status property")
    space: str = Field("", description="moves the document to another space")
    owner: str = Field("", description="who answers for it")


class ChunkSettings(Section):
    """Sizes of chunks, in tokens of the embedded string."""

    min_tokens: int = Field(
        500, ge=1, description="target: only short documents and what no neighbour takes is below"
    )
    max_tokens: int = Field(1200, ge=32, description="hard limit")
    overlap_tokens: int = Field(0, ge=0, description="text repeated from the chunk before")
    tokenizer: Annotated[str, AfterValidator(_tokenizer)] = Field(
        "estimate", description="'estimate' needs no download; 'tiktoken:<encoding>' is exact"
    )

    @model_validator(mode="after")
    def _ordered(self) -> ChunkSettings:
        if self.min_tokens > self.max_tokens:
            raise ValueError(f"min_tokens ({self.min_tokens}) must not exceed max_tokens ({self.max_tokens})")
        if self.overlap_tokens * 2 > self.max_tokens:
            raise ValueError(f"overlap_tokens ({self.overlap_tokens}) must not exceed half of max_tokens")
        return self


class EmbedSettings(Section):
    """What turns text into vectors. Changing any of these embeds anew, into a generation of its own."""

    embedder: Annotated[str, AfterValidator(_embedder)] = Field(
        "builtin", description="'builtin' (no download, lexical) or 'sentence-transformers'"
    )
    model: str = Field("", description="name of a model on a hub, or its folder, for sentence-transformers")
    revision: str = Field("", description="commit of the model on its hub")
    device: str = Field("cpu", description="cpu, cuda, mps")
    batch_size: int = Field(32, ge=1, description="texts the model sees at once")
    query_prompt: str = Field("", description="put before a question")
    passage_prompt: str = Field("", description="put before a chunk; counted as its tokens")

    @model_validator(mode="after")
    def _model_named(self) -> EmbedSettings:
        if self.embedder == "sentence-transformers" and not self.model:
            raise ValueError("sentence-transformers needs embed.model, the name or folder of a model")
        return self


class WorkSettings(Section):
    """Processes."""

    workers: int = Field(
        0, ge=0, description="processes that read, clean, chunk and embed; 0: one for each core"
    )

    @property
    def processes(self) -> int:
        """How many that is."""
        return self.workers or os.cpu_count() or 1


class BrakeSettings(Section):
    """When more documents than both would leave the index, none does and the run exits with 3."""

    documents: int = Field(20, ge=0, description="documents that may always leave")
    percent: float = Field(
        20.0, ge=0, le=100, description="share of a root, or of all, that may always leave"
    )
    tombstone_seconds: float = Field(
        60.0,
        ge=0,
        description="what is gone from a network file system leaves with the second complete scan, this much later",
    )


class AuditSettings(Section):
    """The append-only log of what was done."""

    path: Path = Field(
        Path(".ingest/audit.jsonl"), description="JSON Lines; each line carries the hash of the last"
    )


class DecisionsSettings(Section):
    """What people decided about documents: an input of every run, like the documents."""

    path: Path = Field(
        Path("decisions.toml"),
        description="the file `ingest review` writes; another name than this must exist",
    )


class Settings(Section):
    """All settings. `origin` is the file they came from, None for the built-in default."""

    state: StateSettings = StateSettings()
    roots: tuple[RootSettings, ...] = Field((RootSettings(name="docs", path=Path("docs")),), min_length=1)
    labels: tuple[LabelRule, ...] = ()
    policy: tuple[PolicyRule, ...] = ()
    load: LoadSettings = LoadSettings()
    containers: ContainerSettings = ContainerSettings()
    clean: CleanSettings = CleanSettings()
    select: SelectSettings = SelectSettings()
    chunk: ChunkSettings = ChunkSettings()
    embed: EmbedSettings = EmbedSettings()
    store: StoreSettings = StoreSettings()
    work: WorkSettings = WorkSettings()
    brake: BrakeSettings = BrakeSettings()
    gate: GateSettings = GateSettings()
    audit: AuditSettings = AuditSettings()
    decisions: DecisionsSettings = DecisionsSettings()
    notify: NotifySettings = NotifySettings()
    serve: ServeSettings = ServeSettings()
    tokens: tuple[TokenRule, ...] = ()
    watch: WatchSettings = WatchSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    ocr: OcrSettings = OcrSettings()
    publish: PublishSettings = PublishSettings()

    @model_validator(mode="after")
    def _one_place(self) -> Settings:
        if self.store.url and self.publish.dir:
            raise ValueError(
                "publish.dir: a copy is made of embedded stores; readers ask the server of store.url"
            )
        return self

    @model_validator(mode="after")
    def _distinct_names(self) -> Settings:
        names = [root.name for root in self.roots]
        if len(set(names)) != len(names):
            raise ValueError("roots: each root needs a name of its own")
        rules = [rule.name for rule in self.policy]
        if len(set(rules)) != len(rules):
            raise ValueError("policy: each rule needs a name of its own")
        tokens = [token.name for token in self.tokens]
        if len(set(tokens)) != len(tokens):
            raise ValueError("tokens: each token needs a name of its own")
        return self

    def anchored(self, base: Path) -> Settings:
        """The same with every relative path made absolute from `base`, the folder of the file that holds it."""
        values = _anchor(self.model_dump(), base)
        model = Path(self.embed.model).expanduser()
        if self.embed.model and (self.embed.model.startswith((".", "~")) or (base / model).is_dir()):
            values["embed"]["model"] = str(base / model)
        return Settings.model_validate(values)


def _anchor(value: Any, base: Path) -> Any:
    if isinstance(value, Path):
        return base / value.expanduser()
    if isinstance(value, dict):
        return {key: _anchor(item, base) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_anchor(item, base) for item in value)
    return value
