"""The command line. Commands are imported when they are called, so that `--help` is quick."""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from typing import Any

import click

from ingest import __version__

COMMANDS = {
    "init": ("ingest.cli.init:init", "Write a commented ingest.toml."),
    "sync": ("ingest.cli.sync:sync", "Bring the index in step with the documents."),
    "plan": ("ingest.cli.sync:plan", "Say what sync would do and why; write nothing."),
    "rebuild": ("ingest.cli.sync:rebuild", "Build a new generation beside the live one, check it, switch."),
    "rollback": ("ingest.cli.generations:rollback", "Go back to an earlier generation and pin it."),
    "forget": ("ingest.cli.generations:forget", "Remove every trace of a document, and prove it."),
    "vacuum": ("ingest.cli.generations:vacuum", "Drop what no kept generation uses; give the room back."),
    "watch": ("ingest.cli.watch:watch", "Keep the index in step with the folders, until it is stopped."),
    "search": ("ingest.cli.search:search", "Show what a bot would get for a question, with citations."),
    "eval": ("ingest.cli.eval:evaluate", "Measure answers on questions whose answers are known."),
    "why": ("ingest.cli.why:why", "Tell why a file, chunk or phrase is, or is not, in the index."),
    "review": ("ingest.cli.review:review", "List what a person has to decide about documents, or decide it."),
    "report": ("ingest.cli.report:report", "Show what happened last night, and the cleaning in figures."),
    "inspect": ("ingest.cli.inspect:inspect", "Show what becomes of a file: blocks, masks, labels, chunks."),
    "links": ("ingest.cli.links:links", "Find links that lead nowhere, and documents that nothing leads to."),
    "audit": ("ingest.cli.audit:audit", "Print what was done, by whom; verify that no line is missing."),
    "serve": ("ingest.cli.serve:serve", "Keep the index in step and answer over HTTP."),
    "status": ("ingest.cli.stored:status", "Show what is in the index, how fresh it is, the last runs."),
    "export": ("ingest.cli.stored:export", "Print all chunks, or all documents, as JSON Lines."),
    "verify": ("ingest.cli.stored:verify", "Check the index against the manifest, both ways."),
    "policy": ("ingest.cli.policy:policy", "Try the rules against forbidden fields on a file."),
    "notify": ("ingest.cli.notify:notify", "Show whom runs tell of trouble; send a test message."),
    "schedule": ("ingest.cli.schedule:schedule", "Do all that at its times, and catch up what was missed."),
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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command that is meant; names the nearest one if there is none."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else f" There are: {', '.join(COMMANDS)}."
            ctx.fail(f"No such command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Lists the commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="ingest")
def _group() -> None:
    """A build system for RAG knowledge bases: documents in, a clean, current Chroma index out.

    \b
    To begin: ingest init, name your folder in ingest.toml, ingest sync, ingest search "a question".

    \b
    Exit codes:
      0 in step                           5 index built with another embedder
      1 done, but some sources failed     6 manifest or store unreadable
      2 wrong usage or configuration      7 the gate refused the switch
      3 refused, nothing dropped          8 environment: disk space, permissions
      4 another run holds the lock        70 a defect of kb-ingest; 130, 143 signals
    """  # noqa: D301 - click wants the character itself


def main(arguments: list[str] | None = None) -> None:
    """The entry point of the `ingest` command. Ends the process with an exit code, by SystemExit."""
    from ingest.cli.frame import complain, speak_any_language

    speak_any_language()
    # Pydantic would ask every installed package for plugins.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # What is imported, and rows of all files, are many objects and few cycles.
    gc.set_threshold(50_000, 20, 20)
    atexit.register(gc.freeze)  # a last search for cycles would take a tenth of a run with nothing to do
    as_json = "--json" in (sys.argv[1:] if arguments is None else arguments)
    try:
        code = _group.main(args=arguments, prog_name="ingest", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        code = error.exit_code
    except (click.ClickException, click.Abort) as error:
        code = complain(_ending_of(error), as_json=as_json)
    sys.exit(code or 0)


def _ending_of(error: click.ClickException | click.Abort) -> Any:
    """Click's own trouble: wrong usage, or Ctrl-C before a command began."""
    from ingest.ending import Ending, ending_of

    if isinstance(error, click.Abort):
        return ending_of(KeyboardInterrupt())
    context = error.ctx if isinstance(error, click.UsageError) else None
    remedy = f"{context.command_path if context else 'ingest'} --help shows what it takes."
    option = error.option_name if isinstance(error, click.NoSuchOption) else ""
    if context and context.command is _group and option in {"--json", "--config", "--set"}:
        remedy = f"It follows the command: ingest status {option}"
    message = error.format_message()
    return Ending(exit_code=error.exit_code, message=message, noted=message, remedy=remedy)
