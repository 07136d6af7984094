"""The house rules that a machine can hold us to. Import layers are in pyproject.toml, for `lint-imports`."""

from __future__ import annotations

import ast
import gc
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ingest.work.preload import LEAN, PRELOAD

PROJECT = Path(__file__).resolve().parents[1]
PRODUCT = ("ingest", "index")
FILES = sorted(
    path.relative_to(PROJECT).as_posix()
    for folder in (*PRODUCT, "bench", "tests", "tools")
    for path in (PROJECT / folder).rglob("*.py")
)
CODE = [name for name in FILES if name.startswith(tuple(f"{folder}/" for folder in PRODUCT))]

MOST_LINES = 250
MOST_TEST_LINES = 350
"""Tables of cases are longer than code, and are better read in one place."""
MOST_FUNCTION_LINES = 60
BAD_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "service", "misc"}

BOUNDARIES = {
    "ingest/cli/frame.py": "a process's last words: no defect is taken for exit 1",
    "ingest/live/notify.py": "whatever happens when somebody is told, a run ends as it ended",
    "ingest/unpack.py": "a parser's trouble is one source's, or one part's",
    "ingest/clean/policy.py": "a rule's trouble fails its document",
    "ingest/clean/finder.py": "a recognizer's trouble fails its document",
    "ingest/live/http.py": "a request's trouble is that request's",
}
"""Where every exception is turned into a value; the reason beside each."""
SWALLOWING_CONTEXTS = {"ingest/work/attempt.py": "the boundary of a worker"}

ADAPTERS = {
    "ahocorasick_rs": {"ingest/clean/injection_screen.py"},
    "apscheduler": {"ingest/live/alarm.py"},
    "chromadb": {"index/store/chroma.py", "index/store/chroma_client.py"},
    "jinja2": {"ingest/web_page.py"},
    "huggingface_hub": {"index/embed/modelfolder.py"},
    "langchain_text_splitters": {"ingest/chunk/split.py"},
    "lxml": {"ingest/load/xml_part.py", "ingest/load/elements.py", "ingest/load/html_tree.py"}
    | {"ingest/load/wiki/storage.py", "ingest/load/wiki/xml_stream.py"},
    "mwparserfromhell": {"ingest/load/wiki/mediawiki_text.py"},
    "navec": {"ingest/clean/names/russian_files.py"},
    "olefile": {
        "ingest/load/mail/msg.py",
        "ingest/load/office/carrier.py",
        "ingest/load/office/extents.py",
    },
    "phonenumbers": {"ingest/clean/recognizers/numbering.py"},
    "presidio_analyzer": {"ingest/clean/recognizers/presidio_engine.py"},
    "prometheus_client": {"ingest/live/metrics.py"},
    "py7zr": {"ingest/load/archive_seven.py", "ingest/load/wiki/unpacked.py"},
    "pymorphy3": {"ingest/dictionary.py"},
    "pypdfium2": {"ingest/load/pdf.py"},
    "python_calamine": {"ingest/load/office/workbook.py"},
    "rich": {"ingest/cli/progress.py"},
    "sentence_transformers": {"index/embed/sbert_model.py", "index/testing_models.py"},
    "slovnet": {"ingest/clean/names/russian_files.py"},
    "spacy": {"ingest/clean/recognizers/presidio_engine.py", "ingest/load/rst.py"},
    "starlette": {"ingest/live/guard.py", "ingest/live/http.py"},
    "tiktoken": {"ingest/chunk/tokens.py"},
    "tldextract": {"ingest/clean/recognizers/presidio_engine.py"},
    "tokenizers": {"index/testing_models.py"},
    "torch": {"index/testing_models.py"},
    "transformers": {"index/testing_models.py"},
    "unstructured": {"ingest/load/rst.py"},
    "uvicorn": {"ingest/live/listener.py"},
    "watchdog": {"ingest/live/observe.py"},
}
"""A heavy library -> the files that may import it, inside a function."""
NUMPY_AT_THE_TOP = {
    "index/store/chroma.py",
    "index/store/chroma_files.py",
    "index/store/chroma_graph.py",
    "index/store/chroma_links.py",
    "index/store/chroma_remote.py",
    "index/store/memory.py",
    "index/testing.py",
    "index/testing_fakes.py",
    "index/testing_rename.py",
}
"""numpy costs .2 CPU seconds; these are imported only when vectors are at hand."""


@pytest.fixture(autouse=True, scope="module")
def _trees() -> Iterator[None]:
    """Trees of all files are kept from test to test. They hold no cycles, and looking for some takes 3 seconds."""
    gc.disable()
    yield
    parsed.cache_clear()
    gc.enable()


@cache
def parsed(name: str) -> ast.Module:
    return ast.parse((PROJECT / name).read_text(encoding="utf-8"))


def nodes(name: str, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    return (node for node in ast.walk(parsed(name)) if isinstance(node, kinds))


def test_files_are_found() -> None:
    assert {"ingest/sync.py", "index/writer.py", "tests/test_architecture.py"} <= set(FILES)


def test_a_file_is_a_room() -> None:
    long = {
        name: lines
        for name in FILES
        if (lines := len((PROJECT / name).read_text(encoding="utf-8").splitlines()))
        > (MOST_TEST_LINES if name.startswith("tests/") else MOST_LINES)
    }

    assert not long, f"at most {MOST_LINES} lines, tests {MOST_TEST_LINES}: divide by purpose"
    badly_named = [name for name in FILES if Path(name).stem.lower() in BAD_NAMES]
    assert not badly_named, "name a file after what it holds"


def test_functions_are_short() -> None:
    long = {
        f"{name}: {node.name}": node.end_lineno - node.lineno + 1
        for name in FILES
        for node in nodes(name, ast.FunctionDef, ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno + 1 > MOST_FUNCTION_LINES
    }

    assert not long, f"functions over {MOST_FUNCTION_LINES} lines"


def test_trouble_becomes_a_value_in_named_places_only() -> None:
    broad = [name for name in CODE for handler in nodes(name, ast.ExceptHandler) if _is_broad(handler)]
    suppressed = [
        name
        for name in CODE
        for call in nodes(name, ast.Call)
        if ast.unparse(call.func).endswith("suppress") and any(map(_is_everything, call.args))
    ]

    assert sorted(broad) == sorted(BOUNDARIES)
    assert not suppressed


def test_contexts_that_swallow_are_named() -> None:
    swallowing = {
        name
        for name in CODE
        for function in nodes(name, ast.FunctionDef)
        if function.name == "__exit__"
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and node.value and ast.unparse(node.value) not in {"False", "None"}
    }

    assert swallowing == set(SWALLOWING_CONTEXTS)


def _is_broad(handler: ast.ExceptHandler) -> bool:
    """Takes everything, and does not end by raising it again."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    ends_raising = isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None
    return any(map(_is_everything, kinds)) and not ends_raising


def _is_everything(kind: ast.expr | None) -> bool:
    return kind is None or ast.unparse(kind) in {"Exception", "BaseException"}


def test_heavy_libraries_have_one_adapter_and_wait_until_needed() -> None:
    for name in CODE:
        at_the_top = set(_imported(_top(parsed(name).body)))
        for library in _imported(_run(parsed(name))):
            if library in ADAPTERS:
                assert name in ADAPTERS[library], (
                    f"{name}: {library} is imported in {sorted(ADAPTERS[library])}"
                )
                assert library not in at_the_top, (
                    f"{name}: import {library} inside the function that needs it"
                )
        assert "numpy" not in at_the_top or name in NUMPY_AT_THE_TOP, (
            f"{name}: import numpy inside a function"
        )


def test_every_named_adapter_is_one() -> None:
    for library, names in ADAPTERS.items():
        for name in names:
            assert library in _imported(_run(parsed(name))), f"{name} no longer imports {library}"


def _run(tree: ast.Module) -> Iterator[ast.stmt]:
    """All statements but those for the type checker."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            pending += node.orelse
            continue
        if isinstance(node, ast.stmt):
            yield node
        pending += ast.iter_child_nodes(node)


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run on import."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from _top(node.orelse)
            continue
        yield node
        for inner in ("body", "orelse", "handlers", "finalbody"):
            yield from _top(getattr(node, inner, []))


def _imported(statements: Iterator[ast.stmt]) -> Iterator[str]:
    for node in statements:
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module).split(".")[0]


def test_help_imports_next_to_nothing(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom ingest.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as stop:\n"
        "    print('\\n%d' % (stop.code or 0), *sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    code, *modules = done.stdout.splitlines()[-1].split()

    assert code == "0"
    assert "click" in modules
    assert not {*modules} & {"pydantic", "sqlite3", "chromadb", "numpy", "rich", "ingest.settings"}


def test_workers_have_before_the_fork_what_a_run_with_nothing_to_do_leaves_out(tmp_path: Path) -> None:
    """What is imported only when it is needed must be in the server that workers are forked from."""
    lean = [
        name for name in LEAN if name != "ingest.clean.warm"
    ]  # it compiles for a second, and is named there itself
    program = f"import sys, {', '.join(lean)}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    needed = {
        f"ingest.{name}" for name in ("clean.cleaner", "clean.evidence", "clean.policy", "prepare", "unpack")
    }

    assert "ingest.clean.warm" in LEAN
    assert "ingest.warm_up" in PRELOAD
    assert needed <= {*done.stdout.split()}
