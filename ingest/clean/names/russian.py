"""Names of persons in Russian text: a tagger of news, rules for what it lacks, and a filter for what it makes up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.clean.names import (
    russian_beside,
    russian_forms,
    russian_latin,
    russian_letters,
    russian_loose,
    russian_pairs,
)
from ingest.clean.names.goods import is_persons_anyway, is_product
from ingest.clean.names.labelled import NOTHING_TOLD, Told
from ingest.clean.names.russian_evidence import (
    Places,
    company_names,
    cut,
    has_evidence,
    is_candidate,
    is_term,
    kept_places,
    trimmed,
)
from ingest.clean.names.russian_files import Entity, tagger
from ingest.clean.names.russian_forms import Found, Token, tokens_of
from ingest.clean.names.russian_latin import one_script
from ingest.clean.names.russian_sentences import sentences_with
from ingest.clean.names.russian_spread import Known, name_of
from ingest.clean.names.things import is_thing
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Span

_CYRILLIC = re.compile(r"[А-Яа-яЁё]")


def russian_names(reading: Reading, keep: tuple[str, ...] = (), told: Told = NOTHING_TOLD) -> Iterator[Span]:
    """PERSON spans of `reading`, in order, without overlap. `keep` are product names, never masked.

    `told` is what labels and tables tell (`told_by_labels`).

    A name found in full is found in its short and inflected mentions as well; `value` is the lemma of
    the surname and the initials, of the fullest mention. Raises EnvironmentFaultError if the tagger's files are
    missing.
    """
    text = one_script(reading.prose)
    if not _CYRILLIC.search(text):
        return
    tokens = tokens_of(text)
    tagged = _tagged(text, tokens)
    never = company_names(text)
    kept = kept_places(text, keep)
    goods, places = Places(told.things), Places(told.places)

    other = Places([(entity.start, entity.end) for entity in tagged if entity.kind != "PER"])
    found = list(_by_form(text, tokens))
    found += _by_tagger(text, tagged, peopled=any(one.sure for one in found))
    found = [one for one in found if one.sure or not other.hold(one.start, one.end)]
    found = [part for one in found for part in _allowed(text, one, never, kept)]
    found = [one for one in found if not (_is_goods(text, one, goods) or places.hold(one.start, one.end))]
    found += [
        Found(*place) for place in told.names if _CYRILLIC.search(text, *place) and not kept.over(*place)
    ]
    full = _merged(found)
    known = Known(name_of(_flat(text, start, end)) for start, end in full)
    short = [
        Found(token.start, token.end, sure=False)
        for token in known.mentions(text, tokens)
        if not (other.hold(token.start, token.end) or places.hold(token.start, token.end))
    ]
    found += [part for one in short for part in _allowed(text, one, never, kept)]
    for start, end in _merged(found):
        value = known.value_of(name_of(_flat(text, start, end)))
        yield Span(start=start, end=end, type="PERSON", value=value)


def _is_goods(text: str, found: Found, goods: Places) -> bool:
    """Whether `found` is a product by its words, or by the column it stands in."""
    if is_product(text, found.start, found.end):
        return True
    return goods.hold(found.start, found.end) and not is_persons_anyway(text[found.start : found.end])


def _flat(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].replace("-\n", "").split())


def _by_form(text: str, tokens: Sequence[Token]) -> Iterator[Found]:
    yield from russian_forms.full_names(text, tokens)
    yield from russian_forms.patronymics(tokens)
    yield from russian_forms.lone_names(text, tokens)
    yield from russian_forms.initials(text)
    yield from russian_beside.surnames_beside(text, tokens)
    yield from russian_beside.words_with_initials(text)
    yield from russian_pairs.surnames_beside_given(text, tokens)
    yield from russian_beside.far_eastern(text)
    yield from russian_loose.low_names(text)
    yield from russian_loose.called_names(text)
    yield from russian_letters.letter_names(text)
    yield from russian_latin.latin_names(text)


def _tagged(text: str, tokens: Sequence[Token]) -> list[Entity]:
    """What the tagger sees in the sentences that hold a candidate; their places are those of `text`."""
    places = [token.start for token in tokens if is_candidate(text, token)]
    if not places:
        return []
    sentences = list(sentences_with(text, places))
    found = tagger().tag([text[start:end] for start, end in sentences])
    return [
        Entity(start + entity.start, start + entity.end, entity.kind)
        for (start, _), entities in zip(sentences, found, strict=True)
        for entity in entities
    ]


def _by_tagger(text: str, tagged: Sequence[Entity], *, peopled: bool) -> Iterator[Found]:
    for entity in tagged:
        if entity.kind == "PER":
            start, end = trimmed(text, entity.start, entity.end)
            if start < end and has_evidence(text, start, end, peopled=peopled):
                yield Found(start, end, sure=False)


def _allowed(text: str, found: Found, never: Places, kept: Places) -> Iterator[Found]:
    if never.hold(found.start, found.end) or is_term(text, found.start, found.end):
        return
    if not found.sure and is_thing(text[found.start : found.end]):
        return
    if not kept.over(found.start, found.end):
        yield found
        return
    for part in cut(found, kept):
        start, end = trimmed(text, part.start, part.end)
        if start < end and has_evidence(text, start, end):
            yield Found(start, end, found.sure)


def _merged(found: Sequence[Found]) -> list[tuple[int, int]]:
    """`found` in order; those that overlap are one."""
    spans: list[tuple[int, int]] = []
    for one in sorted(found):
        if spans and one.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], one.end))
        else:
            spans.append((one.start, one.end))
    return spans
