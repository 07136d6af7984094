"""What containers may hold: archives, wiki exports, mails with attachments."""

from __future__ import annotations

from pydantic import Field

from ingest.section import Section


class ContainerSettings(Section):
    """Files of many documents, read document by document. The limits of [load] hold for each document in them."""

    max_file_mb: int = Field(20_000, ge=1, description="larger containers are not read")
    members: int = Field(100_000, ge=1, description="files in an archive, and in archives within it")
    total_mb: int = Field(20_000, ge=1, description="all of them unpacked")
    ratio: int = Field(
        200, ge=2, description="how much larger than packed a member of more than 10 MB may be"
    )
    depth: int = Field(2, ge=1, le=5, description="how many archives may lie in each other")
