"""What is said about a document: by path rules first, then by the document itself, then by default."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from ingest.clean.days import day_of
from ingest.clean.evidence import (
    PROPERTY,
    SURE,
    doubtful,
    is_status,
    margin_statuses,
    statements_of,
    strictest,
)
from ingest.clean.label_rules import DATES, LabelRules
from ingest.clean.language import CODES, CYRILLIC
from ingest.clean.property_states import history_days, property_statuses
from ingest.document import PAGE_MARKS, LabelEvidence, Labels, RawDocument

if TYPE_CHECKING:
    from collections.abc import Mapping


_PROPERTIES = {
    "version": "version версия ver doc_version document_version версия_документа revision редакция",
    "version_date": "version_date revision_date дата_версии дата_редакции дата_утверждения approved date дата",
    "updated_at": "updated_at updated last_updated modified last_modified lastmod обновлено изменен изменён "
    "дата_обновления date дата",
    "effective": "effective effective_date effective_from вступает_в_силу дата_вступления_в_силу",
    "valid_from": "valid_from publishdate действует_с действителен_с",
    "valid_until": "valid_until valid_to expires expiry expirydate expiry_date expiration_date действует_до "
    "действителен_до срок_действия",
    "channels": "channels channel audience каналы канал аудитория",
    "status": "status статус document_status page_status content_status contentstatus статус_документа state "
    "состояние",
    "supersedes": "supersedes replaces заменяет взамен отменяет",
    "owner": "owner владелец ответственный",
    "review_by": "review_by review_date next_review пересмотреть_до дата_пересмотра",
    "trust": "trust доверие",
    "language": "language lang язык",
}
"""Names of properties, case-folded, `_` for blanks and hyphens; the first that has a good value counts."""

_NAMES = {label: tuple(names.replace("ё", "е").split()) for label, names in _PROPERTIES.items()}

MOST = 80
"""Characters of a label that stay when it is redacted: not before, for nothing knows half a number or address again."""
_LONGEST = 1_000
_NUMBERED = re.compile(r"[^\W\d_]{0,8}[ .№]*\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Labels, not yet redacted, and why: no value in `evidence` is free text."""

    labels: Labels
    evidence: tuple[LabelEvidence, ...] = ()


def labels_of(raw: RawDocument, source_id: str, space: str, language: str, rules: LabelRules) -> Labels:
    """The labels of `labelled`."""
    return labelled(raw, source_id, space, language, rules).labels


def labelled(raw: RawDocument, source_id: str, space: str, language: str, rules: LabelRules) -> Labelled:
    """The labels of `raw` with their evidence. `language` is what its text tells.

    Evidence in order: path rule, the document's properties, statements in its first 4,000 characters, default. Of
    statuses that the document states the one that lets in least counts: a page marked CONFIDENTIAL stays so
    when its wiki says "published". A document cannot name its own space, nor a language that its script rules out.
    """
    given = _folded(raw.properties)
    found, evidence = _stated(given, language)
    evidence += [
        *property_statuses(given),
        *history_days(given),
        *margin_statuses(raw.properties.get(PAGE_MARKS, "")),
        *statements_of(raw.title, raw.blocks),
    ]
    for one in sorted(evidence, key=lambda one: -one.weight):
        if one.weight >= SURE and one.label != "status":
            found.setdefault(one.label, one.value)
    if (strict := strictest([one for one in evidence if one.label == "status"])) and strict.value:
        found["status"] = strict.value
    if not found.get("status") and (hinted := doubtful([one for one in evidence if one.label == "status"])):
        found["status"] = hinted
    ruled = _typed(rules.of_path(source_id))
    found.update(ruled)
    evidence = [
        LabelEvidence(label=name, value="", where="rule", weight=1.0) for name in sorted(ruled)
    ] + evidence
    found.setdefault("space", space or rules.space)
    found.setdefault("language", language)
    found.setdefault("channels", rules.channels or ("default",))
    labels = Labels(**found)  # type: ignore[arg-type] # each value has the type of its label
    return Labelled(labels=labels, evidence=tuple(_shown(one) for one in dict.fromkeys(evidence)))


def _folded(properties: Mapping[str, str]) -> dict[str, str]:
    """Properties by their folded names; the first of equal names, in order of the names as they are written."""
    given: dict[str, str] = {}
    for name, value in sorted(properties.items()):
        given[re.sub(r"[\s\-]+", "_", name.strip().casefold()).replace("ё", "е")] = value
    return given


def _stated(
    given: Mapping[str, str], language: str
) -> tuple[dict[str, str | tuple[str, ...]], list[LabelEvidence]]:
    """What properties state. A wiki's running number of edits is no version."""
    found: dict[str, str | tuple[str, ...]] = {}
    evidence = []
    for label, names in _NAMES.items():
        for name in filter(given.__contains__, names):
            value = _value(label, given[name], language)
            counted = label == "version" and "page_id" in given and str(value).isdecimal()
            if value and not counted:
                found[label] = value
                told = value if isinstance(value, str) else ""
                evidence.append(
                    LabelEvidence(label=label, value=told, where=f"property:{name}", weight=PROPERTY)
                )
                break
    return found, evidence


def _shown(one: LabelEvidence) -> LabelEvidence:
    """`one` without its value where that may be anything."""
    told = one.where.startswith("property:") or one.label == "supersedes"
    safe = one.label in DATES or not told or one.label == "language"
    if safe or (one.label == "version" and _NUMBERED.fullmatch(one.value)) or is_status(one):
        return one
    return replace(one, value="")


def _value(label: str, text: str, language: str) -> str | tuple[str, ...]:
    if label in DATES:
        return day_of(text)
    if label == "channels":
        return _listed(text)
    if label == "language":
        return _stated_language(text, language)
    plain = " ".join(text.split())[:_LONGEST]
    return plain.casefold() if label == "status" else plain


def _typed(given: Mapping[str, str | tuple[str, ...]]) -> dict[str, str | tuple[str, ...]]:
    typed: dict[str, str | tuple[str, ...]] = {}
    for label, value in given.items():
        if label == "channels":
            typed[label] = _listed(value) if isinstance(value, str) else tuple(sorted(set(value)))
        else:
            text = cast("str", value)
            typed[label] = day_of(text) if label in DATES else text
    return typed


def _listed(text: str) -> tuple[str, ...]:
    """Names divided by commas, semicolons or line breaks; a list as YAML or JSON writes it will do."""
    names = (name.strip(" \t'\"[]()-") for name in re.split(r"[,;\n]", text))
    return tuple(sorted({name.casefold()[:_LONGEST] for name in names if name}))


def _stated_language(text: str, language: str) -> str:
    code = re.split(r"[-_]", text.strip().casefold())[0]
    if code not in CODES:
        return ""
    agrees = language == "und" or (code in CYRILLIC) == (language in CYRILLIC)
    return code if agrees else ""
