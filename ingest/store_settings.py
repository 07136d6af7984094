"""The settings of the vector store: embedded below `state.dir`, or on a server. None of them shapes a chunk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from ingest.credential import Variable
from ingest.section import Section


def _url(url: str) -> str:
    if not url:
        return ""
    parts = urlsplit(url)
    try:
        fits = (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port)
        )
    except ValueError:
        fits = False
    if not fits or parts.query or parts.fragment:
        raise ValueError("allowed: 'http://host:port' or 'https://host:port'")
    if parts.username or parts.password:
        raise ValueError("holds a name or a password: use store.token or store.token_file")
    return url.rstrip("/")


def _prefix(prefix: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,99}", prefix):
        raise ValueError("2 to 100 letters of a-z, A-Z, 0-9, '.', '_', '-'; begins with a letter or digit")
    return prefix


class StoreSettings(Section):
    """The Chroma index: embedded below state.dir, or on a Chroma server that store.url names."""

    sync_threshold: int = Field(
        1000, ge=2, description="operations between two writes of Chroma's index files"
    )
    batch_chunks: int = Field(800, ge=1, le=5000, description="chunks written at once")
    url: Annotated[str, AfterValidator(_url)] = Field(
        "", description="a Chroma server: http(s)://host:port; empty: embedded, below state.dir"
    )
    prefix: Annotated[str, AfterValidator(_prefix)] = Field(
        "kb", description="how the names of our collections on the server begin"
    )
    token: Variable = Field(
        "", description="bearer token of the proxy before the server (Chroma has none): env:NAME"
    )
    token_file: Path | None = Field(None, description="the same token: a file that holds it")
    tenant: str = Field("default_tenant", min_length=3, description="tenant on the server")
    database: str = Field("default_database", min_length=3, description="database of the tenant")
    timeout_seconds: float = Field(
        60.0,
        gt=0,
        description="how long one request to the server may take; it is tried again before we give up",
    )

    @model_validator(mode="after")
    def _one_token(self) -> StoreSettings:
        if self.token and self.token_file:
            raise ValueError("give either token = 'env:NAME' or token_file")
        return self
