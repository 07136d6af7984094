from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.embed.builtin import BuiltinEmbedder
from index.errors import EnvironmentFaultError, UsageError
from index.plugins import build_embedder, known_embedders

PLUGIN = """
from index.embed.builtin import BuiltinEmbedder

class Mine(BuiltinEmbedder):
    name = "mine"

def build(*, model, **settings):
    made = Mine()
    made.model, made.settings = model, settings
    return made
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with entry points, as pip would install it."""
    (tmp_path / "acme_embedders.py").write_text(PLUGIN)
    info = tmp_path / "acme_embedders-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-embedders\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[kb_ingest.embedders]\nmine = acme_embedders:build\nbroken = acme_absent:build\n"
        "typo = acme_embedders:bild\nbuiltin = acme_embedders:build\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))


def test_the_shipped_ones_are_known() -> None:
    assert {"builtin", "sentence-transformers"} <= set(known_embedders())


def test_builtin_takes_the_settings_of_others_and_leaves_them() -> None:
    made = build_embedder("builtin", model="some/model", device="cuda", passage_prompt="passage: ")
    assert isinstance(made, BuiltinEmbedder)
    assert made.passage_prompt == ""


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"'bultin'.*'builtin', .*'sentence-transformers'") as caught:
        build_embedder("bultin")
    assert caught.value.exit_code == 2


def test_a_missing_library_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EnvironmentFaultError, match=r'pip install "kb-ingest\[models\]"') as caught:
        build_embedder("sentence-transformers", model="any")
    assert caught.value.exit_code == 8


@pytest.mark.usefixtures("plugin")
class TestEntryPoints:
    def test_another_package_adds_one(self) -> None:
        assert known_embedders().count("mine") == 1
        made = build_embedder("mine", model="m", revision="r")
        assert made.name == "mine"
        assert made.model == "m"
        assert made.settings == {
            "device": "cpu",
            "batch_size": 32,
            "query_prompt": "",
            "passage_prompt": "",
            "revision": "r",
        }

    def test_a_shipped_name_cannot_be_taken(self) -> None:
        assert known_embedders().count("builtin") == 1
        assert build_embedder("builtin").name == "builtin"

    @pytest.mark.parametrize(("name", "missing"), [("broken", "acme_absent"), ("typo", "bild")])
    def test_one_that_cannot_be_imported(self, name: str, missing: str) -> None:
        with pytest.raises(EnvironmentFaultError, match=f"'{name}' .*{missing}"):
            build_embedder(name)


def test_naming_embedders_imports_nothing_heavy() -> None:
    code = (
        "import sys, index.plugins as p; p.known_embedders(); p.build_embedder('builtin').identity;"
        "print(sorted({'numpy', 'torch', 'sentence_transformers', 'chromadb'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert found.stdout.strip() == "[]"
