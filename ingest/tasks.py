"""What workers do, by the settings. A run that starts no worker imports none of this."""

from __future__ import annotations

import json
from functools import cache

from index.embed.embedder import Embedder
from ingest.build import build_embedder_of, chunker_of, cleaner_of, label_rules_of
from ingest.clean.policy import Policy
from ingest.inspecting import InspectTask
from ingest.load.passwords import Passwords
from ingest.loaders import limits_of, loaders_of
from ingest.policy_trial import PolicyTask
from ingest.prepare import ChunkTask, EmbedTask, Preparer
from ingest.settings import Settings
from ingest.work.engine import Task


def tasks(payload: bytes) -> dict[str, Task]:
    """What a worker can do, built once in each worker from what its parent sent."""
    given = json.loads(payload)
    settings = Settings.model_validate(given["settings"])
    cleaner = cleaner_of(settings, bytes.fromhex(given["secret"]), bytes.fromhex(given["mask_key"]))
    prepare = Preparer(
        loaders=loaders_of(
            settings, Passwords(given=given.get("passwords", ())), bytes.fromhex(given["secret"])
        ),
        cleaner=cleaner,
        keys=given["keys"],
        max_bytes=settings.load.max_file_mb << 20,
        max_container=settings.containers.max_file_mb << 20,
        limits=limits_of(settings),
    )

    @cache
    def embedder() -> Embedder:
        return build_embedder_of(settings)

    @cache
    def chunk() -> ChunkTask:
        return ChunkTask(chunker=chunker_of(settings, embedder()))

    return {
        "prepare": prepare,
        "chunk": lambda request: chunk()(request),  # noqa: PLW0108 - built with the first request
        "embed": lambda request: EmbedTask(embedder=embedder())(request),  # noqa: PLW0108 - likewise
        "inspect": InspectTask(
            loaders=prepare.loaders,
            cleaner=cleaner,
            chunker=lambda: chunk().chunker,
            max_bytes=prepare.max_bytes,
            limits=prepare.limits,
        ),
        "policy": PolicyTask(
            loaders=prepare.loaders,
            policy=Policy(settings.policy),
            labels=label_rules_of(settings),
            redact=cleaner.redact_text,
            max_bytes=prepare.max_bytes,
            limits=prepare.limits,
        ),
    }
