"""What shapes documents, verdicts, chunks and vectors, each with its version and a hash of its sources.

Whoever changes a source whose result may change raises the version, so that what it read before is read again:

    python -m tests.golden.versions --update                 after raising the version
    python -m tests.golden.versions --update --same-output   when the change cannot alter any output
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import io
import json
import sys
import tokenize
from functools import cache
from pathlib import Path

from ingest.chunk.sizes import VERSION as CHUNKED
from ingest.clean.policy import VERSION as POLICY
from ingest.clean.recognizers.registry import RECOGNIZERS
from ingest.clean.versions import VERSIONS as CLEANED
from ingest.load.choose import BUILT_IN
from ingest.select.boilerplate import VERSION as BOILERPLATE
from ingest.select.rules import VERSIONS as SELECTED

PROJECT = Path(__file__).resolve().parents[2]
RECORD = Path(__file__).with_name("versions.json")
HOW = __doc__.partition("\n\n")[2]
Entry = dict[str, str]

SELECTING = {"boilerplate": BOILERPLATE, "corpus": SELECTED["corpus"], "near": SELECTED["near"]}
EMBEDDING = {"builtin": ("index.embed.builtin", "_VERSION")}


def current() -> dict[str, dict[str, Entry]]:
    """Kind -> name -> {"version", "sources"}, as the code is now."""
    return {
        "loaders": {name: _of_class(target, "ingest.load") for name, target in BUILT_IN.items()},
        "recognizers": {
            name: _of_class(target, "ingest.clean.recognizers") for name, target in RECOGNIZERS.items()
        },
        "cleaning": {
            name: _part("clean", name, version) for name, version in {**CLEANED, "policy": POLICY}.items()
        },
        "selecting": {name: _part("select", name, version) for name, version in SELECTING.items()},
        "chunking": {
            "chunker": {
                "version": CHUNKED,
                "sources": digest(closure("ingest.chunk.chunker", "ingest.chunk")),
            }
        },
        "embedding": {name: _entry(*where, within="index") for name, where in EMBEDDING.items()},
    }


def recorded() -> dict[str, dict[str, Entry]]:
    """The same, as it was recorded last."""
    return json.loads(RECORD.read_text(encoding="utf-8"))


def _of_class(target: str, within: str) -> Entry:
    module, _, name = target.partition(":")
    made_of = closure(module, within)
    return {"version": getattr(importlib.import_module(module), name).version, "sources": digest(made_of)}


def _part(package: str, name: str, version: str) -> Entry:
    """A part of cleaning is versioned alone, one of selecting with all that it is made of."""
    module = f"ingest.{package}.{name}"
    within = module if package == "clean" else f"ingest.{package}"
    return {"version": version, "sources": digest(closure(module, within))}


def _entry(module: str, attribute: str, *, within: str) -> Entry:
    version = getattr(importlib.import_module(module), attribute)
    return {"version": str(version), "sources": digest(closure(module, within))}


def closure(module: str, within: str) -> list[str]:
    """A module and what it imports of the package `within`, directly or not, at its top or in a function."""
    found: set[str] = set()
    pending = [module]
    while pending:
        name = pending.pop()
        if name in found or not name.startswith(within) or not path_of(name).is_file():
            continue
        found.add(name)
        pending += _imported(name)
    return sorted(found)


@cache
def _imported(module: str) -> tuple[str, ...]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path_of(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return tuple(names)


def path_of(module: str) -> Path:
    """Where a module of this project lies."""
    return PROJECT / (module.replace(".", "/") + ".py")


def digest(modules: list[str]) -> str:
    """A hash of the modules' code: comments, docstrings and blank lines apart."""
    total = hashlib.sha256()
    for module in modules:
        total.update(f"{module}\0{_code(module)}\0".encode())
    return total.hexdigest()


@cache
def _code(module: str) -> str:
    return code_of(path_of(module).read_text(encoding="utf-8"))


def code_of(source: str) -> str:
    """The lines of `source` that do something."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            for row in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                lines[row - 1] = ""
    return "\n".join(line.rstrip() for line in lines if line.strip())


def changed(now: dict[str, dict[str, Entry]], before: dict[str, dict[str, Entry]]) -> list[str]:
    """Those whose sources changed while their version did not, as "loaders: pdf"."""
    return [
        f"{kind}: {name}"
        for kind, entries in now.items()
        for name, entry in entries.items()
        if (old := before.get(kind, {}).get(name))
        and old["version"] == entry["version"]
        and old["sources"] != entry["sources"]
    ]


def main(arguments: list[str]) -> int:
    """Records what is now; refuses a changed source under its old version, unless told that nothing can differ."""
    now = current()
    silent = changed(now, recorded()) if RECORD.exists() else []
    if "--update" not in arguments or (silent and "--same-output" not in arguments):
        print("\n".join([*(f"changed, version not raised: {name}" for name in silent), HOW]))
        return 1
    RECORD.write_text(json.dumps(now, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(f"recorded in {RECORD.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
