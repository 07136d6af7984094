"""What a document's own labels and folders decide: draft, archived, deleted, restricted, expired, pending. Pure.

`as_of` is the ISO day that counts as today. A document is valid through its `valid_until`, and from its `valid_from`
and `effective` on, or, where it states neither, from the day on that its name or title gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ingest.document import Head
from ingest.select.name_words import fold
from ingest.select.rules import LifecycleRules
from ingest.select.starts import named_start, own_days
from ingest.select.verdict import Archived, Deleted, Draft, Expired, Pending, Restricted, Standing

_SPELLINGS = {
    "current": "current published approved final active released public effective signed complete completed "
    "done ok "
    "опубликовано опубликован действует действующий действующая утвержден утверждено утверждена актуально "
    "актуальный "
    "подписан подписано активен активно согласовано в_силе in_force актуальная",
    "draft": "draft drafts in_progress wip work_in_progress in_review review under_review pending_review "
    "proposed proposal "
    "unpublished preliminary rough черновик проект в_работе на_согласовании на_утверждении на_рассмотрении "
    "на_проверке "
    "согласование рецензирование не_опубликовано не_опубликован предварительный предварительно "
    "новый_черновик проверяется "
    "draft_for_review черновая_версия",
    "archived": "archived archive historical superseded obsolete outdated retired withdrawn inactive "
    "replaced closed legacy "
    "sunset cancelled canceled void not_in_force устарел устарело устаревший устаревшая архив архивный "
    "архивная в_архиве "
    "архивировано не_действует недействующий недействующая утратил_силу утратило_силу утратила_силу отменен "
    "отменено "
    "отменена неактуально неактуальный неактуальная неактивен снят заменен заменено",
    "deleted": "deleted trashed trash removed bin recycled удален удалено удалена в_корзине корзина "
    "помечен_на_удаление "
    "marked_for_deletion to_be_deleted",
    "restricted": "restricted confidential strictly_confidential secret top_secret private sensitive "
    "classified "
    "commercial_secret need_to_know конфиденциально конфиденциальный строго_конфиденциально секретно "
    "совершенно_секретно для_служебного_пользования дсп коммерческая_тайна служебная_тайна ограниченный_доступ "
    "ограничен закрытый не_для_распространения",
    "internal": "internal internal_only internal_use internal_use_only for_internal_use for_internal_use_only "
    "внутренний внутренняя внутреннее внутренний_документ для_внутреннего_использования "
    "только_для_внутреннего_использования "
    "для_внутреннего_пользования",
    "deprecated": "deprecated end_of_life eol не_рекомендуется устаревает не_рекомендуется_к_использованию",
}
_STATUS = {spelling: status for status, words in _SPELLINGS.items() for spelling in words.split()}

_VERDICTS: dict[str, type[Draft | Archived | Deleted | Restricted]] = {
    "deleted": Deleted,
    "restricted": Restricted,
    "archived": Archived,
    "draft": Draft,
}
"""In the order in which they are asked."""


def status_of(text: str) -> str:
    """The status that `text` spells: "current" or one of `LifecycleRules.let_in`; "" if it is no known word."""
    plain = re.sub(r"[\s_\-–—]+", "_", fold(text).strip(" \t[](){}.:;!*\"'«»"))
    return _STATUS.get(plain, "")


def is_doubtful(head: Head) -> bool:
    """Whether it may be a draft, or no longer in force, and only a person can tell: its status ends in a "?"."""
    return head.labels.status.endswith("?")


def said_in_title(head: Head) -> str:
    """What there is to ask of a deprecated document whose very title says so: "Door memo [DEPRECATED]"."""
    said = status_of(head.labels.status) == "deprecated" and "deprecated" in fold(head.title)
    return "its title says: deprecated" if said else ""


def standing(head: Head, rules: LifecycleRules, as_of: str) -> Standing | None:
    """What `head` says against itself; None if it may be searched. A status outranks a folder."""
    stated, rule = status_of(head.labels.status), "status"
    if not stated:
        stated, rule = _of_folders(head.source_id, rules), "folder"
    if stated not in rules.let_in:
        if verdict := _VERDICTS.get(stated):
            return verdict(rule=rule, evidence=(f"{rule}: {stated}",))
        if stated == "internal":
            return Restricted(rule=rule, evidence=(f"{rule}: internal",))
        if stated == "deprecated":
            return Archived(rule=rule, evidence=(f"{rule}: deprecated",))
    labels = head.labels
    if labels.valid_until and labels.valid_until < as_of and "expired" not in rules.let_in:
        return Expired(on=labels.valid_until, evidence=(f"valid_until: {labels.valid_until}",))
    starts = _start(head)
    if starts[0] > as_of and "pending" not in rules.let_in:
        return Pending(on=starts[0], rule=starts[1], evidence=(f"{starts[1]}: {starts[0]}",))
    return None


def in_force(head: Head, as_of: str) -> bool:
    """Whether its dates say that it holds on `as_of`, whatever is let in."""
    return _start(head)[0] <= as_of and not "" < head.labels.valid_until < as_of


def _start(head: Head) -> tuple[str, str]:
    """The day from which on `head` holds, and what says so."""
    stated = max((head.labels.valid_from, "valid_from"), (head.labels.effective, "effective"))
    return stated if stated[0] else named_start(head)


def next_turn(heads: Iterable[Head], as_of: str) -> str | None:
    """The next day on which a verdict may change although no file does; None if there is none.

    Run again on that day (or later) with it as `as_of`; until then verdicts hold.
    """
    days: list[str] = []
    for head in heads:
        labels = head.labels
        days += [day for day in (*own_days(head), named_start(head)[0]) if day > as_of]
        if labels.valid_until >= as_of:
            days.append((date.fromisoformat(labels.valid_until) + timedelta(days=1)).isoformat())
    return min(days, default=None)


def overdue(heads: Iterable[Head], as_of: str) -> list[tuple[str, str, str]]:
    """(owner, document id, day) of what should have been reviewed before `as_of`, by owner (none is last) and day."""
    late = [
        (head.labels.owner, head.id, head.labels.review_by)
        for head in heads
        if "" < head.labels.review_by < as_of
    ]
    return sorted(late, key=lambda one: (not one[0], one[0].casefold(), one[2], one[1]))


def _of_folders(source_id: str, rules: LifecycleRules) -> str:
    folders: Sequence[str] = [fold(name) for name in source_id.split("/")[1:-1]]
    named = [status for status, names in rules.folders if any(name in names for name in folders)]
    return next((status for status in _VERDICTS if status in named), "")
