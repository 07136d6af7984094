"""`ingest links`."""

from __future__ import annotations

from contextlib import closing

import click

from ingest.cli.frame import Frame, command


@click.option("--owner", default=None, metavar="NAME", help="Only what this owner's documents say.")
@click.option("--external", is_flag=True, help="Ask the web, too, whether its addresses still answer.")
@click.option("--strict", is_flag=True, help="Exit 1 if anything is wrong; orphans are not.")
def _links(frame: Frame, owner: str | None, external: bool, strict: bool) -> int:
    """Follow the links of all searchable documents: which lead nowhere, and which to what no bot will quote.

    broken: no such file or page. anchor: the document has no such place. superseded, dropped: the document is not
    searchable, and why. unread: it could not be read. Then the documents that no other one leads to.
    """
    from index.manifest import Manifest
    from ingest.configure import root_of
    from ingest.links import add_web, as_text, look

    settings = frame.settings()
    roots = {root.name: root_of(root) for root in settings.roots}
    with closing(Manifest.read(settings.state.dir)) as manifest:
        found = look(manifest, settings.state.dir, roots)
    if external:
        from ingest.addresses import wrong

        add_web(found, wrong(found.web))
    if owner is not None:
        found.wrong = [one for one in found.wrong if one["owner"] == owner]
        found.orphans = [one for one in found.orphans if one["owner"] == owner]
    told = {
        "documents": found.documents,
        "links": found.links,
        "wrong": found.wrong,
        "orphans": found.orphans,
        "external": len(found.web),
    }
    frame.show(told, as_text(found))
    return 1 if strict and found.wrong else 0


links = command(
    _links,
    example="""
    ingest links
    ingest links --owner "Support"
    ingest links --external --strict
    """,
)
