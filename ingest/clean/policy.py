"""Keeps forbidden fields out: rules of `[[policy]]` over the normalised blocks of a document, before recognizers."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from index.stem import stemmer_version
from ingest.clean.policy_act import has_place, masks, without_places, without_stretches
from ingest.clean.policy_rule import Hit, Rule
from ingest.clean.policy_sections import enclosing, section_around, section_at
from ingest.clean.policy_seen import Words
from ingest.clean.redact import merge
from ingest.document import Block
from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ingest.clean.recognizers.recognizer import Span
    from ingest.policy_settings import PolicyRule

T = TypeVar("T")

VERSION = "4"
_MASKED = frozenset({"mask", "drop-column"})
"""Actions whose values in running text are masked: a sentence has no column to drop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """What a rule found, for people: no text of the document but the heading above, which is to be redacted.

    `block` counts from 1; 0 is the title. `label` is the rule's own word.
    """

    rule: str
    action: str
    what: str
    label: str
    block: int
    page: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What rules leave of a document: `blocks`, what to mask in each (`spans`) and in the title, and why.

    `hold` names the rule that wants a person's look at the whole document, "" if none does.
    """

    blocks: tuple[Block, ...]
    spans: tuple[tuple[Span, ...], ...]
    title_spans: tuple[Span, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    hold: str = ""
    finds: tuple[Find, ...] = ()


class Policy:
    """All rules. Raises UsageError where a dictionary cannot be read."""

    def __init__(self, rules: Sequence[PolicyRule]) -> None:
        self._rules = [Rule(rule) for rule in rules]
        shape = [
            VERSION,
            stemmer_version() if rules else "",
            [
                [rule.model_dump(mode="json", exclude={"dictionary"}), compiled.entries]
                for rule, compiled in zip(rules, self._rules, strict=True)
            ],
        ]
        self._key = hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest() if rules else ""

    @property
    def key(self) -> str:
        """Changes when a rule, a dictionary's content or the way of comparing does; "" without rules."""
        return self._key

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all rules, for a report on those that never fired."""
        return tuple(rule.name for rule in self._rules)

    def apply(
        self, blocks: Sequence[Block], *, source_id: str, space: str, channels: Sequence[str], title: str = ""
    ) -> Applied:
        """What the rules in scope leave of normalised `blocks`. Raises LoadError (policy) for what a rule raises.

        Hidden blocks among them (see `hidden.shown_or_mark`) are read for marks and never in the result. Holds are
        sought in what the document says, then blocks are dropped rule by rule, then values are masked in what is left.
        """
        rules = [rule for rule in self._rules if rule.holds_for(source_id, space, channels)]
        if not rules:
            visible = tuple(block for block in blocks if not block.hidden)
            return Applied(blocks=visible, spans=((),) * len(visible))
        work = _Work(blocks, title)
        for step in (work.hold, work.drop, work.mask):
            for rule in rules:
                _guarded(step, rule)
        return work.done()

    def reaching(self, source_id: str) -> list[str]:
        """The names of the rules in whose scope a path is."""
        return [rule.name for rule in self._rules if rule.reaches(source_id)]

    def spans(self, text: str, *, source_id: str, space: str, channels: Sequence[str]) -> list[Span]:
        """What to mask in a single text, such as a section's name or a label. Raises LoadError (policy)."""
        found: list[Span] = []
        for rule in self._rules:
            if rule.action in _MASKED and rule.holds_for(source_id, space, channels):
                found += _guarded(lambda one: _in_line(text, one.in_text(text, Words())), rule)
        return merge(found)


def _guarded(step: Callable[[Rule], T], rule: Rule) -> T:
    try:
        return step(rule)
    except Exception as error:  # noqa: BLE001 - messages may quote the text, and a rule that fails must not let pass
        detail = f"{rule.name}:{type(error).__name__}"
    raise LoadError(Code.POLICY, detail, stage="clean")


def _in_line(text: str, hits: Iterable[Hit]) -> list[Span]:
    return list(masks(Block(kind="text", text=text), hits))


class _Work:
    """One document on its way through the rules. `_place` are the numbers that blocks had at the beginning."""

    def __init__(self, blocks: Sequence[Block], title: str) -> None:
        self._blocks = list(blocks)
        self._place = list(range(len(blocks)))
        self._first = tuple(blocks)
        self._above = enclosing(blocks)
        self._title = title
        self._read = Words()
        self._held = ""
        self._counts: Counter[str] = Counter()
        self._finds: list[Find] = []
        self._spans: list[list[Span]] = []
        self._title_spans: list[Span] = []

    def hold(self, rule: Rule) -> None:
        """Notes the first rule that wants the document held."""
        if rule.action != "hold":
            return
        hits = [*self._in_title(rule), *rule.find(self._blocks, self._read)]
        if hits and not self._held:
            self._held = rule.name
        self._note(rule, hits)

    def drop(self, rule: Rule) -> None:
        """Takes out what a rule drops."""
        if rule.action in {"hold", "mask"}:
            return
        if rule.action == "drop-section" and (titled := self._in_title(rule)):
            self._note(rule, titled)
            self._blocks, self._place = [], []
            return
        hits = rule.find(self._blocks, self._read)
        if rule.action == "drop-column":
            # Nothing but tables and lines of their own have something to drop; the rest is masked in the end.
            hits = [hit for hit in hits if has_place(self._blocks[hit.block], hit)]
        self._note(rule, hits)
        gone: set[int] = set()
        changed: dict[int, str] = {}
        for place, mine in _by_block(hits).items():
            block = self._blocks[place]
            if rule.action == "drop-column":
                changed[place] = without_places(block, mine)
            elif rule.action == "drop-section":
                heads = any(hit.what == "heading" for hit in mine)
                if place in gone and not heads:
                    continue
                gone.update((section_at if heads else section_around)(self._blocks, place))
            elif all(hit.what == "stretch" for hit in mine):
                changed[place] = without_stretches(block, mine)
            else:
                gone.add(place)
        kept = [
            (replace(block, text=changed[n]) if n in changed else block, self._place[n])
            for n, block in enumerate(self._blocks)
            if n not in gone and changed.get(n, "kept").strip()
        ]
        self._blocks, self._place = [block for block, _ in kept], [place for _, place in kept]

    def mask(self, rule: Rule) -> None:
        """Collects what a rule masks in the blocks that are left."""
        if not self._spans:
            self._spans = [[] for _ in self._blocks]
        if rule.action not in _MASKED:
            return
        hits = rule.find(self._blocks, self._read)
        for hit in hits:
            self._spans[hit.block] += masks(self._blocks[hit.block], [hit])
        titled = list(rule.in_text(self._title, self._read))
        self._title_spans += _in_line(self._title, titled)
        self._note(rule, [*(replace(hit, block=-1) for hit in titled), *hits])

    def done(self) -> Applied:
        """The result."""
        pairs = zip(self._blocks, self._spans, strict=True)
        visible = [(block, tuple(merge(found))) for block, found in pairs if not block.hidden]
        return Applied(
            blocks=tuple(block for block, _ in visible),
            spans=tuple(found for _, found in visible),
            title_spans=tuple(merge(self._title_spans)),
            counts={name: self._counts[name] for name in sorted(self._counts)},
            hold=self._held,
            finds=tuple(self._finds),
        )

    def _in_title(self, rule: Rule) -> list[Hit]:
        hits = [replace(hit, block=-1) for hit in rule.in_text(self._title, self._read)]
        if name := rule.names_heading(self._title, self._read):
            hits.append(Hit(block=-1, what="heading", label=name))
        return hits

    def _note(self, rule: Rule, hits: Iterable[Hit]) -> None:
        for hit in hits:
            if hit.what == "label":  # it goes with its value, which is counted
                continue
            self._counts[rule.name] += 1
            place = self._place[hit.block] if hit.block >= 0 else -1
            above = self._above[place] if place >= 0 else -1
            self._finds.append(
                Find(
                    rule=rule.name,
                    action=rule.action,
                    what=hit.what,
                    label=hit.label,
                    block=place + 1,
                    page=self._first[place].page if place >= 0 else 0,
                    heading=self._first[above].text if above >= 0 else "",
                )
            )


def _by_block(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    found: dict[int, list[Hit]] = {}
    for hit in hits:
        found.setdefault(hit.block, []).append(hit)
    return found
