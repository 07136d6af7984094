"""Persons that the form of the writing tells by itself: titles, patronymics, initials, "my name is"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.clean.names.evidence_en import PARTICLES, Find
from ingest.clean.names.kinds import Kinds

_W = r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ž]+(?:['’-][A-Za-zÀ-ÖØ-öø-ž]+)*"
_ANY = r"[A-Za-zÀ-ÖØ-öø-ž]{2,}(?:['’-][A-Za-zÀ-ÖØ-öø-ž]+)*"
_I = r"[A-ZÀ-ÖØ-Þ]\."
_FATHERS = "ovich|evich|ievich|yevich|ovych|evych|ovna|evna|ievna|yevna|ichna"
_PATRONYMIC = rf"[A-Z][A-Za-z]{{1,15}}(?:{_FATHERS}|{_FATHERS.upper()})"

_TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|MR|MRS|MS|DR)\b\.?[ \n]((?:{_I} ?){{0,2}}{_W}(?: {_W})?)(?![\w'-])"
)
_MISTER = re.compile(r"(?:Mr|Mrs)\b")
"""Before any word; "MS" and "Dr" stand in names of products."""
_ADDRESSED_SO = (
    "president chairman speaker minister chair justice mayor secretary ambassador robot right big men clean"
)
_OFFICES = frozenset(_ADDRESSED_SO.split())
_WITH_PATRONYMIC = re.compile(
    rf"(?<!\w)(?:(?:{_W} ){{1,2}}{_PATRONYMIC}(?: {_W})?|{_PATRONYMIC} {_W})(?![\w'-])"
)
_INITIALS = re.compile(
    rf"(?<![\w.'-])(?:{_I} ?(?:{_I} ?)?(?P<after>{_W})|(?P<before>{_W}),? {_I} ?{_I})(?![\w'-])"
)
_LIST_GOES_ON = re.compile(r"[,;]|[.)]?(?:\n|$)| (?:and|&) ")
_LISTED = re.compile(rf"(?<![\w.'-])({_W}), ({_W})(?![\w'-])")
_INTRODUCTION = (
    "my name is|my name['’]s|(?:full|first|last|maiden|contact|customer|client) name(?: is|:)|contact person:|"
    "contact:|name['’]s|named (?:him|her)|call(?:ed|s)? (?:me|him|her)"
)
_NO_SURNAME = "and|i|from|but|on|in|at|is|to|with|for|of"
_MY_NAME = re.compile(
    rf"\b(?:{_INTRODUCTION}) ({_ANY}(?: (?!(?:{_NO_SURNAME})\b){_ANY})?)(?![\w'-])", re.IGNORECASE
)
_LABELLED = re.compile(
    r"\b(?i:contact|member|guardian|next of kin|applicant|resident|attendee|"
    r"policy ?holder|payee|payer|"
    r"donor|witness|keeper|cardholder|passenger|patient|tenant|landlord|beneficiary|"
    r"employee|client|full name|signed by)(?::| [—–-])[ \n]"
    rf"({_W}(?: {_I})?,? {_W}(?: {_W})?)(?![\w'-])"
)
"""A name of several words behind what only a person is; a word that names a thing makes it none."""
_HINT = re.compile(
    r"(?i:\bnam|\bcall|\bcontact)|[A-ZÀ-Þ]\.|[a-z], [A-Z]|[a-z](?::| [—–-])[ \n][A-ZÀ-Þ]|"
    r"\b[MDP]r|\bM[RSsx]|(?i:ovich|evich|ovych|evych|vna|ichna)"
)


def rule_finds(text: str, kinds: Kinds) -> Iterator[Find]:
    """Names in `text` that need no tagger, in no order; they may overlap."""
    if not _HINT.search(text):
        return
    for found in _TITLED.finditer(text):
        words = found[1].split(" ")
        end = found.end(1)
        if len(words) > 1 and kinds[words[-1]] in "c-p":
            end -= len(words[-1]) + 1
            words.pop()
        if kinds[words[-1]] in "nub" or (_MISTER.match(found[0]) and words[-1].lower() not in _OFFICES):
            yield Find(found.start(1), end, 1.0)
    for found in _WITH_PATRONYMIC.finditer(text):
        start = found.start()
        first = found[0].split(" ")[0]
        if kinds[first] in "c-":
            start += len(first) + 1
        if " " in text[start : found.end()]:
            yield Find(start, found.end(), 1.0)
    for found in _INITIALS.finditer(text):
        surname = found["after"] or found["before"]
        kind = kinds[surname]
        before = text[max(0, found.start() - 4) : found.start()]
        listed = before[-2:] in {", ", ": "} and _LIST_GOES_ON.match(text, found.end()) is not None
        inside = (kind == "b" and (listed or before[-2:].strip().islower())) or (
            kind == "c" and before == " by "
        )
        if kind == "n" or (kind == "u" and not surname.isupper()) or inside:
            yield Find(found.start(), found.end(), 0.9)
    for found in _LISTED.finditer(text):
        if kinds.are_listed(found[1], found[2]):
            yield Find(found.start(), found.end(), 0.9)
    for found in _MY_NAME.finditer(text):
        yield from _introduced(found, kinds)
    for found in _LABELLED.finditer(text):
        known = {kinds[word] for word in re.findall(_W, found[1])}
        if known <= set("nub") and known & set("nb"):
            yield Find(found.start(1), found.end(1), 0.9)


def _introduced(found: re.Match[str], kinds: Kinds) -> Iterator[Find]:
    """The name after "my name is"; what follows in small letters must be no common word."""
    end = found.start(1)
    for word in re.finditer(r"[^ ]+", found[1]):
        if (
            kinds[word[0]] not in ("nub" if word[0][0].isupper() or word.start() else "nu")
            and word[0] not in PARTICLES
        ):
            break
        end = found.start(1) + word.end()
    if end > found.start(1):
        yield Find(found.start(1), end, 0.9)
