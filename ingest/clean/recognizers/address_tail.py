"""What follows a street in an address: unit, town, state, country, code."""

from __future__ import annotations

import re

LETTER = r"[^\W\d_]"
NAME = rf"{LETTER}[^\W\d_]*(?:['’.-]{LETTER}[^\W\d_]*)*\.?"
CAP = (
    r"(?!(?:And|The|If|In|For|To|When|This|You|It|We|At|On|Is|My|Phone|Tel|Email|E-mail|Fax|Mobile|Name|"
    r"Please|Thanks|Date|"
    r"Call|Contact|Card|SSN)(?![^\W_]))[^\W\d_a-zа-яё][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?"
)
"""A word with a capital, in any script."""
SMALL = (
    r"(?:de|la|le|du|des|da|do|dos|das|del|della|delle|di|van|der|den|von|of|the|and|y|e|nad|na|u|v|in|"
    r"ibn|al|las|los|el|degli|dalla)\.?"
)
LEAD = r"(?<![\w.,:/#$€£-])\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?"
"""The number of a house."""
STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|"
    "ND|OH|OK|OR|PA|RI|"
    "SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR|GU|VI|AS|FM|MH|MP|PW|AA|AE|AP"
)
_UNIT = re.compile(
    r"[\s,>?]{1,8}(?:(?:apt|apartment|suite|ste|unit|flat|room|rm|floor|fl|bldg)\.? ?#? ?\d{1,5}[a-z]?|"
    r"#\d{1,5})(?![\w.:]\w)",
    re.IGNORECASE,
)
_GAP = r"[\s,>?]{1,6}"
_CODED = re.compile(
    rf"(?:{_GAP}(?:{SMALL}(?= )|{CAP}|"
    rf"\d{{1,2}}(?= ?\d{{5}}))){{0,9}}?{_GAP}\d{{5}}(?:-\d{{4}})?(?![\w.,:]?\d|[\w%])"
)
"""Up to a code of five digits, over lines; every word has a capital."""
_CODED_LOW = re.compile(rf"(?:{_GAP}[^\W\d_A-Z][^\W\d_]*\.?){{0,7}}?{_GAP}\d{{5}}(?![\w.,:]?\d|[\w%])")
_TOWN = re.compile(
    rf",\s{{1,2}}(?:(?:{CAP}|{SMALL})[ -]){{0,4}}{CAP}(?:,? (?:{STATES})"
    rf"(?![^\W_]))?(?:,? \d{{5}}(?!\d))?(?=[,.;?!)\n]|$| [a-z])"
)
_WORDS = re.compile(rf"(?: (?:{SMALL} )?(?!and ){CAP},?){{1,4}}")
_LINE = re.compile(rf",?\n[ >?]{{0,4}}(?:(?:{CAP}|{SMALL}),? ?){{1,4}}(?=\n|$|, )")
_TOWN_LOW = re.compile(
    r",\s(?:[^\W\d_A-Z]+[ -]){0,2}[^\W\d_A-Z]{3,}(?=,|\n|$)|(?<=\d)\n ?[^\W\d_A-Z]{3,}(?=\n)"
)


def tail(text: str, end: int) -> int:
    """Where the address goes on to whose street ends at `end`."""
    reach = min(len(text), end + 140)
    unit = _UNIT.match(text, end, reach)
    if unit:
        end = unit.end()
    low = text[max(0, end - 24) : end].islower()
    coded = _CODED.match(text, end, reach) or (low and _CODED_LOW.match(text, end, reach))
    if coded:
        return coded.end()
    if unit and (words := _WORDS.match(text, end, reach)):
        end = words.end()
    for _ in range(2):
        town = (
            _TOWN.match(text, end, reach)
            or (low and _TOWN_LOW.match(text, end, reach))
            or _LINE.match(text, end, reach)
        )
        if not town:
            break
        end = town.end()
    return end - (text[end - 1] in " ,")
