"""The settings of the gate that a rebuilt generation must pass. None of them shapes the index."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ingest.section import Section


def _named(value: Any) -> Any:
    return None if value == "" else value


class GateSettings(Section):
    """What a rebuilt generation must be before it is switched to; `ingest eval` prints the figures."""

    golden: Annotated[Path | None, BeforeValidator(_named)] = Field(
        None, description="questions with what answers them, .toml or JSON Lines; empty: none are asked"
    )
    margin: float = Field(
        0.02, ge=0, le=1, description="by how much any figure may be worse than the live generation's"
    )
    recall: float = Field(0.99, ge=0, le=1, description="share of chunks that a search for them must find")
