"""What policy rules would do to a file: read by its loader in a worker, nothing stored."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.clean.hidden import shown_or_mark
from ingest.clean.label_rules import LabelRules
from ingest.clean.labels import labels_of
from ingest.clean.normalize import normalize
from ingest.clean.policy import Applied, Policy
from ingest.clean.redact import redact
from ingest.document import Block, RawDocument, Source
from ingest.errors import LoadError
from ingest.load.archive import LIMITS, Limits
from ingest.load.choose import choose
from ingest.reading import HEAD, opened
from ingest.unpack import documents_of

if TYPE_CHECKING:
    from ingest.load.choose import AnyLoader


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTask:
    """A source -> what rules find in it. Only headings leave the worker, redacted by the rules and by `redact`."""

    loaders: Sequence[AnyLoader]
    policy: Policy
    labels: LabelRules
    redact: Callable[[str], str]
    max_bytes: int
    limits: Limits = LIMITS

    def __call__(self, request: bytes) -> bytes:
        """JSON of "source", "channels" -> "documents" with "key", "hold", "counts", "finds"; or "code", "detail"."""
        asked = json.loads(request)
        source = Source(**asked["source"])
        try:
            with opened(source) as file:
                loader = choose(source.path, file.head(HEAD), self.loaders, file.file)
                found = documents_of(loader, self.loaders, self.limits, source, file, self.max_bytes)
                documents = [
                    self._tried(raw, source, tuple(asked["channels"]))
                    for raw in found
                    if not raw.properties.get("failure")
                ]
        except LoadError as error:
            return json.dumps({"code": str(error.code), "detail": error.detail}).encode()
        return json.dumps({"documents": documents}).encode()

    def _tried(self, raw: RawDocument, source: Source, channels: tuple[str, ...]) -> dict[str, Any]:
        blocks = tuple(_normal(block) for block in raw.blocks if shown_or_mark(block))
        said = labels_of(raw, source.id, source.space, "und", self.labels)
        channels = channels or said.channels
        title, _ = normalize(raw.title, "heading")
        applied: Applied = self.policy.apply(
            blocks, source_id=source.id, space=said.space, channels=channels, title=title
        )
        shown: dict[str, str] = {}
        for find in applied.finds:
            if find.heading not in shown:
                spans = self.policy.spans(
                    find.heading, source_id=source.id, space=said.space, channels=channels
                )
                shown[find.heading] = self.redact(redact(find.heading, spans))
        finds = [{**dataclasses.asdict(find), "heading": shown[find.heading]} for find in applied.finds]
        return {"key": raw.key, "hold": applied.hold, "counts": dict(applied.counts), "finds": finds}


def _normal(block: Block) -> Block:
    text, _ = normalize(block.text, block.kind)
    return dataclasses.replace(block, text=text)
