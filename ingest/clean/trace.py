"""What a cleaning did to the text of blocks, letter by letter: for those who show where masks are on a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.clean.masking import Masking
    from ingest.clean.recognizers.recognizer import Span
    from ingest.document import Block


@dataclass(slots=True)
class Trace:
    """Filled by `Cleaner.clean`. All of it is text of a document before masks: it goes where raw text may go.

    `read`: normalised blocks; `left`: what the policy left of them, with its own changes of text; both known by their
    `place`. `rounds`: what was masked in each block of `left`, time after time.
    """

    read: Sequence[Block] = ()
    left: Sequence[Block] = ()
    rounds: list[Sequence[Sequence[Span]]] = field(default_factory=list)
    masking: Masking | None = None

    def begun(self, read: Sequence[Block], left: Sequence[Block], masking: Masking) -> Self:
        """Ready for rounds."""
        self.read, self.left, self.masking = read, left, masking
        return self

    def shown(self, number: int) -> list[bool]:
        """For each letter of a block of `left` whether it is still there after masking."""
        text = self.left[number].text
        at = list(range(len(text)))  # from where each letter of what is there now comes; -1: from a mask
        now = text
        for spans in self.rounds:
            assert self.masking is not None  # noqa: S101 - set by who filled `rounds`
            done, after = 0, []
            for span in spans[number]:
                mask = len(self.masking.put_in(now, [span])) - len(now) + span.end - span.start
                after += [*at[done : span.start], *[-1] * mask]
                done = span.end
            at = after + at[done:]
            now = self.masking.put_in(now, spans[number])
        stays = set(at)
        return [place in stays for place in range(len(text))]
