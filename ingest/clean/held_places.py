"""What a document is held for, and where it says so: a block, its line in the clean text, the headings above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.document import HOLD, LabelEvidence, render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.clean.injection import Finding
    from ingest.document import Block, RawDocument

HELD = "held"
"""The label of such evidence."""


def suspicious(blocks: Sequence[Block], title: str, unseen: Sequence[str]) -> Sequence[Finding]:
    """What of a document addresses a language model."""
    from ingest.clean.injection import (
        findings,  # a tenth of what a run imports, needed where something is cleaned
    )

    return findings(blocks, title, unseen)


def holds(raw: RawDocument, rule: str, met: Sequence[Finding]) -> tuple[str, ...]:
    """Why a person has to look first: its loader, a rule of the policy, text that addresses a machine."""
    stated = raw.properties.get(HOLD, "")
    forbidden = [f"policy.{rule}"] if rule else []
    names = sorted({found.rule for found in met})
    return (*filter(None, [stated]), *forbidden, *(f"injection.{name}" for name in names))


def held_places(
    findings: Sequence[Finding], shown: Sequence[Block], kept: Sequence[Block], clean: Sequence[Block]
) -> Iterator[LabelEvidence]:
    """By place the rules that are met there.

    `findings` count the blocks `shown`; `kept` are those that the policy let through, in their old form unless it
    changed them, and `clean` the same, redacted.
    """
    for place in sorted({found.place for found in findings}):
        rules = sorted(found.rule for found in findings if found.place == place)
        yield LabelEvidence(label=HELD, value=", ".join(rules), where=_where(place, shown, kept, clean))


def _where(place: int, shown: Sequence[Block], kept: Sequence[Block], clean: Sequence[Block]) -> str:
    from ingest.clean.injection import TITLE, UNSEEN

    if place in {TITLE, UNSEEN}:
        return "the title" if place == TITLE else "text that no reader sees"
    told = f"block {place + 1} of {len(shown)}"
    after = next((at for at, block in enumerate(kept) if block is shown[place]), -1)
    if after < 0:
        return told
    line = 1 + sum(render(block).count("\n") + 2 for block in clean[:after])
    above: list[tuple[int, str]] = []
    for block in clean[: after + 1]:
        if block.kind == "heading":
            above = [*(one for one in above if one[0] < block.level), (block.level, block.text)]
    return (
        f"{told}, line {line} of the clean text"
        + ("; " if above else "")
        + " > ".join(name for _, name in above)
    )
