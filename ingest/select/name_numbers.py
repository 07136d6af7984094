"""Numbers in words in names: "вторая редакция", "third quarter", "version two", "протокол первого заседания". Pure."""

from __future__ import annotations

import re

_RUSSIAN = ("перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят")
_ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_COUNTED = (
    "один один one",
    "два две two",
    "три три three",
    "четыре четыре four",
    "пять пять five",
    "шесть шесть six",
)
_ORDINALS = {word: place for words in (_RUSSIAN, _ENGLISH) for place, word in enumerate(words, 1)}
_CARDINALS = {word: place for place, words in enumerate(_COUNTED, 1) for word in words.split()}
_ORDINAL = re.compile(
    rf"(?<![^\W_])(?:({'|'.join(_RUSSIAN)})(?:ый|ой|ая|ое|ого|ому|ым|ом|ую|ий|ья|ье|ьего|ьему|ьим|ьем|ью|ьей)"
    rf"|({'|'.join(_ENGLISH)}))(?![^\W_]|-\w)"
)
"""In the singular: «первые шаги» count nothing."""
_CARDINAL = re.compile(
    r"(?<![^\W_])((?:версия|редакция|часть|том|неделя|год|вариант|version|edition|revision|part|volume|chapter|week|year"
    rf"|stage|phase)[ _-])({'|'.join(_CARDINALS)})(?![^\W_])"
)
_EDITION = re.compile(
    r"(?<![^\W_])(\d{1,2})[ _-](?:верси[яиюей]{1,2}|редакци[яиюей]{1,2}|version|revision)(?![^\W_])"
)
_QUARTER = re.compile(r"(?<![^\W_])([1-4])(?:st|nd|rd|th)?[ -]quarter(?![^\W_])")
_HALF = re.compile(r"(?<![^\W_])([12])(?:st|nd)?[ -]half(?:[ -]year)?(?![^\W_])")


def numbered(text: str) -> str:
    """A folded name with digits for its ordinal numbers, and for others behind what is counted so."""
    told = _ORDINAL.sub(lambda found: str(_ORDINALS[found[1] or found[2]]), text)
    told = _EDITION.sub(r"version \1", told) if told != text else text
    told = _CARDINAL.sub(lambda found: f"{found[1]}{_CARDINALS[found[2]]}", told)
    return _HALF.sub(r"h\1", _QUARTER.sub(r"q\1", told))
