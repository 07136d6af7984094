"""The documentation against the code: settings, commands, exit codes, failure codes, links, examples."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
import types
from pathlib import Path

import click
import pytest

import ingest.cli
from index.errors import KbError
from index.testing_embedders import EmbedderContract
from ingest.clean.cleaner import Cleaner
from ingest.clean.finder import Finder
from ingest.clean.label_rules import LabelRules
from ingest.clean.masking import Masking
from ingest.configure import configure
from ingest.document import Block, RawDocument, Source
from ingest.ending import DEFECT
from ingest.errors import REMEDY, Code
from ingest.load.choose import choose, load_all
from ingest.pipeline import NoProgress
from ingest.run import run
from ingest.settings import Settings
from ingest.survey import Request
from ingest.template import render
from tests.failure_codes import table, written

PROJECT = Path(__file__).resolve().parents[1]
PAGES = sorted(PROJECT.glob("*.md"))
README = (PROJECT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DESIGN = (PROJECT / "DESIGN.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Fenced blocks of a language, their indent taken off."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", body, flags=re.MULTILINE) for indent, body in found]


def example(name: str) -> types.ModuleType:
    """The module that CONTRIBUTING shows under `<!-- example: name -->`."""
    module = types.ModuleType(f"example_{name}")
    sys.modules[module.__name__] = module
    exec(compile(source_of(name), module.__name__, "exec"), module.__dict__)
    return module


def source_of(name: str) -> str:
    return blocks(CONTRIBUTING.partition(f"<!-- example: {name}")[2], "python")[0]


def test_default_toml_is_the_settings() -> None:
    shown = (PROJECT / "config" / "default.toml").read_text(encoding="utf-8")

    assert shown == render(), "write config/default.toml with ingest.template.render()"
    assert Settings.model_validate(tomllib.loads(shown)) == Settings()


def test_every_table_and_setting_is_described() -> None:
    lines = render().splitlines()
    heads = [number for number, line in enumerate(lines) if re.fullmatch(r"(# )?\[+\w+\]+", line)]
    keys = [number for number, line in enumerate(lines) if re.fullmatch(r"(# )?\w+ = .*", line)]

    assert {lines[number].strip("# []") for number in heads} == set(Settings.model_fields)
    for number in (*heads, *keys):
        above = lines[number - 1]
        assert above.startswith("# "), f"{lines[number]}: no description"
        assert above != "# None", f"{lines[number]}: no description"
        assert number - 1 not in {*heads, *keys}, f"{lines[number]}: no description"


def test_the_table_of_commands_is_complete() -> None:
    rows = re.findall(r"^\| `ingest (\w+)[^`]*` \| (.+) \|$", README, re.MULTILINE)

    assert [name for name, _ in rows if name not in ingest.cli.COMMANDS] == []
    assert {name for name, _ in rows} == set(ingest.cli.COMMANDS)
    for name in ingest.cli.COMMANDS:
        assert re.search(rf"^\| `{name}\b", DESIGN, re.MULTILINE), f"DESIGN does not tell of {name}"


@pytest.mark.parametrize("name", ingest.cli.COMMANDS)
def test_every_command_and_option_has_help(name: str) -> None:
    command = command_of(name)

    assert ingest.cli.COMMANDS[name][1].endswith(".")
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"
            assert parameter.opts[0] in CONTEXT or parameter.opts[0] in README, (
                f"README lacks {parameter.opts}"
            )


CONTEXT = {"--config", "--set", "--json", "--log", "--log-level"}
"""Told once for all commands."""


def command_of(name: str) -> click.Command:
    group = ingest.cli._group
    command = group.get_command(click.Context(group), name)
    assert command is not None, f"no command {name}"
    return command


def test_every_exit_code_is_told() -> None:
    codes = {kind.exit_code for kind in KbError.__subclasses__()} | {0, 1, DEFECT, 130, 143}
    rows = re.findall(r"^\| ([\d, ]+) \| \S", README.partition("## Exit codes")[2], re.MULTILINE)
    told = {int(code) for row in rows for code in row.split(",")}

    assert codes == {0, 1, 2, 3, 4, 5, 6, 7, 8, 70, 130, 143}
    assert told == codes
    assert all(f"{code} " in ingest.cli._group.help for code in (*range(9), DEFECT))


def test_every_failure_code_has_a_remedy_and_stands_in_the_table() -> None:
    assert set(REMEDY) == set(Code)
    assert all(text.endswith(".") for text in REMEDY.values())
    assert written() == table(), "run python -m tests.failure_codes"


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        aim = page.parent / path if path else page
        assert aim.exists(), f"{page.name}: {target}"
        assert not anchor or anchor in anchors(aim), f"{page.name}: {target}"


def test_the_pages_are_found() -> None:
    assert {"README.md", "DESIGN.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= {page.name for page in PAGES}


SHELL = [
    line.partition(" #")[0]
    for page in PAGES
    for block in blocks(page.read_text(encoding="utf-8"), "sh")
    for line in block.splitlines()
    if line.startswith("ingest")
]


def test_there_are_commands_to_check() -> None:
    assert len(SHELL) >= 8


@pytest.mark.parametrize("line", SHELL)
def test_shown_commands_parse(line: str) -> None:
    _, name, *arguments = shlex.split(line)

    command_of(name).make_context(name, arguments)


def test_mentioned_options_exist() -> None:
    options = {
        option
        for name in ingest.cli.COMMANDS
        for parameter in command_of(name).params
        for option in parameter.opts
    }
    mentioned = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README + DESIGN.partition("## 7.")[0]))

    assert mentioned - {"--help"} <= options


@pytest.mark.parametrize("text", blocks(README, "toml"))
def test_shown_settings_are_settings(text: str, tmp_path: Path) -> None:
    (tmp_path / "ingest.toml").write_text(text, encoding="utf-8")

    assert configure(tmp_path / "ingest.toml", environ={}) != configure(None, environ={})


def test_the_files_that_design_names_exist() -> None:
    tree = DESIGN.partition("```\n")[2].partition("\n```")[0]
    shown = set(re.findall(r"\b([a-z_]+\.py)\b", tree))
    there = {path.name for folder in ("ingest", "index") for path in (PROJECT / folder).rglob("*.py")}
    top = {path.name for folder in ("ingest", "index") for path in (PROJECT / folder).glob("*.py")}

    assert shown <= there
    unnamed = {name for name in top - shown if not name.startswith(("__", "testing"))}
    assert not unnamed, "DESIGN's tree lacks them"


def test_the_shown_reader_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "reset.md").write_text("# Reset\n\nHow to reset the controller.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    quick = {"INGEST_CLEAN__RECOGNIZERS": "['email']"}  # no models of names
    report = run(configure(None, environ=quick), Request(), NoProgress())
    (code,) = blocks(README, "python")
    exec(compile(code, "README", "exec"), {})

    assert report.exit_code == 0
    assert capsys.readouterr().out.startswith("docs/reset.md None # Reset")


def test_the_example_loader_reads(tmp_path: Path) -> None:
    loader = example("loader").OutlineLoader()
    data = "#+title: Сброс\n#+version: 2\n* Сброс\nНажмите кнопку.\n\n** Потом\nЖдите.\nДолго.\n".encode()
    source = Source(
        id="docs/a.outline",
        root="docs",
        file=str(tmp_path / "a.outline"),
        size=0,
        mtime_ns=0,
        ctime_ns=0,
        inode=0,
    )

    assert len(source_of("loader").splitlines()) <= 40
    assert choose(source.path, data, [*load_all(), loader]) is loader
    (document,) = loader.load(source, data)
    assert document == RawDocument(
        source_id="docs/a.outline",
        title="Сброс",
        properties={"title": "Сброс", "version": "2"},
        blocks=(
            Block(kind="heading", text="Сброс", level=1),
            Block(kind="text", text="Нажмите кнопку."),
            Block(kind="heading", text="Потом", level=2),
            Block(kind="text", text="Ждите.\nДолго."),
        ),
    )


def test_the_example_recognizer_masks() -> None:
    cleaner = Cleaner(
        Finder([example("recognizer").PersonnelNumber()]), LabelRules(), Masking(secret=b"secret")
    )

    assert len([line for line in source_of("recognizer").splitlines() if line.strip()]) <= 20
    assert (
        cleaner.redact_text("табельный P-12345, деталь P-123456") == "табельный [PERSONNEL], деталь P-123456"
    )


class TestTheExampleEmbedder(EmbedderContract):
    def make(self):
        return (sys.modules.get("example_embedder") or example("embedder")).WordCounts()


def test_the_layers_that_design_shows_are_those_that_are_checked() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["id"]: contract for contract in project["tool"]["importlinter"]["contracts"]}
    shown = [re.split(r"\s*->\s*", chain) for chain in blocks(DESIGN, "")[1].split("\n\n")]

    for name, layers in zip(("behaviour", "state"), shown, strict=True):
        checked = [sorted(layer.split(" | ")) for layer in contracts[name]["layers"] if layer != "__main__"]
        assert [sorted(layer.split()) for layer in layers] == checked
