"""When the watcher looks and how long it waits: the table `[watch]`. Nothing of it changes what is indexed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ingest.section import Section


class WatchSettings(Section):
    """How `ingest watch` keeps the index in step. Nothing of this changes what is indexed."""

    mode: Literal["auto", "scan"] = Field(
        "auto",
        description="'auto': events of the system on local disks; 'scan': look at intervals everywhere",
    )
    settle_seconds: float = Field(
        5.0, gt=0, le=3600, description="a file is read when it did not change for so long"
    )
    network_settle_seconds: float = Field(
        30.0, gt=0, le=3600, description="the same on a network share, where copies pause"
    )
    max_wait_seconds: float = Field(
        600.0, gt=0, description="what still changes after so long is named, and others do not wait for it"
    )
    scan_seconds: float = Field(
        3600.0, gt=0, description="a run over everything at least so often: events are hints and get lost"
    )
    network_scan_seconds: float = Field(
        300.0, gt=0, description="between two looks at a root whose file system gives no events"
    )
