"""The settings of published copies. None of them shapes the index."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ingest.section import Section


def _named(value: Any) -> Any:
    return None if value == "" else value


class PublishSettings(Section):
    """Copies of the index that any Chroma client may open while runs go on."""

    dir: Annotated[Path | None, BeforeValidator(_named)] = Field(
        None, description="a folder of its own, outside state.dir; empty: nothing is published"
    )
    keep: int = Field(
        0, ge=0, description="copies before the newest that stay for good; they hold what was deleted since"
    )
    group: str = Field(
        "",
        description="a group that may open the copies: Chroma wants to write where it reads; empty: as umask says",
    )
    grace_minutes: float = Field(
        10.0, ge=0, description="a copy stays so long after the next one came, so that its readers can move"
    )
