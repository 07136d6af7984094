"""`ingest eval`."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import click

from ingest.cli.frame import Frame, command


@click.argument("golden", required=False, type=click.Path(path_type=Path))
def _eval(frame: Frame, golden: Path | None) -> int:
    """Ask the live index the questions of GOLDEN, whose answers are known, and print how well it did.

    GOLDEN is a TOML file of [[question]] tables or a JSON object a line; by default gate.golden. Works beside a
    running sync, and writes nothing. Questions are shown without personal data.
    """
    from index.errors import UsageError

    settings = frame.settings()
    path = golden or settings.gate.golden
    if path is None:
        raise UsageError(
            "no golden set is named", remedy="ingest eval FILE, or name it in the settings: gate.golden."
        )
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in search
    from index.generations import Generations
    from index.manifest import Manifest
    from index.trial import opened
    from ingest.build import build_embedder_of, cleaner_of
    from ingest.clean.finder import in_words
    from ingest.configure import root_of
    from ingest.evaluate.asking import as_json, as_text, ask
    from ingest.evaluate.golden import read
    from ingest.export import live_contents
    from ingest.keys import mask_key, state_secret
    from ingest.locate import ids_of

    questions = read(path)
    roots = [root_of(root) for root in settings.roots]
    secret = state_secret(settings.state.dir, writing=False)
    cleaner = cleaner_of(settings, secret, mask_key(settings))
    with closing(Manifest.read(settings.state.dir)) as manifest, in_words():
        number = live_contents(manifest, settings.state.dir).number
        place = Generations(settings.state.dir).path(number)
        with opened(manifest, number, place, build_embedder_of(settings)) as trial:
            told = ask(questions, trial, lambda text: ids_of(Path(text), roots, cleaner.mask_path))
        data = as_json(told, path, cleaner.redact_text)
    frame.show(data, as_text(data))
    return 0


evaluate = command(
    _eval,
    example="""
    ingest eval golden.toml
    ingest eval --json questions.jsonl
    """,
)
