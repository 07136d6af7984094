"""Postal addresses in Latin letters. Most begin with a number or end with one, so numbers are where they are sought."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.clean.recognizers.address_tail import CAP, LEAD, NAME, SMALL, STATES, tail
from ingest.clean.recognizers.around import begins_word

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIXES = (
    "street st avenue ave road rd boulevard blvd lane ln drive dr court ct place pl square sq terrace "
    "ter way parkway pkwy highway hwy circle cir trail trl crescent close gardens grove hill walk alley "
    "plaza turnpike tpke ferry harbor knolls meadows meadow manors manor throughway ridge canyon "
    "mountain mountains shoals haven brook creek glen hollow island islands landing mills orchard pines "
    "prairie rapids river shore shores springs valley village villages vista burg burgs cliff cliffs "
    "cove coves dale estates falls forest forge fords heights inlet isle junction lake lakes lodge "
    "motorway parade park parkways plains ports ranch skyway spur spurs squares stravenue trafficway "
    "viaduct greens crest knoll expressway esplanade quay wharf"
)
"""From the list of the United States Postal Service, without those that documents use for other things."""
_SUFFIX = rf"(?i:{'|'.join(_SUFFIXES.split())})"
_ABROAD = (
    r"(?i:[^\W\d_]{3,}(?:stra(?:ss|ß)e|str\.|stra[au]t|weg|laan|gracht|plein|gatan|vägen|veien|vegen|vej|"
    r"gade|gata|katu|"
    r"tie|polku|allee|platz|gasse|utca|dreef|stræti|vellir))"
)
_ABROAD_FIRST = (
    r"(?i:rue|avenue|boulevard|place|via(?! (?:an?|the|your|this|our|its?) )|"
    r"viale|piazza|corso|calle|avenida|plaza|paseo|rua|travessa|praça|"
    r"ul\.|ulica|aleja|al\.|"
    r"chemin|allée|quai|largo|strada|carrer)"
)
_WORDS = rf"(?:(?:{NAME}|{SMALL}) ){{0,5}}"
_CORE = re.compile(
    rf"{LEAD},? (?:\d{{1,5}} )?(?:"
    rf"(?:(?:[NSEW]\.|\d{{1,3}}(?:st|nd|rd|th)|{CAP}|{SMALL}) ){{1,5}}{_SUFFIX}(?![^\W_]|['’-]\w)"
    r"(?:\. ?(?=[A-Z\n,]))?(?: (?:[NS][EW]?|[EW])(?![^\W_]))?"
    rf"(?: \d{{1,4}}(?![\w%:/]))?"
    rf"|{_ABROAD_FIRST} {_WORDS}(?:{CAP},? \d{{1,5}}[a-z]?(?![\w:%/])|{CAP})"
    rf"|(?:{CAP} )?{_ABROAD},? \d{{1,4}}[a-z]?(?![\w:%/])"
    rf"|(?i:p\. ?o\. ?box|po box) \d{{1,6}})"
)
_CORE_LOW = re.compile(
    rf"{LEAD} (?:\d{{1,5}} )?(?:[^\W\d_][\w'.-]* ){{1,3}}(?:street|avenue|ave|road|rd|boulevard|blvd|lane)"
    r"(?![^\W_])"
    rf"|{LEAD} (?:\d{{1,5}} )?p\. ?o\. ?box \d{{1,6}}|{LEAD} {_ABROAD} \d{{1,4}}(?![\w:%/])",
)
_TWO_NUMBERS = re.compile(
    rf"{LEAD},? (?:\d{{1,3}} )?(?:(?:{CAP}|{SMALL}),? ){{1,6}}\d{{1,4}}[a-z]?\.?(?![\w:%/-])"
    r"(?= [^\W\d_a-z]|[,;.?\n]|$)"
)
_PLACED = re.compile(r"(?:^|\n|(?<![^\W_])(?:at|to|in|with|for|is|and|on)|[:,]) ?[\s>?]{0,4}$", re.IGNORECASE)
_CALLED_WORDS = (
    r"(?:(?<![^\W_])(?:lives?|living|resid(?:es?|ing)|located|office is|arrived|meet me|meet|meeting|sent|"
    r"it's|deliver(?:ed)?|"
    r"ship(?:ped)?|mail(?:ed)?|return(?:ed)?|taxi|one|enter|refers)(?: to| at| in| on){1,2}|"
    r"address[^\d\n]{0,40}[:\s])[ :]"
)
_CALLED = re.compile(rf"(?i:{_CALLED_WORDS})$")
_CALLED_STREET = re.compile(
    rf"(?i:{_CALLED_WORDS})(?:{NAME} and )?(?P<street>(?:(?:{CAP}|{SMALL}) ){{1,6}})$"
)
_CALLED_CORE = re.compile(
    rf"(?:the corner of )?(?:{LEAD},? )?(?:\d{{1,5}} )?(?:(?:{NAME})"
    rf",? ){{1,6}}?\d{{1,5}}[a-z]?\.?(?![\w:%@/-])(?:[ ](?:{CAP} ){{1,2}}{_SUFFIX}\.?)?"
    rf"|{LEAD} (?:\d{{1,5}} )?(?:(?:{CAP}|{SMALL}) ){{0,5}}{CAP}"
)
_NUMBER = re.compile(r"(?<![\w.,:/$€£#\"'=-])\d{1,5}(?:[A-Z](?!\w))?(?![\w.:]\w)")
_ENDS_STREET = re.compile(rf"(?<![^\W_])(?:{_ABROAD_FIRST} {_WORDS}{NAME}|(?:{CAP} )?{_ABROAD}),? $")
_UNIT = re.compile(r"(?:apt|apartment|suite|ste)\.? ?#?(?P<number>\d{1,5}[a-z]?)(?!\w|\.\d)", re.IGNORECASE)
_UNIT_FIRST = re.compile(
    r"(?<![^\W_])(?:flat|unit|apt\.?|suite|apartment|room|floor) (?:\d{1,4}[a-z]?,? ?)?$", re.IGNORECASE
)
_NUMBER_BEHIND = re.compile(r",? \d{1,5} (?:\d{1,5} )?[^\W\d_]")
_BEFORE_UNIT = re.compile(
    rf"(?P<number>{LEAD}),?(?: \d{{1,5}})?(?: {NAME},?|"
    rf" \d{{1,2}}\.?){{1,7}}(?: \d{{1,5}}[a-z]?)?\.?[\s,>?]{{1,8}}$"
)
_BEFORE_UNIT_ABROAD = re.compile(
    rf"(?P<number>{NAME}(?: {NAME}){{0,3}} \d{{1,5}})(?: {NAME}){{0,4}}[\s,>?]{{1,8}}$"
)
_MILITARY = re.compile(
    r"(?:(?:psc|cmr|unit) \d{2,5},?\s?box \d{2,5}|(?:usns|usnv|usncg|uss|uscgc) [^\W\d_]+(?: [^\W\d_]+)?)"
    r",?\s{1,2}[\s>?]{0,4}"
    r"(?:apo|fpo|dpo),? (?:aa|ae|ap),? \d{5}(?:-\d{4})?|(?:apo|fpo|dpo),? (?:aa|ae|ap),? \d{5}(?:-\d{4})?",
    re.IGNORECASE,
)
_CORNER = re.compile(
    rf"the corner of (?:\d{{1,5}} )?(?:{NAME} ){{1,6}}"
    rf"(?:\d{{1,5}}[a-z]?\.? )?and (?:\d{{1,5}} )?(?:{NAME} ){{0,4}}{_SUFFIX}(?![^\W_])"
)
_BOX = re.compile(r"(?:P\. ?O\. ?Box|PO Box|p\. ?o\. ?box|po box|P\.O\.Box):? \d{1,6}")
_POSTCODE = r"(?:[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?) ?\d(?![GT]B)[ABD-HJLNP-UW-Z]{2}(?![\w-])"
_UK = re.compile(rf"(?<=[a-z,\n] )(?<!\w){_POSTCODE}|(?<=[A-Z]{{3}} ){_POSTCODE}|(?<=\n){_POSTCODE}")
_UK_BEFORE = re.compile(rf"(?:{CAP}[ ,]{{1,2}}){{1,3}}$")
_LINES_BEFORE = re.compile(
    r"(?:(?i:flat|studio|unit|apt\.?)"
    rf" \d{{1,4}}[A-Za-z]?,?[ \n])?(?:{LEAD} )?(?:{CAP}(?: {CAP}){{0,3}},?[ ]?\n?){{1,3}}"
    rf"(?:(?:Apt\.?|Suite|Unit) \d{{1,5}}\n)?(?:{CAP} ?){{0,3}},?[ \n]$"
)
"""The street above the town: a number, then lines of words with capitals."""
_STATE_ZIP = re.compile(rf"(?<=, )(?:{STATES}),? \d{{5}}(?:-\d{{4}})?(?!\w|[.,]\d)")
_TOWN_BEFORE = re.compile(rf"(?:{CAP} ){{0,2}}{CAP}, $")
_CODE = re.compile(
    r"(?:zip ?-?code|postal ?code|post ?code|zip)[\"']?(?: is|:|"
    rf" =)? ?:? ?[\"“']?(?P<code>\d{{5}}(?:-\d{{4}})?|(?i:{_POSTCODE}))(?![\w-])",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"address(?:es)?(?: line)?(?: \d)?(?: of [\w .,&'-]{2,40})?(?:[: ]+(?:to|is|with|at|as|the same|"
    r"here they are|are)){0,2}[\s:\"|=-]{1,12}"
)
_IN_CAPITALS = re.compile(rf"(?:the corner of )?(?:(?:{CAP}|{SMALL}|\d{{1,5}}[a-z]?\.?),? ?)+")
_NOT_STREET = re.compile(
    r"(?<![^\W_])(?:minutes?|hours?|days?|seconds?|items?|users?|times?|characters?|records?|bytes?|px|mb|"
    r"kb|version|step|page|"
    r"chapter|section|table|figure|api|http|error|id|type|field|parameter|limit|default|value|string|"
    r"integer|array|object|method|"
    r"example|sample|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|"
    r"august|september|october|november|december|am|pm|orders?|email|e-mail|zoom|telegram|phone|font|annual|"
    r"(?:test|google|hard|state|flash|thumb|usb|tape|ssd|hdd|external|network|cordless) drives?|"
    r"(?:food|supreme|district|federal|appeals?) court|(?:sales|inner|vicious|quality|support) circle|"
    r"(?:key|simple|best|right|only|possible) way|(?:express|fast|traffic|bus) lane|(?:audit|paper) trail)(?![^\W_])",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r" ?(?:show|map|trip|test|closed|block|safety|sign|time|letter|bike)s?(?![^\W_])", re.IGNORECASE
)
"""Words that make something else of "road", "drive" or "hill" before them."""
_HOUSE = re.compile(
    rf"(?:Flat|Unit|Apartment|Apt\.?) \d{{1,4}}[A-Za-z]?, ?(?:The )?(?:{CAP} ){{0,3}}{CAP}, "
    rf"(?:{CAP} ){{1,3}}{_SUFFIX}(?=[,.;\n)|]|$)"
)
"""A flat in a house that has a name and no number: Flat 2, The Old Mill, Mill Lane."""


def latin(text: str, low: str) -> Iterator[tuple[int, int]]:
    """(start, end) of addresses in `text`; they may overlap. `low` is `text` in lower case."""
    for start, end in (*_at_numbers(text), *_at_units(text, low), *_after_labels(text, low)):
        unit = _UNIT_FIRST.search(text, max(0, start - 20), start)
        yield unit.start() if unit else start, tail(text, end)
    if " ap" in low or "po a" in low:
        for match in _MILITARY.finditer(text):
            if begins_word(text, match.start()):
                yield match.span()
    for match in _HOUSE.finditer(text):
        if begins_word(text, match.start()):
            yield match.start(), tail(text, match.end())
    for match in _CORNER.finditer(text) if "corner of" in text else ():
        yield match.span()
    for match in _BOX.finditer(text):
        if begins_word(text, match.start()):
            yield match.start(), tail(text, match.end())
    for pattern, before in ((_UK, _UK_BEFORE), (_STATE_ZIP, _TOWN_BEFORE)):
        for match in pattern.finditer(text):
            lines = _LINES_BEFORE.search(text, max(0, match.start() - 110), match.start())
            if lines and lines[0][0].isdigit() | lines[0].lower().startswith(
                ("flat", "studio", "unit", "apt")
            ):
                yield lines.start(), match.end()
                continue
            town = before.search(text, max(0, match.start() - 60), match.start())
            if town or text[match.start() - 1] == "\n":
                yield town.start() if town else match.start(), match.end()
    if "zip" in low or "post" in low:
        for match in _CODE.finditer(text):
            yield match.span("code")


def _at_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Streets that begin with the number of a house, or end with it."""
    for number in _NUMBER.finditer(text):
        start, end = number.span()
        core = None
        if text[end : end + 1] in " ,-/" and text[end : end + 12].strip(" ,")[:1].isalnum():
            core = _CORE.match(text, start) or _CORE_LOW.match(text, start)
            if not core and (two := _TWO_NUMBERS.match(text, start)):
                core = two if _PLACED.search(text, max(0, start - 14), start) else None
            if not core and _CALLED.search(text, max(0, start - 60), start):
                core = _CALLED_CORE.match(text, start)
            if core and not _NOT_STREET.search(core[0]) and not _GOES_ON.match(text, core.end()):
                yield core.span()
                continue
        if text[start - 1 : start] == " " and text[start - 2 : start - 1].isalpha():
            street = _ENDS_STREET.search(text, max(0, start - 70), start)
            if street and not _NOT_STREET.search(street[0]):
                yield street.start(), end
                continue
            called = _CALLED_STREET.search(text, max(0, start - 110), start)
            if called and not _NOT_STREET.search(called["street"]):
                yield called.start("street"), end


def _at_units(text: str, low: str) -> Iterator[tuple[int, int]]:
    """What stands before "Apt. 5" back to a number."""
    if "apt" not in low and "suite" not in low and "apartment" not in low and " ste" not in low:
        return
    for unit in _UNIT.finditer(text):
        if not begins_word(text, unit.start()):
            continue
        for pattern in (_BEFORE_UNIT, _BEFORE_UNIT_ABROAD):
            before = pattern.search(text, max(0, unit.start() - 90), unit.start())
            if before and not _NOT_STREET.search(before[0]):
                yield before.start("number"), unit.end()
                break
        else:
            if _NUMBER_BEHIND.match(text, unit.end()) or tail(text, unit.end()) > unit.end():
                yield unit.span()


def _after_labels(text: str, low: str) -> Iterator[tuple[int, int]]:
    for label in _ADDRESS.finditer(low) if "address" in low else ():
        core = _CALLED_CORE.match(text, label.end(), min(len(text), label.end() + 100))
        if (
            core
            and not _NOT_STREET.search(core[0])
            and (core[0][0].isdigit() or _IN_CAPITALS.fullmatch(core[0]))
        ):
            yield core.span()
