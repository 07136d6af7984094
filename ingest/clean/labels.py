"""What is said about a document: by path rules first, then by the document itself, then by default."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, cast

from index.errors import UsageError
from ingest.clean.language import CODES, CYRILLIC
from ingest.document import Labels, RawDocument

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = "1"

_PROPERTIES = {
    "version": "version версия ver doc_version revision редакция",
    "version_date": "version_date дата_версии дата_редакции date дата",
    "updated_at": "updated_at updated last_updated modified last_modified lastmod обновлено изменен изменён "
    "дата_обновления date дата",
    "effective": "effective effective_date effective_from вступает_в_силу дата_вступления_в_силу",
    "valid_from": "valid_from действует_с действителен_с",
    "valid_until": "valid_until valid_to expires expiry действует_до действителен_до срок_действия",
    "channels": "channels channel audience каналы канал аудитория",
    "status": "status статус",
    "owner": "owner владелец ответственный",
    "review_by": "review_by review_date next_review пересмотреть_до дата_пересмотра",
    "trust": "trust доверие",
    "language": "language lang язык",
}
"""Names of properties, case-folded, `_` for blanks and hyphens; the first that has a good value counts."""

_DATES = frozenset({"version_date", "updated_at", "effective", "valid_from", "valid_until", "review_by"})
_LONGEST = 80
_MONTH_STEMS = (
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "янв фев мар апр мая июн июл авг сен окт ноя дек",
)
_MONTHS = {stem: place for stems in _MONTH_STEMS for place, stem in enumerate(stems.split(), start=1)}
_YEAR_FIRST = re.compile(
    r"(?:D:)?(\d{4})([-./]?)(\d\d?)\2(\d\d?)(?!\d)(?:[T ].*)?|(?:D:)?(\d{4})(\d\d)(\d\d)\d{4,6}.*"
)
_DAY_FIRST = re.compile(r"(\d\d?)[./](\d\d?)[./](\d{4})(?:\s*г\.?|[ ,T].*)?")
_DAY_MONTH = re.compile(
    r"[«\"]?(\d\d?)[»\"]?(?:st|nd|rd|th)?[ .]+([^\W\d_]{3,9})\.?,? +(\d{4})(?:\s*г\.?(?:ода)?)?(?:[ ,].*)?"
)
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.? +(\d\d?)(?:st|nd|rd|th)?,? +(\d{4})(?:[ ,].*)?")


@dataclass(frozen=True)
class LabelRules:
    """Defaults and path rules.

    `paths` holds (pattern, labels): the pattern (`*`, `**`, `?`) is over the source id, or over the path
    within its root; a later rule outranks an earlier one. `space` stands in where the root names none.
    """

    channels: tuple[str, ...] = ("default",)
    space: str = "default"
    paths: tuple[tuple[str, Mapping[str, str | tuple[str, ...]]], ...] = ()

    def __post_init__(self) -> None:
        known = {field.name for field in fields(Labels)}
        for pattern, labels in self.paths:
            if unknown := sorted(set(labels) - known):
                raise UsageError(
                    f"labels of {pattern!r}: no label {unknown[0]!r}; known are: {', '.join(sorted(known))}"
                )
            for name in _DATES & set(labels):
                if labels[name] and not day_of(str(labels[name])):
                    raise UsageError(f"labels of {pattern!r}: {name} is not a day such as 2025-02-01")

    def of_path(self, source_id: str) -> dict[str, str | tuple[str, ...]]:
        """The labels that rules give to `source_id`; an empty value in a rule says nothing."""
        path = source_id.replace("%23", "#").replace("%25", "%")
        inside = path.partition("/")[2]
        found: dict[str, str | tuple[str, ...]] = {}
        for pattern, labels in self._compiled:
            if pattern.fullmatch(path) or pattern.fullmatch(inside):
                found.update({name: value for name, value in labels.items() if value})
        return found

    @cached_property
    def _compiled(self) -> list[tuple[re.Pattern[str], Mapping[str, str | tuple[str, ...]]]]:
        return [(_glob(pattern), labels) for pattern, labels in self.paths]


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> re.Pattern[str]:
    """`*` and `?` stay within a folder, `**` crosses folders; a trailing slash means all that is below."""
    if pattern.endswith("/"):
        pattern += "**"
    parts = []
    for token in re.findall(r"\*\*/|\*\*|\*|\?|[^*?]+", pattern.removeprefix("./")):
        known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(token)
        parts.append(known if known is not None else re.escape(token))
    return re.compile("".join(parts), re.DOTALL)


def labels_of(raw: RawDocument, source_id: str, space: str, language: str, rules: LabelRules) -> Labels:
    """The labels of `raw`, not yet redacted. `language` is what its text tells.

    Evidence in order: path rule, the document's properties, default. A document cannot name its own
    space, nor a language that its script rules out.
    """
    stated = _stated(raw.properties, language)
    stated.update(_typed(rules.of_path(source_id)))
    stated.setdefault("space", space or rules.space)
    stated.setdefault("language", language)
    stated.setdefault("channels", rules.channels or ("default",))
    return Labels(**stated)  # type: ignore[arg-type] # each value has the type of its label: _typed and _stated see to it


def _stated(properties: Mapping[str, str], language: str) -> dict[str, str | tuple[str, ...]]:
    given = {
        re.sub(r"[\s\-]+", "_", name.strip().casefold()): value for name, value in sorted(properties.items())
    }
    found: dict[str, str | tuple[str, ...]] = {}
    for label, names in _PROPERTIES.items():
        for name in names.split():
            value = _value(label, given.get(name, ""), language)
            if value:
                found[label] = value
                break
    return found


def _value(label: str, text: str, language: str) -> str | tuple[str, ...]:
    if label in _DATES:
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
            typed[label] = day_of(text) if label in _DATES else text
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


def day_of(text: str) -> str:
    """The ISO day that `text` names ("2025-02-01", "01.02.2025", "1 февраля 2025 г."), else ""."""
    text = text.strip().strip("'\"")
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match[1], match[2], match[3]
    elif match := _DAY_MONTH.fullmatch(text):
        day, month, year = match[1], str(_MONTHS.get(match[2][:3].casefold(), 0)), match[3]
    elif match := _MONTH_DAY.fullmatch(text):
        month, day, year = str(_MONTHS.get(match[1][:3].casefold(), 0)), match[2], match[3]
    else:
        return ""
    if not 1900 <= int(year) <= 2200:
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
