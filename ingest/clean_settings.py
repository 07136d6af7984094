"""What is masked, and how: the table `[clean]`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ingest.credential import Variable
from ingest.section import Section

_SOUGHT = """
    person email phone handle address birth_date passport birth_certificate driver_licence snils inn ogrnip
    medical_policy bank_account card iban ssn plate vin ip secret
"""
RECOGNIZERS = tuple(_SOUGHT.split())


def _allowed(value: str) -> str:
    if len(value) > 2 and value[0] == value[-1] == "/":
        try:
            re.compile(value[1:-1])
        except re.error as error:
            raise ValueError(f"{value!r} is no regular expression ({error})") from error
    return value


class CleanSettings(Section):
    """What is masked, and how."""

    recognizers: tuple[str, ...] = Field(
        RECOGNIZERS, description="what is looked for, and 'presidio' if you wish; an unknown name is exit 2"
    )
    mask: Literal["type", "keyed"] = Field(
        "type", description="'type' gives [PHONE], 'keyed' [PHONE-7f3a9k2m4q]"
    )
    mask_key: Variable = Field("", description="secret for 'keyed', and for masked names of files: env:NAME")
    mask_key_file: Path | None = Field(None, description="the same secret: a file that holds it")
    partial: tuple[str, ...] = Field(
        (), description="types that show their last four digits, as [PHONE *4568]: phone, card, ..."
    )
    paths: Literal["identifiers", "all"] = Field(
        "identifiers",
        description="what is masked in ids of files: identifiers, or 'all', names and addresses too",
    )
    allow: tuple[Annotated[str, AfterValidator(_allowed)], ...] = Field(
        (),
        description="values that are never masked: hotlines, support addresses, '@our-company.ru', "
        "or '/regular expression/' over the value",
    )

    keep: tuple[str, ...] = Field(
        (), description="names of products and places of work that are no persons: never masked as such"
    )
    deny: tuple[str, ...] = Field(
        (),
        description="values that are always masked, as [DENIED]: in any case, numbers however they are grouped",
    )
    presidio_model: str = Field(
        "",
        description="an installed model of spaCy, or its folder, by which the recognizer 'presidio' finds names, too",
    )
    presidio_score: float = Field(
        0.5, ge=0, le=1, description="what Presidio holds for less likely than this is not masked"
    )

    @model_validator(mode="after")
    def _keyed_needs_key(self) -> CleanSettings:
        if self.mask == "keyed" and not (self.mask_key or self.mask_key_file):
            raise ValueError("mask = 'keyed' needs mask_key = 'env:NAME' or mask_key_file")
        return self

    def options(self) -> dict[str, dict[str, object]]:
        """What recognizers are made with, by their names."""
        return {
            "person": {"keep": self.keep},
            "presidio": {"model": self.presidio_model, "score": self.presidio_score},
        }
