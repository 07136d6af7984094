"""News in words: a subject, a text for people, a JSON document for programs. Ids, codes, counts and remedies only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ingest.live.told import News
from ingest.live.trouble import Ended

Status = Literal["trouble", "reminder", "recovered", "test"]
MOST = 20
"""So many ids are named; the others are counted."""
NOUNS = {
    "failures": "sources fail",
    "deletions_held": "deletions are held back",
    "troubled_runs": "a run ended in trouble",
    "drift": "store and manifest are apart",
    "stale": "stale sources",
}
_COUNTED = ("failures", "stale")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent. `data` is JSON; its `text` is what chat webhooks show."""

    status: Status
    subject: str
    text: str
    data: Mapping[str, Any]


def compose(ended: Ended, news: Sequence[News], recovered: Sequence[str], *, host: str, at: str) -> Message:
    """One message for all news of one run; what is still open is told before what is over."""
    status: Status = "recovered"
    if news:
        status = "trouble" if any(one.fresh for one in news) else "reminder"
    head = f"recovered: {_words(recovered)}" if not news else ", ".join(map(_headline, news))
    if status == "reminder":
        head = f"still: {head}"
    lines = [line for one in news for line in (*_lines(one), "")]
    if recovered:
        lines += [f"All is well again: {_words(recovered)}.", ""]
    lines.append(_signature(ended, host, at))
    return _message(status, head, lines, ended, host, at, [_as_json(one) for one in news], recovered)


def compose_test(*, host: str, at: str) -> Message:
    """What `ingest notify --test` sends."""
    ended = Ended(command="notify", exit_code=0)
    lines = ["This is a test: messages of kb-ingest arrive here.", "", _signature(ended, host, at)]
    return _message("test", "test message", lines, ended, host, at, [], [])


def _message(
    status: Status,
    head: str,
    lines: Sequence[str],
    ended: Ended,
    host: str,
    at: str,
    news: Sequence[Mapping[str, Any]],
    recovered: Sequence[str],
) -> Message:
    subject = f"[kb-ingest] {host}: {head}"
    data = {
        "source": "kb-ingest",
        "status": status,
        "host": host,
        "at": at,
        "command": ended.command,
        "run": ended.run,
        "exit_code": ended.exit_code,
        "documents": ended.report.get("documents", {}),
        "news": list(news),
        "recovered": list(recovered),
        "text": "\n".join([subject, "", *lines]),
    }
    return Message(status=status, subject=subject, text="\n".join(lines), data=data)


def _words(kinds: Sequence[str]) -> str:
    return ", ".join(kind.replace("_", " ") for kind in kinds)


def _headline(news: News) -> str:
    finding = news.finding
    if finding.kind not in _COUNTED:
        return NOUNS[finding.kind]
    number = len(finding.items)
    noun = NOUNS[finding.kind]
    if number == 1:
        noun = {"sources fail": "source fails", "stale sources": "stale source"}[noun]
    return f"{number} {noun}"


def _lines(news: News) -> list[str]:
    """What is wrong with how many, what to do, and which they are, those first that are new."""
    finding = news.finding
    fresh = set(news.fresh)
    old = "" if len(fresh) == len(finding.items) else f", {len(fresh)} of them new"
    lines = [f"{_headline(news)}{old if fresh else f', since {news.since}'}"]
    for what, number in sorted(Counter(finding.items.values()).items()):
        lines.append(f"  {number} x {what}" if finding.kind in _COUNTED else f"  {what}")
        if remedy := finding.remedies.get(what):
            lines.append(f"    {remedy}")
    ordered = _ordered(news)
    lines += [f"  - {item}{' (new)' if old and item in fresh else ''}" for item in ordered[:MOST]]
    if len(ordered) > MOST:
        lines.append(f"  ... and {len(ordered) - MOST} more: ingest sync --json lists all")
    return lines


def _ordered(news: News) -> list[str]:
    fresh = set(news.fresh)
    return sorted(news.finding.items, key=lambda item: (item not in fresh, item))


def _as_json(news: News) -> dict[str, Any]:
    finding, fresh = news.finding, set(news.fresh)
    return {
        "kind": finding.kind,
        "since": news.since,
        "count": len(finding.items),
        "new": len(fresh),
        "items": [
            {
                "id": item,
                "what": finding.items[item],
                "new": item in fresh,
                "remedy": finding.remedies.get(finding.items[item], ""),
            }
            for item in _ordered(news)[:MOST]
        ],
        "more": max(0, len(finding.items) - MOST),
    }


def _signature(ended: Ended, host: str, at: str) -> str:
    run = f", run {ended.run}" if ended.run else ""
    counts = ", ".join(f"{number} {name}" for name, number in ended.report.get("documents", {}).items())
    return (
        f"{host}, {at}: ingest {ended.command}{run}, exit {ended.exit_code}{f'; {counts}' if counts else ''}"
    )
