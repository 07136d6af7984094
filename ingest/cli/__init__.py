"""The command line. Commands are imported when they are called, so that `--help` is quick."""

from __future__ import annotations

import importlib
from typing import Any

import click

from ingest import __version__

COMMANDS = {
    "init": ("ingest.cli.init:init", "Write a commented ingest.toml."),
    "sync": ("ingest.cli.sync:sync", "Bring the index in step with the documents."),
    "plan": ("ingest.cli.sync:plan", "Say what sync would do and why; write nothing."),
    "rebuild": ("ingest.cli.sync:rebuild", "Build a new generation beside the live one, check it, switch."),
    "search": ("ingest.cli.search:search", "Show what a bot would get for a question, with citations."),
    "why": ("ingest.cli.why:why", "Tell why a file, chunk or phrase is, or is not, in the index."),
    "status": ("ingest.cli.inspect:status", "Show what is in the index, how fresh it is, the last runs."),
    "export": ("ingest.cli.inspect:export", "Print all chunks, or all documents, as JSON Lines."),
    "verify": ("ingest.cli.inspect:verify", "Check the index against the manifest, both ways."),
    "doctor": ("ingest.cli.doctor:doctor", "Check the machine and the configuration."),
}
"""name -> (where it is, what it does)."""


class LazyGroup(click.Group):
    """Knows its commands by name; imports one only to run it or to show its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Imports a command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Lists the commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="ingest")
def _group() -> None:
    r"""A build system for RAG knowledge bases: documents in, a clean, current Chroma index out.

    \b
    Exit codes: 0 in step; 1 done, but some sources failed; 2 wrong usage or configuration;
    3 refused, nothing dropped; 4 another run holds the lock; 5 index built with another embedder;
    6 manifest or store unreadable; 7 the gate refused the switch; 8 environment; 130/143 signals.
    """


def main(arguments: list[str] | None = None) -> Any:
    """The entry point of the `ingest` command."""
    return _group.main(args=arguments, prog_name="ingest")
