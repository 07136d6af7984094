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
from ingest.clean.recognizers.reading import GAP, Field, Reading, reading_of
from ingest.document import Block, BlockKind, Document, Labels, RawDocument, document_id
from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.clean.recognizers.recognizer import Recognizer, Span

VERSION = "3"
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
        self._hints = [re.compile(one.hint).search for one in recognizers]
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

        fields = [Field(text=title), *(Field(text=block.text, kind=block.kind) for block in blocks)]
        fields += [Field(text=text) for text in (*section, *_texts_of(given))]
        spans = self._find(fields, given.language, counts)
        digest = digest_of(
            self._token(title, spans[0]),
            [self._token(block.text, those) for block, those in zip(blocks, spans[1:], strict=False)],
            self._secret,
        )
        clean = [
            self._redacted(field.text, those) if those else field.text
            for field, those in zip(fields, spans, strict=True)
        ]
        first, last = 1 + len(blocks), 1 + len(blocks) + len(section)
        counts["hidden_blocks"] = sum(block.hidden for block in raw.blocks)
        counts["hidden_runs"] = _count(properties.get("hidden_runs", ""))
        return Document(
            id=self._document_id(raw, source_id),
            source_id=source_id,
            title=clean[0],
            labels=_with_texts(given, clean[last:]),
            blocks=tuple(
                block if text == block.text else dataclasses.replace(block, text=text)
                for block, text in zip(blocks, clean[1:first], strict=True)
            ),
            digest=digest,
            section=tuple(clean[first:last]),
            counts={name: counts[name] for name in sorted(counts) if counts[name]},
        )

    def redact_text(self, text: str) -> str:
        """`text` as it may be logged: for phrases of `search` and `why`, notes, messages."""
        plain, _ = normalize.normalize(text, "text")
        (spans,) = self._find([Field(text=plain)], "und", Counter())
        return self._redacted(plain, spans)

    def mask_path(self, path: str) -> str:
        """`path` (or an id) with the identifiers in it masked; a masked part carries a keyed hash."""
        if not _MAY_IDENTIFY(path):
            return path
        parts = path.split("/")
        # "_" joins words of file names; to a recognizer it is a letter.
        spans = [
            redact.merge([*self._spans(Reading(part)), *self._spans(Reading(part.replace("_", " ")))])
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

    def _find(self, fields: Sequence[Field], language: str, counts: Counter[str]) -> list[list[Span]]:
        """What to mask in each of `fields`, which are read as one text; counted."""
        reading = reading_of(fields, language)
        spans = redact.merge(self._spans(reading, counts))
        for span in spans:
            counts[f"pii.{span.type.lower()}"] += 1
        return redact.apportion(spans, [field.text for field in fields], len(GAP))

    def _spans(self, reading: Reading, counts: Counter[str] | None = None) -> list[Span]:
        """All finds to mask; those of score 0 (known samples) and the allowed ones are counted as left."""
        spans: list[Span] = []
        for recognizer, may_hold in zip(self._recognizers, self._hints, strict=True):
            if not may_hold(reading.text):
                continue
            for span in self._run(recognizer, reading):
                if span.score > 0 and not self._is_allowed(span):
                    spans.append(span)
                elif counts is not None:
                    counts[f"left.{span.type.lower()}"] += 1
        return spans

    def _run(self, recognizer: Recognizer, reading: Reading) -> list[Span]:
        try:
            return list(recognizer.find(reading))
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


_TEXTS = ("version", "status", "owner", "trust", "supersedes")
"""Labels that are free text, and so may hold anything."""


def _texts_of(labels: Labels) -> list[str]:
    return [*(getattr(labels, name) for name in _TEXTS), *labels.channels]


def _with_texts(labels: Labels, texts: Sequence[str]) -> Labels:
    """`labels` with the texts of `_texts_of` replaced."""
    named = dict(zip(_TEXTS, texts, strict=False))
    return dataclasses.replace(labels, channels=tuple(texts[len(_TEXTS) :]), **named)


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
