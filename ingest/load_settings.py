"""How documents are read: the table `[load]`, and the passwords of encrypted ones."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from ingest.credential import Variable
from ingest.section import Glob, Section


class PasswordRule(Section):
    """A password to try on encrypted files below a path; never stored or logged. Changing one reads all PDFs again."""

    path: Glob = Field(description="pattern over the source id: contracts/**/*.pdf")
    password: Variable = Field("", description="the password: env:NAME")
    password_file: Path | None = Field(None, description="the password: a file that holds it")

    @model_validator(mode="after")
    def _one(self) -> PasswordRule:
        if bool(self.password) == bool(self.password_file):
            raise ValueError("give either password = 'env:NAME' or password_file")
        return self


class LoadSettings(Section):
    """How documents are read. What breaks a limit is a coded failure."""

    let_in: tuple[Literal["comments", "deletions", "hidden-sheets", "hidden-slides", "notes"], ...] = Field(
        (),
        description="what office files hold that is no text by default: 'comments', 'deletions' (tracked), "
        "'notes' (of the speaker), 'hidden-slides', 'hidden-sheets' (hidden rows and columns too)",
    )
    timeout_seconds: float = Field(
        60.0,
        gt=0,
        description="wall and CPU seconds for a document; of a long one, for each recognizer and stretch of names",
    )
    memory_mb: int = Field(1536, ge=256, description="memory a worker may use above its base")
    max_file_mb: int = Field(
        100, ge=1, description="larger files, and larger members of containers, are not read"
    )
    max_pages: int = Field(2000, ge=1, le=20_000, description="longer PDFs are not read")
    mediawiki_namespaces: tuple[int, ...] = Field(
        (),
        description="namespaces of MediaWiki dumps that are read; none: 0, 4, 12 and custom ones (even, from 100 on)",
    )
    passwords: tuple[PasswordRule, ...] = ()
