"""Settings -> Pipeline. Only this and `ingest.tasks`, what workers do, name concrete classes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from index.embed.embedder import Embedder
from index.plugins import build_embedder
from index.state import OpenStore
from index.store.store import VectorStore
from ingest.clean.finder import Finder, in_words
from ingest.clean.label_rules import LabelRules
from ingest.clean.masker import Masker
from ingest.clean.masking import Masking
from ingest.clean.plain_parts import NAME as PLAIN
from ingest.clean.recognizers.registry import build as build_recognizers
from ingest.clean.recognizers.registry import later as recognizers_later
from ingest.configure import root_of
from ingest.keys import limits_key, mask_key, passwords_of, prepare_keys, short_hash, state_secret
from ingest.load.choose import container_suffixes
from ingest.loaders import placeless, told_loaders_of
from ingest.pipeline import Limits, Pipeline, Progress
from ingest.review import read as read_decisions
from ingest.scan import Scan, scan
from ingest.select.rules import LifecycleRules, VersionRules
from ingest.selecting import Selecting
from ingest.settings import Settings
from ingest.settings_changed import marks_of
from ingest.work.engine import Engine
from ingest.work.lazy import LazyEngine
from ingest.work.preload import LEAN, NAMES, PRELOAD

if TYPE_CHECKING:
    from ingest.chunk.chunker import Chunker
    from ingest.chunk.sizes import ChunkSettings
    from ingest.chunk.tokens import TokenCounter
    from ingest.clean.cleaner import Cleaner
    from ingest.clean.policy import Policy
    from ingest.clean.recognizers.recognizer import Recognizer
    from ingest.clean.recognizers.registry import Later

T = TypeVar("T")
RECYCLE_AFTER = 20_000
"""Items a worker does before a fresh one takes over: its caches of words are worth 10 % of a cold sync."""


def build(settings: Settings, progress: Progress, *, writing: bool = True) -> Pipeline:
    """The configured parts. Without `writing` nothing is created in the state directory."""
    secret = state_secret(settings.state.dir, writing=writing)
    masker = masker_of(settings, secret, mask_key(settings))
    plain = masker.remember(settings.state.dir / PLAIN)
    mask_path, redact = in_words()(masker.mask_path), in_words()(masker.redact_text)
    passwords = passwords_of(settings, secret)
    loaders = told_loaders_of(settings, passwords, keep=writing)
    keys = prepare_keys(loaders, masker.key, limits_key(settings))
    embedder = cache(lambda: build_embedder_of(settings))
    roots = tuple(map(root_of, settings.roots))

    def scanned() -> Scan:
        found = scan(roots, mask=masker.mask_path, never=ours)
        if writing:
            plain.keep()
        return found

    payload: dict[str, Any] = {
        "settings": settings.model_dump(mode="json"),
        "secret": secret.hex(),
        "mask_key": mask_key(settings).hex(),
        "passwords": passwords.given if passwords else [],
        "keys": keys,
    }
    ours = [settings.state.dir, settings.audit.path, settings.decisions.path]
    ours += filter(None, (settings.publish.dir, settings.gate.golden))
    return Pipeline(
        state_dir=settings.state.dir,
        roots=roots,
        scan=in_words()(scanned),
        prepare_keys=keys,
        container_suffixes=container_suffixes(loaders),
        placeless=placeless(loaders, passwords),
        context=in_words()(masker.context),
        clean_key=short_hash(masker.key),
        index_key=short_hash(chunk_key_of(settings, embedder())),
        embedder_identity=embedder().identity,
        dimension=lambda: embedder().dimension,
        embed_in_workers=embedder().in_workers,
        embedder=embedder,
        engine=lambda: _lazy_engine(settings, payload),
        open_store=open_store_of(settings),
        limits=Limits(
            timeout=settings.load.timeout_seconds,
            batch_chunks=settings.store.batch_chunks,
            embed_batch=64 if embedder().in_workers else settings.store.batch_chunks,
            brake_documents=settings.brake.documents,
            brake_percent=settings.brake.percent,
            tombstone_seconds=settings.brake.tombstone_seconds,
            workers=settings.work.processes,
            kept_generations=settings.state.keep,
        ),
        clock=lambda: datetime.now(UTC),
        selecting=selecting_of(settings),
        redact=redact,
        mask_path=mask_path,
        progress=progress,
        settings_marks=marks_of(payload["settings"], secret),
    )


def build_embedder_of(settings: Settings) -> Embedder:
    """The configured embedder."""
    return build_embedder(settings.embed.embedder, **settings.embed.model_dump(exclude={"embedder"}))


def open_store_of(settings: Settings) -> OpenStore:
    """What opens the vector store of a generation: below the state directory, or on the server of `store.url`."""
    if settings.store.url:
        from ingest.server import place_of

        return place_of(settings)

    def opened(path: Path, dimension: int) -> VectorStore:
        from index.store.chroma import ChromaStore

        return ChromaStore(path / "chroma", dimension, sync_threshold=settings.store.sync_threshold)

    return opened


def label_rules_of(settings: Settings) -> LabelRules:
    """Labels that the settings give by path."""
    return LabelRules(
        paths=tuple(
            (rule.match, {name: value for name, value in rule.model_dump(exclude={"match"}).items() if value})
            for rule in settings.labels
        )
    )


def cleaner_of(settings: Settings, secret: bytes, key: bytes) -> Cleaner:
    """What cleans by the settings: `secret` keys digests and paths, `key` keyed masks. Raises UsageError."""
    from ingest.clean.cleaner import Cleaner

    chosen = settings.clean
    return Cleaner(*_cleaning(settings, secret, key, build_recognizers(chosen.recognizers, chosen.options())))


def masker_of(settings: Settings, secret: bytes, key: bytes) -> Masker:
    """What masks as that does, and imports a recognizer with the first text that needs it. Raises UsageError."""
    chosen = settings.clean
    return Masker(*_cleaning(settings, secret, key, recognizers_later(chosen.recognizers, chosen.options())))


def _cleaning(
    settings: Settings, secret: bytes, key: bytes, recognizers: tuple[Recognizer | Later, ...]
) -> tuple[Finder, LabelRules, Masking, Policy | None]:
    chosen = settings.clean
    masking = Masking(
        secret=secret,
        form=chosen.mask,
        key=key,
        partial=frozenset(map(str.upper, chosen.partial)),
        paths=chosen.paths,
    )
    if chosen.deny:
        from ingest.clean.recognizers.denied import Denied

        recognizers += (Denied(chosen.deny),)
    return Finder(recognizers, chosen.allow), label_rules_of(settings), masking, policy_of(settings)


def policy_of(settings: Settings) -> Policy | None:
    """The rules for forbidden fields, if there are any. Raises UsageError for a dictionary that cannot be read."""
    if not settings.policy:
        return None
    from ingest.clean.policy import Policy

    return Policy(settings.policy)


def selecting_of(settings: Settings) -> Selecting:
    """What verdicts follow from. Raises UsageError for a file of decisions that cannot be read."""
    chosen = settings.select
    return Selecting(
        today=lambda: chosen.as_of or datetime.now().astimezone().date().isoformat(),
        decisions=tuple(read_decisions(settings.decisions.path)),
        versions=VersionRules(
            parallel=chosen.parallel, lifecycle=LifecycleRules(let_in=frozenset(chosen.let_in))
        ),
        authoritative=chosen.authoritative,
    )


def chunker_of(settings: Settings, embedder: Embedder) -> Chunker:
    """What cuts documents by the settings, for an embedder."""
    from ingest.chunk.chunker import Chunker
    from ingest.clean.language import language_of

    counter, sizes = _counting(settings)
    return Chunker(counter, sizes, embedder.passage_prompt, language_of)


def chunk_key_of(settings: Settings, embedder: Embedder) -> str:
    """The key of what cuts, without importing it. Raises UsageError as making it would."""
    from ingest.chunk.sizes import checked, key_of

    counter, sizes = _counting(settings)
    prompt = embedder.passage_prompt
    return key_of(counter.name, checked(sizes, counter.count(prompt)), prompt, by_chunk=True)


def _counting(settings: Settings) -> tuple[TokenCounter, ChunkSettings]:
    from ingest.chunk.sizes import ChunkSettings
    from ingest.chunk.tokens import build_counter

    given = settings.chunk
    sizes = ChunkSettings(
        min_tokens=given.min_tokens, max_tokens=given.max_tokens, overlap_tokens=given.overlap_tokens
    )
    return build_counter(given.tokenizer), sizes


@contextmanager
def _lazy_engine(settings: Settings, payload: Mapping[str, Any]) -> Iterator[Engine]:
    def start(few: bool) -> Engine:
        from ingest.work.local import LocalEngine

        names = NAMES if "person" in settings.clean.recognizers else ()
        return LocalEngine(
            "ingest.tasks:tasks",
            json.dumps(payload).encode(),
            workers=settings.work.processes,
            preload=(LEAN if few else PRELOAD) + names,
            memory_mb=settings.load.memory_mb,
            recycle_after=RECYCLE_AFTER,
            few=few,
        )

    with closing(LazyEngine(start)) as engine:
        yield engine
