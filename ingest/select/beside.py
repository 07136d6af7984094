"""Versions that are all kept, as those of an API are. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Literal

from ingest.document import Head
from ingest.select.ladders import Ladders, share_a_ladder
from ingest.select.lifecycle import status_of
from ingest.select.names import NameReading
from ingest.select.order import is_put_away


def side_by_side(
    a: Head,
    b: Head,
    names: tuple[NameReading, NameReading],
    titles: tuple[NameReading, NameReading],
    parallel: Collection[str],
    ladders: Ladders,
    is_parallel: Callable[[str], bool],
) -> Literal["", "perhaps", "surely"]:
    """Whether they are versions that are all kept, as those of an API are.

    Where a folder alone says so, a version that only labels state, or that is on one of `ladders`, may as well be that
    of the page.
    """
    statuses = {status_of(a.labels.status), status_of(b.labels.status)}
    if "archived" in statuses or any(map(is_put_away, (*names, *titles))):
        return ""
    if names[0].lines != names[1].lines:
        return "surely"
    titled = titles[0].version != titles[1].version
    named = names[0].version != names[1].version
    if not titled and not named and a.labels.version == b.labels.version:
        return ""
    own = {word for one in (*names, *titles) for word in one.words}
    if not own.isdisjoint(parallel) or any(is_parallel(one.source_id.partition("/")[2]) for one in (a, b)):
        return "surely"
    around = {word for one in names for place in one.place for word in place.split()}
    if around.isdisjoint(parallel):
        return ""
    return "surely" if titled or (named and not share_a_ladder(*names, ladders)) else "perhaps"
