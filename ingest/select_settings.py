"""What is current, and who wins among copies: the table `[select]`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ingest.section import Glob, Section

PARALLEL = ("api", "sdk", "rest", "graphql", "soap", "grpc", "openapi", "swagger", "апи")


def day(text: str) -> str:
    """`text` if it is "" or an ISO day. Raises ValueError."""
    if text:
        try:
            date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"{text!r} is no day; write it as 2025-02-01") from error
    return text


class SelectSettings(Section):
    """What is current, and who wins among copies."""

    let_in: tuple[
        Literal["draft", "archived", "deleted", "restricted", "internal", "deprecated", "expired", "pending"],
        ...,
    ] = Field(
        ("internal", "deprecated"),
        description="documents that are indexed although their status is one of these",
    )
    authoritative: tuple[Glob, ...] = Field(
        (), description="patterns over source ids: of equal or like documents those of the first pattern win"
    )
    parallel: tuple[str, ...] = Field(
        PARALLEL,
        description="words of names, or patterns with * over paths: their versions are kept side by side",
    )
    as_of: Annotated[str, AfterValidator(day)] = Field(
        "", description="the day that counts as today, as 2025-02-01; empty: today"
    )
