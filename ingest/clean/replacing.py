"""What a document says that it replaces: "Взамен приказа № 12 от 01.02.2023", "supersedes the one of 1 March 2023".

Over case-folded lines without `ё`. Only what a line says of its own document counts: in the imperative of an order, of
"this document", or with no subject at all. "Order 15 replaces order 12" is said of others.
"""

from __future__ import annotations

import re

from ingest.clean.days import DAY
from ingest.clean.declared_words import PAPERS

_NUMBERED = r"(?:\d{1,2}[.)]\s*){0,3}"
_YEAR = r"(?:19|20)\d\d(?!\d)(?:\s*(?:г\.|года?\b))?"
_NUMBER = r"(?:№|no\.?|number|n|#)\s*\d[\w/-]{0,15}"
_QUOTED = r"[«\"“][^»\"”]{4,80}[»\"”]"
_VERSION = r"(?:верси\w+|редакци\w+|version|edition|revision)\s*(?:№\s*)?\d[\d.]*"
_MARK = (
    rf"(?:{_NUMBER}(?:,?\s+(?:от|of|dated|from)\s+{DAY})?|(?:от|с|of|dated|from|issued on|as of|effective)\s+{DAY}"
    rf"|(?:верси\w+|редакци\w+|version|edition|revision|rev\.?|v\.?)\s*(?:№\s*)?\d[\d.]*(?:\s+(?:от|of|from)\s+{DAY})?"
    rf"|(?:(?:за|на|of|for|from)\s+)?(?:[^\W\d_]{{3,9}}\s+)?{_YEAR}|{_QUOTED})"
)
_PRICED = r"прайс(?:ы|ов)|расцен\w+|ставк\w+|перечн\w+|график\w*|расписани\w*|план\w*|схем\w*|форм[аыу]\w*|памятк\w+"
_BEFORE_RU = (
    r"(?:(?:собой|ранее|действовавш\w+|действующ\w+|прежн\w+|предыдущ\w+|стар\w+|принят\w+|утвержденн\w+"
    r"|изданн\w+|все|весь|всю|наш\w{0,3})\s+){0,3}"
)
_WHAT_RU = rf"{_BEFORE_RU}((?:{PAPERS}|{_PRICED})[^.;:()\d«\"]{{0,80}}?\s*{_MARK}|{_VERSION}|{_QUOTED})"
_PAPER_EN = (
    r"(?:one|version|edition|issue|revision|document|page|list|price[- ]?list|prices|pricing|tariffs?|rates?|order"
    r"|policy|procedure|instructions?|regulations?|guide(?:lines?)?|handbook|manual|schedule|catalog(?:ue)?|terms|rules"
    r"|standard|agreement|directive|notice|memo|form|template|plan|charter)"
)
_BEFORE_EN = r"(?:(?:the|our|all|any|its|previous|earlier|prior|former|old|existing|current)\s+){0,3}"
_WHAT_EN = (
    rf"{_BEFORE_EN}((?:[a-z-]+\s+){{0,4}}?{_PAPER_EN}\b[^.;:()\d\"]{{0,60}}?\s*{_MARK}|{_VERSION}|{_QUOTED})"
)
_THIS_RU = (
    rf"(?:(?:(?:настоящ|данн|эт|нов)\w{{1,4}}\s+)?(?:{PAPERS}|{_PRICED})\w{{0,4}}(?:\s+[а-я-]{{3,20}})?\s+)?"
)
_THIS_EN = rf"(?:(?:it|(?:this|these|the present|the new)(?:\s+[a-z-]+){{0,2}}?\s+{_PAPER_EN}s?)\s+)?"
_VERB_RU = (
    r"(?:заменя[ею]т|отменя[ею]т|взамен|(?:действу[ею]т|вводится|вводятся|введен\w?|издан\w?|выпущен\w?|принят\w?"
    r"|утвержден\w?)\s+(?:взамен|вместо))(?!\w)"
)
_VERB_EN = (
    r"(?:(?:fully |hereby |entirely )?(?:supersedes?|replaces?|cancels?|repeals?|revokes?)"
    r"(?:\s+and\s+(?:supersedes?|replaces?|cancels?))?|(?:is |was )?(?:issued |valid )?"
    r"(?:in place of|instead of|in lieu of))(?!\w)"
)
_STARTS = re.compile(
    rf"{_NUMBERED}(?:{_THIS_RU}{_VERB_RU}\s*[:–—-]?\s*{_WHAT_RU}|{_THIS_EN}{_VERB_EN}\s*[:–—-]?\s*{_WHAT_EN}"
    rf"|(?:{_VERB_RU}|{_VERB_EN})\s*:\s*([^.;:]{{3,80}}?\s*{_MARK})"
    rf"|(?:признать|считать)\s+утративш\w+\s+силу(?:\s+с\s+{DAY}(?:\s*г\.?)?)?[\s,:–—-]*{_WHAT_RU}"
    rf"|отменить\s+{_WHAT_RU}(?![^.;]*\bв части\b))"
)
_GOES_ON = re.compile(
    rf"(?:вступа[ею]т|вступил|вводится|вводятся|введен|действу[ею]т|утвержден|effective|takes? effect|comes? into"
    rf"|in force|valid|appl(?:y|ies)|issued)[^;]{{0,80}}?(?:(?:\sи|\sand|,|\.)\s+(?:it\s+)?(?:{_VERB_RU}\s+{_WHAT_RU}"
    rf"|{_VERB_EN}\s+{_WHAT_EN})|\s(?:взамен|вместо)\s+{_WHAT_RU}"
    rf"|\s(?:in place of|instead of|in lieu of|replacing|superseding)\s+{_WHAT_EN})"
)
_PASSED = re.compile(
    rf"{_NUMBERED}{_WHAT_RU}[^.;]{{0,60}}?\s(?:признать|считать)\s+утративш\w+\s+силу"
    rf"|(?:со дня|с момента|с даты|с)\s.{{0,80}}?(?:утрачива[ею]т\s+силу|прекращает\s+действие)\s+{_WHAT_RU}"
)
_NO_PART = re.compile(r"[,«»\"“”]")
_SENTENCE = re.compile(r"[.;!]\s+(?=[^\W\d])")


def replaced(line: str) -> str:
    """The words in which `line` names what its document replaces, with a day, a number, a version or a title; or ""."""
    line = line.strip(" >*_-")
    later = (_STARTS.match(line, at.end()) for at in _SENTENCE.finditer(line))
    for match in (_STARTS.match(line), _PASSED.match(line), _GOES_ON.search(line), *later):
        if match and (what := next((text for text in match.groups() if text), "")):
            return " ".join(_NO_PART.sub(" ", what).split()).rstrip(" .")
    return ""
