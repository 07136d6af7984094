"""How the server is reached, and who may ask it what: the tables `[serve]` and `[[tokens]]`."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from ingest.credential import Variable
from ingest.section import Name, Section


def _address(host: str) -> str:
    if host != "localhost":
        try:
            ipaddress.ip_address(host)
        except ValueError as error:
            raise ValueError(
                "allowed: 'localhost' or an address of this machine; '0.0.0.0' for all"
            ) from error
    return host


class ServeSettings(Section):
    """The server of `ingest serve`."""

    host: Annotated[str, AfterValidator(_address)] = Field(
        "127.0.0.1", description="address it listens at; another than this machine's own needs [[tokens]]"
    )
    port: int = Field(8765, ge=0, le=65535, description="port; 0: any that is free")
    names: tuple[str, ...] = Field(
        (), description="names it may be asked under (the Host header), besides localhost and the address"
    )
    open: bool = Field(
        False, description="whether programs on this machine may search and sync without a token"
    )
    watch: bool = Field(True, description="whether it watches the roots, as `ingest watch` does")
    body_kb: int = Field(64, ge=1, description="largest body of a request")
    searches: int = Field(4, ge=1, description="searches at a time; others wait")
    nice: int = Field(
        10, ge=0, le=19, description="how far runs stand back behind searches when both want a core"
    )
    memory_mb: int = Field(
        2048, ge=0, description="most memory for vectors; an index that needs more is read page by page"
    )

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback

    @model_validator(mode="after")
    def _open_at_home_only(self) -> ServeSettings:
        if self.open and not self.loopback:
            raise ValueError("open lets everybody in, so host must be a loopback address; use [[tokens]]")
        return self


class TokenRule(Section):
    """Who sends this token to the server (Authorization: Bearer ...), and what that allows."""

    name: Name = Field(description="how logs call it")
    token: Variable = Field("", description="the token: env:NAME")
    token_file: Path | None = Field(None, description="the token: a file that holds it")
    spaces: tuple[str, ...] = Field((), description="spaces its searches see; ['*']: all")
    may: tuple[Literal["search", "sync", "rebuild"], ...] = Field(
        ("search",), description="what it may ask for: search, sync (and verify), rebuild"
    )

    @model_validator(mode="after")
    def _whole(self) -> TokenRule:
        if bool(self.token) == bool(self.token_file):
            raise ValueError("give either token = 'env:NAME' or token_file")
        if "search" in self.may and not self.spaces:
            raise ValueError("a token that may search needs spaces; ['*'] for all")
        return self
