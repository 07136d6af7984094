"""`ingest notify`."""

from __future__ import annotations

from typing import Any

import click

from ingest.cli.frame import Frame, command


@click.option("--test", is_flag=True, help="Send a test message through each channel.")
def _notify(frame: Frame, test: bool) -> int:
    """Show whom runs tell of trouble and what is open; or try it.

    Messages go out after runs, by webhook and mail, as [notify] of the settings says. Exit 1: a test message was not
    taken by one of the channels.
    """
    from index.errors import UsageError
    from ingest.live.notify import overview, send_test

    settings = frame.settings()
    data = overview(settings)
    if not data["channels"] and test:
        raise UsageError(
            "no channel is configured, so nobody was told",
            remedy="Set notify.webhook, or notify.mail_host with mail_from and mail_to.",
        )
    failed = False
    if test:
        results = send_test(settings)
        for channel in data["channels"]:
            channel["error"] = results[channel["name"]]
        failed = any(results.values())
    frame.show(data, _text(data, test=test))
    return int(failed)


def _text(data: dict[str, Any], *, test: bool) -> str:
    if not data["channels"]:
        return "no channel is configured: notify.webhook, notify.mail_host"
    lines = []
    for channel in data["channels"]:
        result = f": {channel['error'] or 'sent'}" if test else ""
        lines.append(f"{channel['name']:<8} {channel['to']}{result}")
        lines += [
            f"         open: {one['kind']}, {one['count']} since {one['since']}, told {one['told']}"
            for one in channel["open"]
        ]
    lines += [f"root {root}: last good run seen {at}" for root, at in data["last_good"].items()]
    return "\n".join(lines)


notify = command(
    _notify,
    example="""
    ingest notify
    ingest notify --test
    """,
)
