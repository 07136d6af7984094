"""`ingest policy test`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.frame import Frame, command

if TYPE_CHECKING:
    from ingest.settings import Settings

_SHOWN = 200
"""Finds printed for a person; --json has all."""


@click.argument("file", type=click.Path(path_type=Path))
@click.option("--space", default="", help="Take the file for one of this space.")
@click.option("--channel", "channels", multiple=True, help="Take the file for one of this channel.")
def _test(frame: Frame, file: Path, space: str, channels: tuple[str, ...]) -> int:
    """Show what each rule of [[policy]] would do on FILE: where, by which name, how often; never a value.

    FILE is read as sync would read it and may lie in no root; nothing is written. Exit 1 when a rule finds something.
    """
    from index.errors import UsageError
    from ingest.build import build
    from ingest.clean.policy import Policy
    from ingest.cli.one_file import asked, source_of
    from ingest.pipeline import NoProgress

    settings = frame.settings()
    if not settings.policy:
        raise UsageError(
            "there are no rules",
            remedy="Copy some from config/policy-examples.toml into ingest.toml, [[policy]].",
        )
    Policy(settings.policy)  # what is wrong with a dictionary is said here, not by a worker that cannot start
    pipeline = build(settings, NoProgress(), writing=False)
    answer = asked(pipeline, "policy", source_of(pipeline, file, space), channels=channels)
    data = _data(settings, pipeline.redact(str(file)), answer)
    frame.show(data, _text(data))
    return 1 if data["finds"] or data["failure"] else 0


def _data(settings: Settings, file: str, answer: dict[str, Any]) -> dict[str, Any]:
    documents = answer.get("documents", [])
    counts = {
        rule.name: sum(one["counts"].get(rule.name, 0) for one in documents) for rule in settings.policy
    }
    return {
        "file": file,
        "rules": [
            {"name": rule.name, "action": rule.action, "count": counts[rule.name]} for rule in settings.policy
        ],
        "finds": [{"document": one["key"], **find} for one in documents for find in one["finds"]],
        "hold": [one["hold"] for one in documents if one["hold"]],
        "failure": {"code": answer["code"], "detail": answer["detail"]} if "code" in answer else None,
    }


def _text(data: dict[str, Any]) -> str:
    if data["failure"]:
        from ingest.errors import REMEDY, Code

        return f"{data['file']}: {data['failure']['code']}. {REMEDY[Code(data['failure']['code'])]}"
    lines = []
    for rule in data["rules"]:
        mine = [find for find in data["finds"] if find["rule"] == rule["name"]]
        lines.append(f"{rule['name']} ({rule['action']}): {len(mine) or 'nothing'}")
        lines += [f"  {_where(find)}: {find['what']} by {find['label']!r}" for find in mine[:_SHOWN]]
        if len(mine) > _SHOWN:
            lines.append(f"  and {len(mine) - _SHOWN} more; --json shows all")
    if data["hold"]:
        lines.append(f"held for review by {', '.join(dict.fromkeys(data['hold']))}")
    return "\n".join(lines)


def _where(find: dict[str, Any]) -> str:
    place = f"block {find['block']}" if find["block"] else "title"
    page = f", page {find['page']}" if find["page"] else ""
    heading = f", under {find['heading']!r}" if find["heading"] else ""
    document = f"{find['document']}, " if find["document"] else ""
    return f"{document}{place}{page}{heading}"


policy = click.Group(
    "policy",
    help="Try the rules of [[policy]], which keep forbidden fields out of the index.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    commands={
        "test": command(
            _test,
            example="""
            ingest policy test docs/prices.docx
            ingest policy test --channel bot --json docs/prices.docx
            """,
        )
    },
)
