"""Names of recognizers and where they are; those of other packages come by entry point."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from index.errors import UsageError
from index.installed import entry_points
from ingest.clean.recognizers.traits import TRAITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ingest.clean.recognizers.reading import Reading
    from ingest.clean.recognizers.recognizer import Recognizer, Span

GROUP = "kb_ingest.recognizers"

RECOGNIZERS: dict[str, str] = {
    "person": "ingest.clean.recognizers.people:Person",
    "email": "ingest.clean.recognizers.emails:Email",
    "phone": "ingest.clean.recognizers.phones:Phone",
    "passport": "ingest.clean.recognizers.passports:Passport",
    "birth_certificate": "ingest.clean.recognizers.passports:BirthCertificate",
    "driver_licence": "ingest.clean.recognizers.licences:DriverLicence",
    "snils": "ingest.clean.recognizers.russian:Snils",
    "inn": "ingest.clean.recognizers.russian:Inn",
    "ogrnip": "ingest.clean.recognizers.russian:Ogrnip",
    "medical_policy": "ingest.clean.recognizers.medical:MedicalPolicy",
    "bank_account": "ingest.clean.recognizers.accounts:BankAccount",
    "card": "ingest.clean.recognizers.finance:Card",
    "iban": "ingest.clean.recognizers.finance:Iban",
    "ssn": "ingest.clean.recognizers.american:Ssn",
    "plate": "ingest.clean.recognizers.vehicles:Plate",
    "vin": "ingest.clean.recognizers.vehicles:Vin",
    "handle": "ingest.clean.recognizers.handles:Handle",
    "address": "ingest.clean.recognizers.addresses:Address",
    "birth_date": "ingest.clean.recognizers.births:BirthDate",
    "ip": "ingest.clean.recognizers.network:Ip",
    "secret": "ingest.clean.recognizers.keys:Secret",
}
"""Name in the settings -> "module:class"; a class is imported when it is asked for."""
OPTIONAL: dict[str, str] = {"presidio": "ingest.clean.recognizers.presidio:Presidio"}
"""The same for those that need an extra."""


class Later:
    """One of ours that is imported and made with the first text that may hold a find: most runs read none.

    What it says of itself is in `TRAITS`; `module` is where its class is.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.version, self.types, self.hint = TRAITS[name]
        self.module = RECOGNIZERS[name].partition(":")[0]

    def find(self, reading: Reading) -> Iterator[Span]:
        """As `Recognizer.find`. Raises UsageError when it cannot be loaded."""
        return self._made.find(reading)

    @cached_property
    def _made(self) -> Recognizer:
        return _one(self.name, {})


def later(
    names: Sequence[str], options: Mapping[str, Mapping[str, object]]
) -> tuple[Recognizer | Later, ...]:
    """As `build`, where ours that take no options are made later. Raises UsageError for an unknown one."""
    return tuple(
        Later(name) if name in TRAITS and name not in options else _one(name, options.get(name, {}))
        for name in names
    )


def build(
    names: Sequence[str], options: Mapping[str, Mapping[str, object]] | None = None
) -> tuple[Recognizer, ...]:
    """The recognizers of `names`, in that order, each made with its `options`. Raises UsageError for an unknown one."""
    return tuple(_one(name, (options or {}).get(name, {})) for name in names)


def _one(name: str, options: Mapping[str, object]) -> Recognizer:
    where = RECOGNIZERS.get(name) or OPTIONAL.get(name)
    if where is None:
        plugins = {point.name: point.value for point in entry_points(group=GROUP)}
        where = plugins.get(name)
        if where is None:
            known = ", ".join(sorted({*RECOGNIZERS, *OPTIONAL, *plugins}))
            raise UsageError(f"clean.recognizers: {name!r} is not known; known are: {known}")
    module, _, attribute = where.partition(":")
    try:
        found: Recognizer = getattr(import_module(module), attribute)(**options)
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"clean.recognizers: {name!r} cannot be loaded ({type(error).__name__})",
            remedy="Install what it needs, or take it out of clean.recognizers.",
        ) from error
    return found
