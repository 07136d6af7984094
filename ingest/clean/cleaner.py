"""The one doorway from RawDocument to Document: what comes out is normal, labelled and redacted."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

from ingest.clean import hidden, normalize
from ingest.clean.edges import edge_blocks
from ingest.clean.finder import Finder
from ingest.clean.fingerprint import digest_of, essence
from ingest.clean.held_places import held_places, holds, suspicious
from ingest.clean.label_rules import LabelRules
from ingest.clean.labels import MOST, labelled
from ingest.clean.lacks import lacking, left_out
from ingest.clean.language import language_of, prose_of
from ingest.clean.mark import mark_of
from ingest.clean.masker import Masker
from ingest.clean.masking import Masking
from ingest.clean.policy import Policy
from ingest.clean.recognizers.reading import Field
from ingest.clean.references import anchors, references, with_addresses
from ingest.clean.sketch import sketch_of_essence
from ingest.clean.trace import Trace
from ingest.document import HIDDEN_TEXT, Block, BlockKind, Document, Labels, RawDocument
from ingest.sketch import pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.clean.recognizers.recognizer import Span


class Cleaner(Masker):
    """Makes clean documents. Holds nothing of one document while it works on the next.

    Redaction fails closed: a recognizer or a rule that raises fails the document.
    """

    def __init__(
        self, finder: Finder, rules: LabelRules, masking: Masking, policy: Policy | None = None
    ) -> None:
        super().__init__(finder, rules, masking, policy)
        self._forbids = policy or Policy(())

    def clean(self, raw: RawDocument, source_id: str, space: str, trace: Trace | None = None) -> Document:
        """The clean form of `raw`, from a source with the masked id `source_id`. Raises LoadError. Fills `trace`."""
        counts: Counter[str] = Counter({f"hidden_{kind}": n for kind, n in hidden.characters(raw).items()})
        unseen = [self._normal(text, counts) for text in hidden.unseen_texts(raw)]
        counts["hidden_blocks"] = sum(not hidden.shown_or_mark(block) for block in raw.blocks)
        raw = self._normal_document(raw, counts)
        title, section = raw.title, raw.section
        shown = [block for block in raw.blocks if not block.hidden]
        found = language_of(prose_of(title, shown))
        labelled_ = labelled(dataclasses.replace(raw, blocks=shown), source_id, space, found, self._rules)
        given = labelled_.labels
        met = suspicious(shown, title, unseen)
        applied = self._forbids.apply(
            raw.blocks, source_id=source_id, space=given.space, channels=given.channels, title=title
        )
        blocks = list(applied.blocks)
        counts.update({f"policy.{name}": number for name, number in applied.counts.items()})
        texts = [*section, *_texts_of(given)]
        member = raw.key if self.mask_path(raw.source_id) == source_id else ""
        links = references(raw.links, source_id, self.mask_path, member)
        addresses = [Field(text=link.target, kind="code") for link in links if link.kind == "web"]
        fields = [*_fields(title, blocks, texts), *addresses]
        forbidden = [applied.title_spans, *applied.spans, *(self._forbidden(text, given) for text in texts)]
        forbidden += [[]] * len(addresses)
        spans = self._finder.find(fields, given.language, counts, forbidden)
        masking = self._masking
        trace = (trace or Trace()).begun(raw.blocks, blocks, masking)
        clean, masked = self.stable(fields, spans, given.language, trace=trace)
        keyed = masking.as_tokens([field.text for field in fields], masked)
        first, last = 1 + len(blocks), 1 + len(blocks) + len(section)
        end = last + len(texts) - len(section)
        counts["left.name_in_path"] = self._names_left_in(source_id)
        lacks, named = lacking(raw.properties)
        counts.update({**lacks, **left_out(raw.properties)})
        counts.update({f"hold.{found.rule}": 1 for found in met})
        cleaned = tuple(
            block if text == block.text else dataclasses.replace(block, text=text)
            for block, text in zip(blocks, clean[1:first], strict=True)
        )
        naming, content = essence(keyed[0]), essence("\n".join(keyed[1:first]))
        said = content if keyed == clean else essence("\n".join(clean[1:first]))
        secret = self._masking.secret
        return Document(
            id=self.id_of(raw.source_id or source_id, raw.key),
            source_id=source_id,
            title=clean[0],
            labels=_with_texts(given, clean[last:end]),
            blocks=cleaned,
            digest=digest_of(content or naming, secret) if blocks else "",
            section=tuple(clean[first:last]),
            sketch=pack(sketch_of_essence(naming, content, (given.space, given.language))),
            evidence=(*labelled_.evidence, *named, *held_places(met, shown, blocks, cleaned)),
            holds=holds(raw, applied.hold, met),
            edges=edge_blocks(cleaned, said, secret),
            counts={name: counts[name] for name in sorted(counts) if counts[name]},
            links=with_addresses(links, clean[end:]),
            anchors=anchors(raw.anchors, self.mask_path),
        )

    def mark(self, raw: RawDocument, context: str) -> bytes:
        """Equal marks, equal documents: 16 bytes, keyed with the secret of the state directory."""
        return mark_of(raw, context, self._masking.secret)

    def remaining(self, document: Document) -> Counter[str]:
        """What is still found in a clean document, read as `clean` reads it: types, and how often. Raises LoadError."""
        labels = document.labels
        fields = _fields(document.title, document.blocks, [*document.section, *_texts_of(labels)])
        found = self._finder.find(fields, labels.language, Counter())
        return Counter(span.type for spans in found for span in spans)

    def remaining_in_path(self, path: str) -> Counter[str]:
        """The same for a masked path or an id."""
        everything = self._masking.paths == "all"
        parts = path.split("/")
        return Counter(
            span.type for part in parts for span in self._finder.in_path(part, everything=everything)
        )

    def _names_left_in(self, path: str) -> int:
        """How many names of persons an id keeps."""
        return 0 if self._masking.paths == "all" else self._finder.names_in_path(path)

    def _forbidden(self, text: str, given: Labels) -> list[Span]:
        if not text:
            return []
        return self._forbids.spans(text, source_id="", space=given.space, channels=given.channels)

    def _normal(self, text: str, counts: Counter[str], kind: BlockKind = "heading") -> str:
        plain, removed = normalize.normalize(text, kind)
        counts["hidden_chars"] += removed
        return plain

    def _normal_document(self, raw: RawDocument, counts: Counter[str]) -> RawDocument:
        """`raw` with canonical texts, without what a reader does not see but the marks that rules look for."""
        blocks = [self._normal_block(block, counts) for block in raw.blocks if hidden.shown_or_mark(block)]
        return dataclasses.replace(
            raw,
            title=self._normal(raw.title, counts),
            blocks=[block for block in blocks if block.text.strip()],
            section=tuple(self._normal(name, counts) for name in raw.section),
            properties={
                name: self._normal(value, counts, "text")
                for name, value in raw.properties.items()
                if name != HIDDEN_TEXT
            },
        )

    def _normal_block(self, block: Block, counts: Counter[str]) -> Block:
        plain = self._normal(block.text, counts, block.kind)
        return block if plain == block.text else dataclasses.replace(block, text=plain)


_TEXTS = ("version", "status", "owner", "trust", "supersedes")
"""Labels that are free text, and so may hold anything."""


def _fields(title: str, blocks: Sequence[Block], texts: Sequence[str]) -> list[Field]:
    """A document as recognizers read it."""
    fields = [Field(text=title), *(Field(text=block.text, kind=block.kind) for block in blocks)]
    return [*fields, *(Field(text=text) for text in texts)]


def _texts_of(labels: Labels) -> list[str]:
    return [*(getattr(labels, name) for name in _TEXTS), *labels.channels]


def _with_texts(labels: Labels, texts: Sequence[str]) -> Labels:
    """`labels` with the texts of `_texts_of`, redacted, replaced."""
    short = [text[:MOST] for text in texts]
    return dataclasses.replace(
        labels, channels=tuple(short[len(_TEXTS) :]), **dict(zip(_TEXTS, short, strict=False))
    )
