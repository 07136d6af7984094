"""Tells the language of a text by its letters and function words; needs no model."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ingest.document import Block


_MANY = 20_000
"""Letters from which on tables are left out when language is told."""

CYRILLIC = frozenset({"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn"})
_CODES_LIST = (
    "aa ab af ak am ar as av ay az ba be bg bi bm bn bo br bs ca ce co cs cv cy da de dv dz ee el en eo "
    "es et eu fa "
    "ff fi fj fo fr fy ga gd gl gn gu gv ha he hi hr ht hu hy ia id ig is it iu ja jv ka kg kk kl km kn "
    "ko ks ku kv "
    "kw ky la lb lg ln lo lt lv mg mi mk ml mn mr ms mt my nb nd ne ng nl nn no nv ny oc om or os pa pl "
    "ps pt qu rm "
    "rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts "
    "tt ty ug uk "
    "ur uz ve vi wa wo xh yi yo za zh zu"
)
CODES = frozenset(_CODES_LIST.split())
"""ISO 639-1."""

_SAMPLE = 2_500
_NOISE = re.compile(
    r"```.*?```|`[^`\n]*`|<[^<>\n]{1,200}>|\{[{%][^}\n]*[}%]\}|\[[A-Z_]+(?:-[a-z2-7]+)?\]", re.DOTALL
)
_CODE_LIKE = re.compile(
    r"[@0-9_/\\]|[A-Za-z][.:=&][A-Za-z]|[a-z][A-Z]|^(?:https?|ftp|mailto|tel):|^www\.|[(\]][A-Za-z]+\)"
)
"""What no word of prose holds; tried on what is parted by blanks."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_CYRILLIC = re.compile(r"[\u0400-\u052f]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_FOREIGN_CYRILLIC = re.compile(r"[ђјљњћџѓќѕәғқңөұүһҷӣӯҳ]")

_LETTERS = {
    "ru": re.compile(r"[ыэё]|ъ[еюяё]"),
    "uk": re.compile(r"[іїєґ]"),
    "be": re.compile(r"ў|[ыэё]|і"),
    "bg": re.compile(r"ъ(?![еюяё])"),
}
_FORBIDDEN = {
    "ru": re.compile(r"[іїєґў]|ъ(?![еюяё])"),
    "uk": re.compile(r"[ыэёъў]"),
    "be": re.compile(r"[ищъїєґ]"),
    "bg": re.compile(r"[ыэёіїєґў]"),
}
_CYRILLIC_WORDS = {
    "ru": "и в не на что с со по как это для от из или если при его она они но до же бы также можно "
    "после чтобы только "
    "который которые быть будет где когда все так этот есть был была были вы мы я он у к о за нет их",
    "uk": "та і й в у не на що як для від з із зі або якщо при його вона вони але до також можна після "
    "щоб тільки який "
    "які бути буде де коли все так цей є був була були ви ми я він по за це про під над немає їх",
    "be": "і й у не на што як для ад з са або калі пры яго яна яны але да таксама можна пасля каб толькі "
    "які якія быць "
    "будзе дзе усе так гэты гэта ёсць быў была былі вы мы я ён па за пра няма іх",
    "bg": "и в не на че като за от със или ако при той тя те но до също може след само който които да се "
    "са е бъде "
    "където кога все този това тази има беше бяха вие ние аз по към ще си ли най с го му",
}
_LATIN_WORDS = {
    "en": "the of and to in is for that with are this be you it on as by or from your not can if an will "
    "at which when "
    "have has was were how what all use used using i my we our do does a into about there their they he "
    "she his her but",
    "de": "der die das und ist nicht mit den von zu für auf ein eine im dem des sich auch sie wird "
    "werden sind als bei "
    "oder aus nach wie über wenn kann ich wir haben zum zur durch einen einer",
    "fr": "le la les des et est une dans pour que qui par sur pas avec vous du au ce cette sont être ou "
    "aux plus nous il "
    "elle votre vos comme ne se de un en leur",
    "es": "el los las una que por para con del se es no su como más este esta son al lo si puede cuando "
    "sus hay también "
    "ser pero sobre de la en y un le sin usted",
    "it": "il lo gli una che per con del della dei delle non è sono come più questo questa nel nella "
    "alla si di e un le i "
    "la da anche ha essere",
    "pt": "o os as uma que por para com do da dos das não se é são como mais este esta no na ao em de e "
    "um você ou foi "
    "ser também",
    "nl": "de het een van en is dat op te voor met zijn niet aan er om ook als bij door naar wordt deze "
    "uit kan je wij "
    "worden hebben",
    "pl": "w na z do się nie jest to że jak dla przez oraz po lub co od są tym które który być za i o "
    "ale tego przy",
}
_LETTER_HINTS = {
    "de": re.compile("[äöüß]"), "fr": re.compile("[àâçèêëîïôùûœ]"), "es": re.compile("[ñ¿¡áíóú]"),
    "it": re.compile("[àèìòù]"), "pt": re.compile("[ãõçâê]"), "pl": re.compile("[ąćęłńśźż]"),
    "nl": re.compile("ij"),
    "en": re.compile(r"(?!)"),
}  # fmt: skip
_PLAIN_HINTS = frozenset({"nl"})
"""Whose letters are in ASCII."""
_PLAIN = 400
_NEIGHBOURS = re.compile("[іїєґўІЇЄҐЎ]")
_CYRILLIC_SETS = {code: frozenset(listed.split()) for code, listed in _CYRILLIC_WORDS.items()}
_LATIN_SETS = {code: frozenset(listed.split()) for code, listed in _LATIN_WORDS.items()}
_CYRILLIC_ALL = frozenset().union(*_CYRILLIC_SETS.values())
_LATIN_ALL = frozenset().union(*_LATIN_SETS.values())
_CACHED, _LONGEST = 50_000, 48


def language_of(text: str) -> str:
    """ISO 639-1 code of `text`, "und" under three words or where nothing tells. Long texts are sampled."""
    if plain := _plainly(text):
        return plain
    words = _words(text)
    if len(words) < 3:
        return "und"
    joined = " ".join(words)
    cyrillic = sum(map(len, _CYRILLIC.findall(joined)))
    latin = sum(map(len, _LATIN.findall(joined)))
    letters = len(joined) - len(words) + 1
    # Latin product names stand thick in technical Cyrillic text; Cyrillic hardly ever in Latin text.
    if cyrillic >= 0.3 * letters:
        return _cyrillic(joined, [word for word in words if _CYRILLIC.match(word)])
    found = _latin(joined, words) if latin >= 0.5 * letters else "und"
    if found == "und" and cyrillic >= 0.1 * letters:
        return _cyrillic(joined, [word for word in words if _CYRILLIC.match(word)])
    return found


def prose_of(title: str, blocks: Sequence[Block]) -> str:
    """What language is told by: no code unless there is nothing else."""
    texts = [block.text for block in blocks if block.kind != "code"] or [block.text for block in blocks]
    joined = "\n".join((title, *texts))
    if len(joined) <= _MANY:
        return joined
    tables = "\n".join(
        (title, *(block.text for block in blocks if block.kind in {"text", "list", "heading"}))
    )
    return tables if len(tables) > _MANY // 4 else joined


def _plainly(text: str) -> str:
    """Gives "ru" or "en" where letters alone leave no doubt, "" elsewhere: most texts need no closer look.

    `beyond` is the share of letters that take two bytes: Cyrillic ones, in Russian with ы and without those that
    only its neighbours have. English has next to none, and its article everywhere.
    """
    if len(text) < _PLAIN:
        return ""
    beyond = (len(text.encode("utf-8", "surrogatepass")) - len(text)) / len(text)
    if 0.4 < beyond < 1.0 and "ы" in text and not _NEIGHBOURS.search(text):
        return "ru"
    return "en" if beyond < 0.005 and text.count(" the ") * 300 > len(text) else ""


def words(text: str) -> int:
    """How many words of prose `text` holds; code, addresses and identifiers do not count."""
    return len(_WORD.findall(_prose(text)))


def _prose(text: str) -> str:
    """`text` without code, addresses, placeholders and identifiers."""
    tokens = _NOISE.sub(" ", text).split()
    return " ".join([token for token in tokens if _PROSE[token]])


class _Prose(dict[str, bool]):
    """Whether what is parted by blanks may be words of prose, remembered: most of it is met again and again."""

    def __missing__(self, token: str) -> bool:
        found = (token.islower() and token.isalpha()) or not _CODE_LIKE.search(token)
        if len(self) >= _CACHED:
            self.clear()
        if len(token) <= _LONGEST:
            self[token] = found
        return found


_PROSE: Final = _Prose()


def _words(text: str) -> list[str]:
    found = _WORD.findall(_prose(_sample(text)).lower())
    if len(found) < 3 and len(text) > 3 * _SAMPLE:
        return _WORD.findall(_prose(text[: 50 * _SAMPLE]).lower())
    return found


def _sample(text: str) -> str:
    """The text, or of a long one its beginning, middle and end."""
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = (len(text) - _SAMPLE) // 2
    return "\n".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))


def _counted(words: Sequence[str], telling: frozenset[str]) -> Mapping[str, int]:
    """How often each of the `telling` words is there that is there at all."""
    return Counter(filter(telling.__contains__, words))


def _cyrillic(joined: str, words: list[str]) -> str:
    if len(_FOREIGN_CYRILLIC.findall(joined)) * 100 > len(joined):
        return "und"
    counts = _counted(words, _CYRILLIC_ALL)
    scores = {}
    for code, listed in _CYRILLIC_SETS.items():
        function = sum(count for word, count in counts.items() if word in listed) / len(words)
        own = len(_LETTERS[code].findall(joined)) / len(joined)
        against = len(_FORBIDDEN[code].findall(joined)) / len(joined)
        scores[code] = function + 10 * own - 20 * against
    best = max(scores, key=lambda code: (scores[code], code == "ru"))
    return "ru" if scores[best] <= scores["ru"] else best


def _latin(joined: str, words: list[str]) -> str:
    counts = _counted([word for word in words if len(word) > 1], _LATIN_ALL)
    scores = {}
    plain = joined.isascii()
    for code, listed in _LATIN_SETS.items():
        function = sum(count for word, count in counts.items() if word in listed)
        own = 0 if plain and code not in _PLAIN_HINTS else len(_LETTER_HINTS[code].findall(joined))
        scores[code] = function + 2 * own / (1 + len(words) / 10)
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    if scores[best] > max(0.04 * len(words), 0 if best == "en" else 1):
        return best
    # Prose has function words; a heading may do without, and unaccented Latin is then English here.
    return "en" if len(words) < 12 and joined.isascii() else "und"
