"""What a file's name alone says of its state: "x_DRAFT", "old_x", "Приказ о сменах (проект)". Pure.

A name is weak evidence: a word may be what the document is about. So a person is asked, and only where the document
itself neither states a status nor has the word in its title.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.document import Head
from ingest.names import untagged
from ingest.select.lifecycle import is_doubtful, status_of
from ingest.select.name_dates import take_periods
from ingest.select.name_marks import SPLIT, take_copies, take_version
from ingest.select.name_words import FILLERS, GENERIC, LANGUAGES, fold
from ingest.select.names import file_stem

_STATES = {
    "draft": "draft drafts черновик черновики черновая черновой wip",
    "archived": "old bak backup obsolete outdated superseded withdrawn cancelled canceled repealed revoked expired "
    "archive archived deprecated архив архивный архивная архивное старый старая старое стар устарел устарело устарела "
    "устаревший устаревшая устаревшее отменен отменено отменена отозван отозвано отозвана недействующий недействующая "
    "недействующее неактуальный неактуальная неактуальное неактуально аннулирован аннулировано "
    "старые устаревшие архивные недействующие неактуальные отмененные отменены",
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split()}
_PHRASES = {
    "archived": re.compile(
        r"(?<![^\W_])(?:утратил[аио]? силу|не действу[ею]т|не актуал\w+|no longer valid)(?![^\W_])"
    ),
    "draft": re.compile(
        r"[(\[]\s*проект[^\W\d]*\s*[)\]]|(?<![^\W_])(?:на согласовани[ие]|на утверждени[ие]|for review|for approval"
        r"|не утвержден\w?|not approved)(?![^\W_])"
    ),
}
_PROJECT = re.compile(
    r"(?:проект (?=\S)(?=.*(?:приказ|положени|регламент|договор|инструкц|правил|политик))"
    r"|(?:приказ|положени|регламент|договор|инструкц|правил|политик|порядок|прайс|соглашени).* проект$)"
)
_STEM = 5
"""Letters that the forms of a word share."""


def hinted_state(head: Head) -> str:
    """The state, "draft" or "archived", at which the name of a file hints; "" where the document says otherwise."""
    if head.id != head.source_id + "#" or status_of(head.labels.status.rstrip("?")):
        return ""
    return _hinted(file_stem(untagged(head.source_id)), head.title)


def may_be_withdrawn(head: Head) -> bool:
    """Whether only a person can tell if it is current, by its text or its file's name: it replaces nothing surely."""
    return is_doubtful(head) or bool(hinted_state(head))


@lru_cache(maxsize=6_000)
def _hinted(stem: str, title: str) -> str:
    plain = fold(stem.replace("_", " "))
    told = "" if fold(title) == fold(stem) else fold(title)
    for state, phrase in _PHRASES.items():
        if (match := phrase.search(plain)) and match[0].strip("()[] ") not in told:
            return state
    text, _ = take_copies(plain)
    _, text = take_periods(text)
    _, text = take_version(text)
    words = [word for word in SPLIT.split(text) if word and word not in LANGUAGES and not word.isdigit()]
    if _PROJECT.search(" ".join(words)) and "проект" not in told:
        return "draft"
    content = [
        word
        for word in words
        if word.rstrip("0123456789") not in _STATE_OF and word not in FILLERS and word not in GENERIC
    ]
    for edge in (words[:1], words[-1:]) if content else ():
        state = _STATE_OF.get(edge[0].rstrip("0123456789"), "")
        if state and not any(word[:_STEM] == edge[0][:_STEM] for word in SPLIT.split(told)):
            return state
    return ""
