"""`ingest serve`."""

from __future__ import annotations

import os

import click

from ingest.cli.frame import Frame, command

BLAS = "OPENBLAS_NUM_THREADS"


def _serve(frame: Frame) -> int:
    """Keep the index in step and answer over HTTP, in one process that stays.

    GET /healthz /readyz /metrics /status, POST /search /sync. It holds the lock as long as it runs; each run is a
    process of its own. It listens at serve.host and serve.port, on this machine alone unless you say otherwise.
    SIGTERM or Ctrl-C lets the run under way finish its batch; a second one kills it.
    """
    _load_numpy()
    from ingest.live.serve import serve as keep_serving

    keep_serving(frame.settings(), frame.config, frame.flags, _announce)
    return 0


def _announce(url: str) -> None:
    from ingest.logs import form, log

    if form() == "json":
        log("serving", url=url)
    else:
        click.echo(f"ingest: serving {url}", err=True)


def _load_numpy() -> None:
    """With one thread: more would cost more than a product of vectors. Runs that are started choose for themselves."""
    chosen = os.environ.get(BLAS)
    os.environ.setdefault(BLAS, "1")
    import numpy as np  # noqa: F401 - it reads the variable when it is loaded

    if chosen is None:
        del os.environ[BLAS]


serve = command(
    _serve,
    example="""
    ingest serve
    ingest serve --set serve.port=0 --set serve.open=true
    """,
)
