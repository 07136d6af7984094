"""What stands around a name of a thing and not of a person in English: "the X", "X GPU", "install X", "Hurricane X"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.clean.names.features import DAYS
from ingest.clean.names.goods import is_product
from ingest.clean.names.things import is_thing

_MACHINES = (
    "GPU|CPU|TPU|API|SDK|CLI|IDE|DB|OS|LTS|architecture|microarchitecture|superchip|chip|chipset|processor|cluster|pipeline"
    "|plugin|plug-in|framework|database|container|server|runtime|compiler|linter|parser|instance|node|broker|topic|queue"
    "|namespace|dashboard|webhook|chatbot|toolkit|build|repository|schema|syntax|cipher|engine|font|typeface|printer|toner"
    "|sedan|SUV|hatchback|crossover|coupe|minivan|pickup|tractor|screwdriver|knife|wrench|valve|drill|jeans|perfume"
    "|whisky|salad|pizza|cocktail|theme|skill|voice assistant"
    "|letter|alphabet|numeral|pen|lamp|doll|toy|oven|voucher|terminal|shoe|bag|glasse|watche"
)
_AFTER = re.compile(rf" (?:{_MACHINES})s?(?!\w)")
_EPONYMS = (
    "screw|bolt|nut|turbine|wheel|pump|burner|flask|dish|tube|cell|bed|lamp|stove|furnace|boiler|rail"
    "|clamp|forceps|needle|catheter|saw|hammer|plane|gauge|bridge|square|gallery|museum|theat(?:re|er)|stadium|library"
    "|tower|tunnel|canal|dam|hall|park|street|road|avenue|lane|station|airport|prize|medal|award|cup|trophy"
    "|tax|amendment|scale|test|score|index|constant|unit|curve|chart|diagram|matrix|series|transform"
    "|distribution|function|filter|gate|bias|trap|cage|coil|cycle|engine|motor|valve|press|loom|rifle|pistol"
    "|amplifier|tractor|knot|method|model|process|formula|rule|principle|law|board"
    "|lab|laborator(?:y|ie)|institute|cent(?:re|er)|building|campus|wing|ward|college|school|foundation|fund|lecture"
    "|equation|theorem|syndrome|disease|effect|man(?:oeuv|euv)re?|maneuver|manoeuver"
)
_OWN = re.compile(rf"(?:'s|’s)? (?:[a-z]{{3,8}} )?(?i:{_EPONYMS})s?(?![\w'’])")
"""Behind a name with an article before it: a thing that is called after somebody."""
_ARTICLE = re.compile(r"(?<!\w)(?:[Tt]he|[Aa]n?|[Ee]ach|[Ee]very|[Nn]o|[Aa]ny) $")
_ALWAYS = re.compile(
    r" (?:turbine|equation|theorem|syndrome|disease|constant|transform|screw|flask|burner"
    r"|man(?:oeuv|euv)re?|maneuver)s?(?![\w'’])"
    r"|['’]s? (?:Law|Act|Rule|Principle|Theorem|Equation|Constant|Conjecture|Disease|Syndrome|Palsy|Day)s?(?![\w'’])"
    r"|['’]s? (?:theorem|lemma|conjecture|equation|constant|inequality|syndrome|palsy|law of|laws of)s?(?![\w'’])"
)
"""Behind a name without one."""
_OF_MEDICINE = re.compile(r"['’]s? (?:disease|sign|reflex|chorea|sarcoma|lymphoma|law|laws|razor)(?![\w'’])")
"""The same behind what is no given name: Anna may have a disease of her own."""
_WORKS = re.compile(
    r" (?:compiles|parses|seriali[sz]es|renders|scrapes|indexes|caches|replicates|crawls|encrypts|restarts|crashe[sd]"
    r"|listens on|runs on|v?\d+\.\d+(?![.\d]))"
)
"""What only machines do, and a version."""
_GEOGRAPHY = re.compile(
    r"(?<!\w)(?:Queen|King|Prince|San|Santa|Lake|Mount|Mt\.?|Port|Fort|Cape|Camp|Hotel"
    r"|(?i:hurricane|(?:tropical )?storm|typhoon)) $"
)
_ROAD = re.compile(
    r".+ (?:Boulevard|Blvd|Avenue|Street|Highway|Hwy|Parkway|Plaza|Terrace|Crescent|Airport|Library|Museum)"
)
_RULER = re.compile(r"([A-Z][a-z]+) [IVX]{2,5}(?![\w-]|\.\w)")
"""A given name with a number: Henry VIII; of a person with a surname it tells nothing."""
_NATURE = re.compile(r"(?:Hurricane|Typhoon|Storm|Queen|Mount|Port|Fort) ")
_OF_A_KIND = re.compile(
    r"(?<!\w)(?:[Ee]ach|[Ee]very|[Aa]nother|Team|Project|Operation|Release|Codename|Branch|Region|Depot|Warehouse|City|Town"
    r"|Model|Font|Editor|Cluster|Host|Node|Robot|Bot|Role|(?i:(?:re|un)?install(?:ed|ing|s)?|restart(?:ed|ing|s)?"
    r"|reboot(?:ed|ing|s)?|deploy(?:ed|ing|s)?|upgrad(?:e|ed|ing|es)|configur(?:e|ed|ing|es)|launch(?:ed|ing|es)?"
    r"|compil(?:e|ed|ing|es)|bot|robot|chatbot|codename|font|typeface|editor)) $"
)
"""Right before a single word: a kind of thing, what is done to software."""
_NAMED = re.compile(
    r"(?<!\w)(?i:server|host|machine|laptop|printer|router|switch|node|cluster|rack|container|room|ship|vessel|boat|ferry|yacht|tug|barge|drone|tablet|desktop|workstation|bus|train|tractor|crane|pony|puppy|kitten"
    r"|release|version|font|theme|column|field|variable|function|class|module|package|image|pod|service|space|channel"
    r"|storm|robot|bot|model|device|camera|truck|van|database|table|bucket|queue|topic|branch|folder|file|script|job"
    r"|dog|cat|horse)s? (?:is |was |are )?(?:named|called|nicknamed|dubbed) $|(?<!\w)(?i:rack|router|printer) $"
)
"""Before the name of a thing: "the server named Hannah"."""
_SPOKEN = re.compile(
    r",? (?:said|says|told|asked|wrote|replied|agreed|confirmed|thinks|insisted|explained|admitted|complained"
    r"|promised)\b"
)
_OF_PERSONS = re.compile(
    r"(?:\b(?:dear|hi|hello|hey|thanks|thank you|regards|sincerely|cheers|i am|i['’]m|name is|name['’]s"
    r"|call(?:ed|s)? (?:me|him|her)|named (?:him|her)"
    r"|(?:my|his|her) (?:wife|husband|brother|sister|son|daughter|mother|father|boss|manager|colleague|friend"
    r"|doctor)),?"
    r"|\b(?:name|surname|client|customer|employee|patient|tenant|landlord|beneficiary|cardholder|passenger|guest|student"
    r"|candidate|attn|signed|contact person|assignee|signed by|approved by|reviewed by):)[ \n]+$",
    re.IGNORECASE,
)
_APART = re.compile(r"[,;/\n]|\band\b|\bor\b|&")


def is_addressed(text: str, start: int, end: int) -> bool:
    """Whether what stands around `start`..`end` speaks of a person even where the name may be a thing's."""
    return bool(
        _OF_PERSONS.search(text[max(0, start - 40) : start])
        or (" " not in text[start:end] and _SPOKEN.match(text, end))
    )


def is_of_a_thing(text: str, start: int, end: int, may_be_given: Callable[[str], bool]) -> bool:
    """Whether a name of any length is part of a thing's or a place's."""
    if _NATURE.match(text, start, end) or _ROAD.fullmatch(text, start, end) or is_product(text, start, end):
        return True
    if (ruler := _RULER.match(text, start)) is not None and ruler.end() >= end and may_be_given(ruler[1]):
        return True
    if _OF_MEDICINE.match(text, end) and not may_be_given(text[start:end]):
        return True
    before = text[max(0, start - 16) : start]
    if _AFTER.match(text, end) or _ALWAYS.match(text, end) or _GEOGRAPHY.search(before):
        return True
    return _ARTICLE.search(before) is not None and _OWN.match(text, end) is not None


def is_used_as_a_thing(text: str, start: int, end: int) -> bool:
    """Whether a single word is used as names of persons are not."""
    before = text[max(0, start - 24) : start]
    return bool(_OF_A_KIND.search(before) or _NAMED.search(before) or _WORKS.match(text, end))


def are_things(name: str, words: Sequence[str]) -> bool:
    """Whether `words`, those of `name`, are months, or things one by one: a list of cities, of tools."""
    lows = [word.lower() for word in words]
    if len(lows) > 1 and all(low in DAYS or low == "may" for low in lows):
        return True
    return all(map(is_thing, words)) and (len(words) == 1 or _APART.search(name) is not None)
