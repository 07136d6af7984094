"""Puts masks in the place of finds. Pure: texts and spans in, texts out."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ingest.clean.recognizers.recognizer import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence


def merge(spans: Iterable[Span]) -> list[Span]:
    """Spans in order without overlaps.

    Spans that overlap become one over all they cover, so nothing of a loser leaks; its type is that of the
    longest, then of the highest score, then of the first name.
    """
    groups: list[list[Span]] = []
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if groups and span.start < end:
            groups[-1].append(span)
        else:
            groups.append([span])
        end = max(end, span.end) if len(groups[-1]) > 1 else span.end
    return [_union(group) for group in groups]


def _union(group: Sequence[Span]) -> Span:
    start, end = group[0].start, max(span.end for span in group)
    winner = min(
        group, key=lambda span: (span.start - span.end, -span.score, span.type, span.start, span.value)
    )
    if (winner.start, winner.end) == (start, end):
        return winner
    value = "\0".join(sorted({f"{span.type}:{span.value}" for span in group}))
    return Span(start=start, end=end, type=winner.type, value=value, score=winner.score)


def joined(spans: Sequence[Sequence[Span]], texts: Sequence[str], gap: int) -> list[Span]:
    """Spans of each of `texts` as spans over all, joined with `gap` letters between: undoes `apportion`."""
    found: list[Span] = []
    start = 0
    for text, mine in zip(texts, spans, strict=False):
        found += (replace(span, start=span.start + start, end=span.end + start) for span in mine)
        start += len(text) + gap
    return found


def apportion(spans: Iterable[Span], texts: Sequence[str], gap: int) -> list[list[Span]]:
    """`spans` over `texts` that were joined with `gap` letters between: those of each text, with places in it.

    One that reaches over a gap, or over the border of a table's cell, is in each of its parts; so cells stay cells.
    """
    found: list[list[Span]] = []
    waiting, start = deque(spans), 0
    for text in texts:
        mine: list[Span] = []
        end = start + len(text)
        while waiting and waiting[0].start < end:
            span = waiting.popleft()
            mine += _pieces(span, text, max(span.start, start) - start, min(span.end, end) - start)
            if span.end > end + gap:
                waiting.appendleft(replace(span, start=end + gap))
                break
        found.append(mine)
        start = end + gap
    return found


_CELL = re.compile(r"[^|\n]*[^|\s][^|\n]*")


def _pieces(span: Span, text: str, start: int, end: int) -> Iterator[Span]:
    """`span` as it stands in text[start:end], without the borders of cells in it."""
    if start >= end:
        return
    if "|" not in text[start:end]:
        yield replace(span, start=start, end=end)
        return
    for cell in _CELL.finditer(text, start, end):
        left = len(cell[0]) - len(cell[0].lstrip()) if cell.start() > start else 0
        yield replace(span, start=cell.start() + left, end=cell.start() + len(cell[0].rstrip()))


def redact(
    text: str,
    spans: Sequence[Span],
    mask: str = "type",
    key: bytes = b"",
    partial: Container[str] = (),
) -> str:
    """`text` with each of `spans` (as `merge` gives them) masked.

    The mask is `[PHONE]`, or with "keyed" `[PHONE-7f3a9k2m4q]`, the same wherever type, value and key are the
    same. Those of the types `partial` show the last four digits: `[PHONE *4568]`.
    """
    parts: list[str] = []
    done = 0
    for span in spans:
        parts += (text[done : span.start], mask_of(span, mask, key, partial))
        done = span.end
    parts.append(text[done:])
    return "".join(parts)


def mask_of(span: Span, mask: str, key: bytes, partial: Container[str]) -> str:
    """What stands in the place of a span."""
    if span.type in partial and (shown := partial_mask(span)):
        return shown
    return keyed_mask(span, key) if mask == "keyed" else f"[{span.type}]"


class Masked(NamedTuple):
    """A span over a text as it was at first, and how many letters are in its place now."""

    span: Span
    size: int


def masked_again(
    before: Sequence[Masked], spans: Sequence[Span], size: Callable[[Span], int]
) -> list[Masked]:
    """What is masked after `spans` were, too, each with so many letters: found in a text with masks in it already.

    Masks that a span reaches into are part of it, and so is what they stood for part of its value.
    """
    found: list[Masked] = []
    shift = 0
    now: list[tuple[int, int, Masked | Span]] = [(span.start, span.end, span) for span in spans]
    for one in before:
        now.append((one.span.start + shift, one.span.start + shift + one.size, one))
        shift += one.size - (one.span.end - one.span.start)
    shift = 0
    for start, end, group in _touching(now):
        masks = [one for one in group if isinstance(one, Masked)]
        new = [one for one in group if isinstance(one, Span)]
        after = shift + sum(one.size - (one.span.end - one.span.start) for one in masks)
        if not new:
            found += masks
        else:
            own = max(new, key=lambda span: span.end - span.start)
            known = [f"{one.span.type}:{one.span.value}" for one in masks]
            value = "\0".join([*(span.value for span in new), *known])
            grown = sum(size(span) - (span.end - span.start) for span in new)
            whole = replace(own, start=start - shift, end=end - after, value=value)
            found.append(Masked(whole, end - start + grown))
        shift = after
    return found


def _touching(
    parts: Iterable[tuple[int, int, Masked | Span]],
) -> Iterator[tuple[int, int, list[Masked | Span]]]:
    """Stretches in order, each with all that overlap as one."""
    groups: list[tuple[int, int, list[Masked | Span]]] = []
    for start, end, part in sorted(parts, key=lambda part: part[:2]):
        if groups and start < groups[-1][1]:
            first, last, together = groups[-1]
            groups[-1] = first, max(last, end), [*together, part]
        else:
            groups.append((start, end, [part]))
    yield from groups


_SHOWN, _LEAST_DIGITS = 4, 9
"""A number with fewer digits would be told by four of them."""


def partial_mask(span: Span) -> str:
    """A mask that shows the last four digits, as support asks for them; "" for a short value."""
    digits = [letter for letter in span.value.partition(";")[0] if letter.isdecimal()]
    return f"[{span.type} *{''.join(digits[-_SHOWN:])}]" if len(digits) >= _LEAST_DIGITS else ""


def keyed_mask(span: Span, key: bytes) -> str:
    """A mask that tells values apart, by 50 bits of HMAC."""
    digest = hmac.new(key, f"{span.type}\0{span.value}".encode(), hashlib.sha256).digest()
    return f"[{span.type}-{never_digits(base64.b32encode(digest).decode().lower()[:10])}]"


def never_digits(token: str) -> str:
    """`token` with a letter in it: after "PHONE-" ten digits would look like a number."""
    return "a" + token[1:] if token.isdigit() else token


def mask_path(path: str, spans: Sequence[Sequence[Span]], secret: bytes) -> str:
    """`path` with the identifiers in its parts masked; `spans` holds those of each part between slashes.

    A masked part gets 10 hexadecimal digits of its keyed hash, so that two files never get one id.
    """
    parts = []
    for part, found in zip(path.split("/"), spans, strict=True):
        if not found:
            parts.append(part)
            continue
        tag = hmac.new(secret, part.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:10]
        last = found[-1].end
        parts.append(f"{redact(part[:last], found)}-{never_digits(tag)}{part[last:]}")
    return "/".join(parts)
