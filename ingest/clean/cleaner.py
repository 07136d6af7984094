"""The one doorway from RawDocument to Document: what comes out is normal, labelled and redacted."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from ingest.clean import fingerprint, labels, language, normalize, redact
from ingest.clean.fingerprint import digest_of
from ingest.clean.labels import LabelRules, labels_of
from ingest.clean.language import language_of
from ingest.clean.normalize import fold
from ingest.document import Block, BlockKind, Document, Labels, RawDocument, document_id
from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.clean.recognizers.recognizer import Recognizer, Span

VERSION = "1"
_PARTS = (normalize, language, labels, fingerprint, redact)
_PROSE_CHARS = 20_000
_MAY_IDENTIFY = re.compile(r"@|(?:\d[^\d/]{0,3}){6}").search
"""A path without a mail sign or six near digits is not looked at: a scan masks thousands of names."""


class Cleaner:
    """Makes clean documents. Holds nothing of one document while it works on the next.

    `secret` keys digests and path hashes (it stays in the state directory); `mask_key` keys masks of the form
    "keyed". `allow` lists values that are never masked: numbers, addresses, "@domain". Redaction fails
    closed: a recognizer that raises fails the document.
    """

    def __init__(
        self,
        recognizers: tuple[Recognizer, ...],
        rules: LabelRules,
        secret: bytes,
        mask: str = "type",
        *,
        mask_key: bytes = b"",
        allow: tuple[str, ...] = (),
    ) -> None:
        self._recognizers = recognizers
        self._rules = rules
        self._secret = secret
        self._mask = mask
        self._mask_key = mask_key
        self._allow = allow
        self._allowed = frozenset(filter(None, map(_comparable, allow)))
        self._may_hold = re.compile("|".join(dict.fromkeys(one.hint for one in recognizers))).search
        self._key = self._make_key()

    @property
    def key(self) -> str:
        """Changes when anything changes that shapes a Document; tells nothing of the secrets."""
        return self._key

    def clean(self, raw: RawDocument, source_id: str, space: str) -> Document:
        """The clean form of `raw`, whose source has the masked id `source_id`. Raises LoadError."""
        counts: Counter[str] = Counter()
        blocks = [self._normal_block(block, counts) for block in raw.blocks if not block.hidden]
        blocks = [block for block in blocks if block.text.strip()]
        title, section = self._normal(raw.title, counts), [self._normal(name, counts) for name in raw.section]
        properties = {name: self._normal(value, counts, "text") for name, value in raw.properties.items()}
        raw = dataclasses.replace(raw, properties=properties)

        found = language_of(_prose(title, blocks))
        given = labels_of(raw, source_id, space, found, self._rules)

        spans = [self._find(block.text, given.language, counts) for block in blocks]
        title_spans = self._find(title, given.language, counts)
        digest = digest_of(
            self._token(title, title_spans),
            [self._token(block.text, those) for block, those in zip(blocks, spans, strict=True)],
            self._secret,
        )
        counts["hidden_blocks"] = sum(block.hidden for block in raw.blocks)
        counts["hidden_runs"] = _count(properties.get("hidden_runs", ""))
        return Document(
            id=self._document_id(raw, source_id),
            source_id=source_id,
            title=self._redacted(title, title_spans),
            labels=self._clean_labels(given, counts),
            blocks=tuple(
                dataclasses.replace(block, text=self._redacted(block.text, those)) if those else block
                for block, those in zip(blocks, spans, strict=True)
            ),
            digest=digest,
            section=tuple(self._masked(name, given.language, counts) for name in section),
            counts={name: counts[name] for name in sorted(counts) if counts[name]},
        )

    def redact_text(self, text: str) -> str:
        """`text` as it may be logged: for phrases of `search` and `why`, notes, messages."""
        plain, _ = normalize.normalize(text, "text")
        return self._masked(plain, "und", Counter())

    def mask_path(self, path: str) -> str:
        """`path` (or an id) with the identifiers in it masked; a masked part carries a keyed hash."""
        if not _MAY_IDENTIFY(path):
            return path
        parts = path.split("/")
        # "_" joins words of file names; to a recognizer it is a letter.
        spans = [
            redact.merge([*self._spans(part, "und"), *self._spans(part.replace("_", " "), "und")])
            for part in parts
        ]
        return redact.mask_path(path, spans, self._secret) if any(spans) else path

    def _document_id(self, raw: RawDocument, source_id: str) -> str:
        container = self.mask_path(raw.source_id) if raw.source_id else source_id
        return document_id(container, self.mask_path(raw.key))

    def _normal(self, text: str, counts: Counter[str], kind: BlockKind = "heading") -> str:
        plain, removed = normalize.normalize(text, kind)
        counts["hidden_chars"] += removed
        return plain

    def _normal_block(self, block: Block, counts: Counter[str]) -> Block:
        plain = self._normal(block.text, counts, block.kind)
        return block if plain == block.text else dataclasses.replace(block, text=plain)

    def _find(self, text: str, language: str, counts: Counter[str]) -> list[Span]:
        """What to mask in `text`, counted."""
        spans = redact.merge(self._spans(text, language, counts))
        for span in spans:
            counts[f"pii.{span.type.lower()}"] += 1
        return spans

    def _spans(self, text: str, language: str, counts: Counter[str] | None = None) -> list[Span]:
        """All finds to mask; those of score 0 (known samples) and the allowed ones are counted as left."""
        spans: list[Span] = []
        folded = fold(text)
        if not self._may_hold(folded):
            return spans
        for recognizer in self._recognizers:
            for span in self._run(recognizer, folded, language):
                if span.score > 0 and not self._is_allowed(span):
                    spans.append(span)
                elif counts is not None:
                    counts[f"left.{span.type.lower()}"] += 1
        return spans

    def _run(self, recognizer: Recognizer, text: str, language: str) -> list[Span]:
        try:
            return list(recognizer.find(text, language))
        except Exception as error:  # noqa: BLE001 - plug-ins raise anything, and messages may quote the text
            detail = f"{recognizer.name}:{type(error).__name__}"
        raise LoadError(Code.RECOGNIZER, detail, stage="clean")

    def _is_allowed(self, span: Span) -> bool:
        if not self._allowed:
            return False
        value = span.value.partition(";")[0]
        return _comparable(value) in self._allowed or f"@{value.partition('@')[2]}" in self._allowed

    def _token(self, text: str, spans: Sequence[Span]) -> str:
        return redact.redact(text, spans, "keyed", self._secret) if spans else text

    def _redacted(self, text: str, spans: Sequence[Span]) -> str:
        return redact.redact(text, spans, self._mask, self._mask_key) if spans else text

    def _masked(self, text: str, language: str, counts: Counter[str]) -> str:
        return self._redacted(text, self._find(text, language, counts))

    def _clean_labels(self, given: Labels, counts: Counter[str]) -> Labels:
        masked = {
            name: self._masked(getattr(given, name), given.language, counts)
            for name in ("version", "status", "owner", "trust")
        }
        channels = tuple(self._masked(name, given.language, counts) for name in given.channels)
        return dataclasses.replace(given, channels=channels, **masked)

    def _make_key(self) -> str:
        rules = self._rules
        shape = {
            "version": [VERSION, *(part.VERSION for part in _PARTS), unicodedata.unidata_version],
            "recognizers": [(one.name, one.version, type(one).__module__) for one in self._recognizers],
            "rules": [
                rules.channels,
                rules.space,
                [(glob, sorted(found.items())) for glob, found in rules.paths],
            ],
            "mask": [self._mask, sorted(self._allow)],
            "secrets": [_fingerprint(self._secret), _fingerprint(self._mask_key)],
        }
        return hashlib.sha256(json.dumps(shape, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _fingerprint(secret: bytes) -> str:
    return hmac.new(secret, b"ingest.clean", hashlib.sha256).hexdigest()[:16]


def _comparable(value: str) -> str:
    """A value as allow-lists compare it: mail case-folded, numbers as digits, the Russian trunk 8 as 7."""
    value = value.strip().casefold()
    digits = re.sub(r"\D", "", value)
    if "@" in value or not digits:
        return value
    return "7" + digits[1:] if len(digits) == 11 and digits[0] == "8" else digits


def _prose(title: str, blocks: Sequence[Block]) -> str:
    """What language is told by: no code unless there is nothing else."""
    texts = [block.text for block in blocks if block.kind != "code"] or [block.text for block in blocks]
    joined = "\n".join((title, *texts))
    if len(joined) <= _PROSE_CHARS:
        return joined
    tables = "\n".join(
        (title, *(block.text for block in blocks if block.kind in {"text", "list", "heading"}))
    )
    return tables if len(tables) > _PROSE_CHARS // 4 else joined


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
