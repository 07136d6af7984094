"""A policy rule, compiled: what it looks for, and where in a document it finds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.clean.policy_amounts import amounts
from ingest.clean.policy_flat import rows
from ingest.clean.policy_heads import crosses, is_head
from ingest.clean.policy_phrases import Phrases, entries_of
from ingest.clean.policy_runs import runs
from ingest.clean.policy_sections import Marks, level_of, marks_of, stretches
from ingest.clean.policy_seen import Words
from ingest.clean.policy_table import Table, continues
from ingest.clean.policy_text import SEPARATOR, beneath, labelled, matches
from ingest.clean.policy_torn import TornNames
from ingest.clean.policy_words import WHOLE, Word, holds, is_whole, phrase_of, variants
from ingest.globs import matcher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import Block
    from ingest.policy_settings import PolicyRule

_HEADING_WORDS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Where a rule matched: in block `block`, by `label`, which is the rule's own word and no text of the document.

    `what`: column, row, value, label (of the value below), amount, pattern, entry (of a dictionary), marker, stretch,
    heading. `spans` are what to mask in the block; `column` and `row` count from 0 in a table, else -1. A stretch has a
    hit for each of its blocks.
    """

    block: int
    what: str
    label: str
    spans: tuple[tuple[int, int], ...] = ()
    column: int = -1
    row: int = -1


class Rule:
    """One rule. Raises UsageError where its dictionary cannot be read."""

    def __init__(self, rule: PolicyRule) -> None:
        self.name, self.action = rule.name, rule.action
        self._spaces, self._channels = frozenset(rule.spaces), frozenset(rule.channels)
        self._everywhere = not rule.paths
        self._in_paths = matcher(rule.paths)
        whole = [text for text in rule.fields if text.startswith(WHOLE)]
        self._whole = [(text, parts) for text in whole for parts in variants(text)]
        self._fields = [
            (text, parts) for text in rule.fields if text not in whole for parts in variants(text)
        ]
        self._field_words = Phrases([*self._fields, *self._whole])
        self._torn = TornNames(self._fields)
        self._headings = [(text, parts) for text in rule.headings for parts in variants(text)]
        self._marks = [marks for text in rule.markers if (marks := marks_of(text))]
        plain = [text for text in rule.markers if marks_of(text) is None]
        self._markers = Phrases((text, phrase_of(text)) for text in plain)
        self._patterns = [
            (
                f"pattern {number}",
                re.compile(text.replace("ё", "е").replace("Ё", "Е"), re.IGNORECASE | re.MULTILINE),
            )
            for number, text in enumerate(rule.patterns, start=1)
        ]
        self.entries = entries_of(rule)
        self._dictionary = Phrases(
            ("dictionary", parts) for entry in self.entries if (parts := phrase_of(entry))
        )

    def holds_for(self, source_id: str, space: str, channels: Sequence[str]) -> bool:
        """Whether a document with these is in the rule's scope."""
        return (
            self.reaches(source_id)
            and (not self._spaces or space in self._spaces)
            and (not self._channels or not self._channels.isdisjoint(channels))
        )

    def reaches(self, source_id: str) -> bool:
        """Whether a path is in its scope."""
        return bool(
            self._everywhere or self._in_paths(source_id) or self._in_paths(source_id.partition("/")[2])
        )

    def find(self, blocks: Sequence[Block], read: Words) -> list[Hit]:
        """All hits, in the order of the blocks."""
        hits: list[Hit] = []
        columns: dict[int, str] = {}
        width = 0
        pending = ""
        for place, block in enumerate(blocks):
            mine = list(self._in_block(place, block, read))
            if pending and block.kind != "heading" and not any(hit.what in {"column", "row"} for hit in mine):
                mine.append(Hit(block=place, what="value", label=pending, spans=(_first_line(block.text),)))
            pending = next((hit.label for hit in mine if hit.spans == ((len(block.text),) * 2,)), "")
            if block.kind == "table" and self._fields:
                table = read.table(block.text)
                if columns and continues(table, columns, width):
                    mine += [_column(place, table, column, label, 0) for column, label in columns.items()]
                else:
                    columns = {hit.column: hit.label for hit in mine if hit.what == "column"}
                width = table.width
            else:
                columns = {}
            hits += mine
        hits += self._across(blocks, read)
        hits += self._stretches(blocks)
        return sorted(hits, key=lambda hit: hit.block)

    def in_text(self, text: str, read: Words) -> Iterator[Hit]:
        """Values in a text that is no table: a line of text, a title, a label."""
        yield from self._named_in(text, read)
        yield from self._literal(text, read)

    def names_heading(self, text: str, read: Words) -> str:
        """The phrase that makes `text` one of the rule's headings, or ""."""
        if not self._headings:
            return ""
        found = read.of(text)
        if len(found) > _HEADING_WORDS:
            return ""
        return next((name for name, parts in self._headings if holds(parts, found)), "")

    def _in_block(self, place: int, block: Block, read: Words) -> Iterator[Hit]:
        if level_of(block) and (name := self.names_heading(block.text, read)):
            yield Hit(block=place, what="heading", label=name)
        if block.kind == "table":
            yield from self._in_table(place, block.text, read)
        else:
            for hit in self.in_text(block.text, read):
                yield Hit(block=place, what=hit.what, label=hit.label, spans=hit.spans)
        if self._markers.may_be_in(read.stems(block.text)):
            for label, _, _ in self._markers.find(read.of(block.text)):
                yield Hit(block=place, what="marker", label=label, spans=((0, len(block.text)),))

    def _in_table(self, place: int, text: str, read: Words) -> Iterator[Hit]:
        names = self._field_words.may_be_in(read.stems(text))
        table = read.table(text)
        if self._fields:
            whole = table.columns(self._named) if names else {}
            for column, label in table.torn(self._torn.name_of).items():
                if column in whole:
                    continue
                yield _column(place, table, column, label, table.heads())
        if not (names or self._patterns or self._dictionary):
            return
        if names:
            for column, label in table.columns(self._named).items():
                if label[0] != WHOLE or table.holds_values(column):
                    yield _column(place, table, column, label, table.heads())
            for row, (column, label) in table.labelled(self._named).items():
                cells, alone = table.values(row, column)
                spans = tuple((cell.start, cell.end) for cell in cells if cell.text)
                yield Hit(block=place, what="row", label=label, spans=spans, row=row if alone else -1)
            for cell in (cell for row in table.rows for cell in row if cell.text):
                for hit in self._named_in(cell.text, read):
                    spans = tuple(
                        (cell.start + start, cell.start + end) for start, end in hit.spans if start < end
                    )
                    if spans:
                        yield Hit(block=place, what=hit.what, label=hit.label, spans=spans)
        for hit in self._literal(text, read):
            row, column = table.place(hit.spans[0][0])
            yield Hit(block=place, what=hit.what, label=hit.label, spans=hit.spans, column=column, row=row)

    def _named_in(self, text: str, read: Words) -> Iterator[Hit]:
        if not self._field_words.may_be_in(read.stems(text)):
            return
        found = read.of(text)
        for start, end, label in labelled(text, found, self._named):
            yield Hit(block=0, what="value", label=label, spans=((start, end),))
        for start, end, label in amounts(text, self._field_words.find(found), SEPARATOR):
            yield Hit(block=0, what="amount", label=label, spans=((start, end),))

    def _across(self, blocks: Sequence[Block], read: Words) -> Iterator[Hit]:
        """Values below their names, which may be other blocks: rows below heads, a value below its label."""
        for run in runs(blocks) if self._fields or self._whole else ():
            torn = list(self._torn.find(run.text, read.torn(run.text))) if run.paged else []
            stems = frozenset[str]().union(*(read.stems(blocks[place].text) for place in run.places))
            if not torn and not self._field_words.may_be_in(stems):
                continue
            found = read.of(run.text)
            phrases = list(self._field_words.find(found))
            heads = list(self._of_heads(run.text, found, phrases))
            known = {start for _, start, _ in heads}
            heads += [one for one in torn if one[1] not in known]
            finds = [("amount", find) for find in rows(run.text, heads)]
            finds += beneath(run.text, found, phrases, self._named)
            for what, (start, end, label) in finds:
                for place, span in run.parts(start, end):
                    yield Hit(block=place, what=what, label=label, spans=(span,))

    def _of_heads(
        self, text: str, found: Sequence[Word], phrases: Sequence[tuple[str, int, int]]
    ) -> Iterator[tuple[str, int, int]]:
        """Those of `phrases` that may be heads; what two heads share is no phrase, but its later words may be."""
        for name, start, end in phrases:
            if crosses(text, start, end):
                later = [word for word in found if start < word.start and word.end <= end]
                yield from self._of_heads(text, later, list(self._field_words.find(later)))
            elif name[0] != WHOLE or is_head(text, start, end):
                yield name, start, end

    def _literal(self, text: str, read: Words) -> Iterator[Hit]:
        for start, end, label in matches(text, self._patterns):
            yield Hit(block=0, what="pattern", label=label, spans=((start, end),))
        if self._dictionary and self._dictionary.may_be_in(read.stems(text)):
            for label, start, end in self._dictionary.find(read.of(text)):
                yield Hit(block=0, what="entry", label=label, spans=((start, end),))

    def _stretches(self, blocks: Sequence[Block]) -> Iterator[Hit]:
        for marks in self._marks:
            for first, start, last, end in stretches(blocks, marks):
                yield from _stretch(blocks, marks, first, start, last, end)

    def _named(self, label: Sequence[Word]) -> str:
        if not self._field_words.may_be_in(frozenset(word.stem for word in label)):
            return ""
        found = next((name for name, parts in self._fields if holds(parts, label)), "")
        return found or next((name for name, parts in self._whole if is_whole(parts, label)), "")


def _column(place: int, table: Table, column: int, label: str, heads: int) -> Hit:
    cells = [row[column] for row in table.rows[heads:] if column < len(row) and row[column].text]
    spans = tuple((cell.start, cell.end) for cell in cells)
    return Hit(block=place, what="column", label=label, spans=spans, column=column)


def _stretch(
    blocks: Sequence[Block], marks: Marks, first: int, start: int, last: int, end: int
) -> Iterator[Hit]:
    for place in range(first, last + 1):
        left = start if place == first else 0
        right = end if place == last else len(blocks[place].text)
        yield Hit(block=place, what="stretch", label=marks.name, spans=((left, right),))


def _first_line(text: str) -> tuple[int, int]:
    end = text.find("\n")
    return 0, len(text) if end < 0 else end
