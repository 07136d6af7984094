"""What every table of the settings file is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from ingest.globs import validate_glob


def _glob(pattern: str) -> str:
    validate_glob(pattern)
    return pattern


def _name(name: str) -> str:
    if not name or any(letter in name for letter in "/\\#%\n\r\t") or name != name.strip():
        raise ValueError("a name has no '/', '\\', '#', '%' or line breaks and is not empty")
    return name


Glob = Annotated[str, AfterValidator(_glob)]
Name = Annotated[str, AfterValidator(_name)]


class Section(BaseModel):
    """A table of the settings file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)
