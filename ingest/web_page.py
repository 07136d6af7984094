"""Pages that need nothing but themselves: templates, the policy that says so, and how a page gets onto the disk."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Self

from index.durable import sync_directory
from index.errors import EnvironmentFaultError


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A page's one style, and its one script or none."""

    text: str
    script: str = ""

    @classmethod
    def of(cls, style: str, script: str = "") -> Self:
        """Those in files of ours."""
        pages = resources.files("ingest").joinpath("pages")
        text = pages.joinpath(style).read_text(encoding="utf-8")
        return cls(text=text, script=pages.joinpath(script).read_text(encoding="utf-8") if script else "")

    @property
    def policy(self) -> str:
        """What a browser may load for the page: nothing but this very style and script, and pictures in the page."""
        script = f"script-src {_hash(self.script)}; " if self.script else ""
        return (
            f"default-src 'none'; style-src {_hash(self.text)}; {script}"
            "img-src data:; base-uri 'none'; form-action 'none'"
        )


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def filled(
    name: str, style: Style, filters: Mapping[str, Callable[..., Any]], *, generator: str = "", **given: Any
) -> str:
    """A page of the template `name`, which extends `page.html` with a title and a body.

    Escaping is on, and a name that is not there is an error. `generator` lets the page be known again.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("ingest", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters, ours=Markup)
    return environment.get_template(name).render(style=style, generator=generator, **given)


def write(path: Path, text: str, *, what: str, private: bool = True) -> None:
    """Writes a page; a reader sees the old page or the new one, never a part. `private`: its owner alone may read it.

    Raises EnvironmentFaultError when the file cannot be written; `what` is a word for it.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if not private:
                temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_directory(path.parent)
    except OSError as error:
        raise EnvironmentFaultError(
            f"the {what} {path} cannot be written ({error.strerror or type(error).__name__})",
            remedy="Name a file in a folder that is there and that you may write to.",
        ) from error


def _umask() -> int:
    now = os.umask(0o077)
    os.umask(now)
    return now
