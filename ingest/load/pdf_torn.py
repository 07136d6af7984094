"""Whether letters at the end of one line and at the beginning of the next are one word: no hyphen says so.

Asked where a cell's line is full. Russian is told by the dictionary, other languages by which letters follow which.
"""

from __future__ import annotations

from ingest.dictionary import is_russian
from ingest.load.garbled import pair_score

_SHORT_LIST = (
    "а без бы в вид во все всё вы где да два для до дом его ее её еще ещё ею же за зав и из или им их ию к как "
    "ко код кто ли мая мы на над не ней нет ни них но о об он она они оно от по под при про раз руб с см со "
    "стр та так те тем тех той том тот ту тут ты у уж чей чем что эта эти это я a add age all an and any api are "
    "as at be but by can day do end for get has he her him his how i id if in is it its key log map me my new no not "
    "int str xml css php sql pdf csv job tag web app "
    "now of off old on one or our out per run see set she so sum tax the to too two up url us use via was we who why "
    "yes yet you au aux ce de des du en est et il la le les ne par pas qui sa se ses sur un une das dem den der des "
    "die ein für im ist mit sie und von vor zu zum zur al con del di el es las lo los per que una y"
)
_SHORT = frozenset(_SHORT_LIST.split())
"""Words of three letters or fewer that begin a line often; others so short are the rest of a word."""
_LIKELY = 2.2
"""So much likelier are letters within a word than at its ends: a sixteenth of the words of English reach it."""
_LEAST = 4


def is_torn(word: str, rest: str, *, alone: bool) -> bool:
    """Whether `word`, which ends a full line, goes on with `rest`: runs of letters. `alone`: nothing else is in the line.

    What breaks words only where they are wider than the line leaves `word` alone.
    """
    if not (word[-1].islower() and rest[0].islower()):
        return False
    if rest[0] in "ъыь" or (len(rest) <= 3 and rest not in _SHORT):
        return True
    if _is_cyrillic(word) and _is_cyrillic(rest):
        return _is_russian(word, rest, alone)
    if not (alone and len(word) >= _LEAST and rest not in _SHORT):
        return False
    last, first = word[-1], rest[0]
    return pair_score(last + first) - pair_score(last + " ") - pair_score(" " + first) > _LIKELY


def _is_russian(word: str, rest: str, alone: bool) -> bool:
    words = is_russian(word) and is_russian(rest)
    if is_russian(word + rest):
        return not words or rest == "а" or (alone and len(rest) > 3)  # a comma is before "а"
    return alone and not is_russian(word) and (len(rest) == 1 or not is_russian(rest))


def _is_cyrillic(text: str) -> bool:
    return all("а" <= char <= "я" or char == "ё" for char in text.lower())
