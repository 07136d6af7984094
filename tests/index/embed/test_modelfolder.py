from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.embed.modelfolder import is_folder, model_folder, weights_digest
from index.errors import EnvironmentFaultError

GOOD = {
    "model.safetensors": "weights",
    "config.json": "{}",
    "tokenizer.json": "{}",
    "modules.json": json.dumps([{"type": "sentence_transformers.models.Transformer", "path": ""}]),
}
FOREIGN = json.dumps([{"type": "modeling_own.Own", "path": ""}])


def made(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_a_safe_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    assert model_folder(str(made(tmp_path, GOOD)), "") == tmp_path


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"config.json": "{}"}, "no safetensors"),
        ({"config.json": "{}", "pytorch_model.bin": "x"}, "no safetensors"),
        ({**GOOD, "2_Dense/pytorch_model.bin": "x"}, "'2_Dense'"),
        ({**GOOD, "2_Dense/weights.pt": "x"}, "'2_Dense'"),
        ({**GOOD, "modules.json": FOREIGN}, "modeling_own.Own"),
        ({**GOOD, "modules.json": "{"}, "modules.json"),
        ({**GOOD, "modules.json": "[1]"}, "modules.json"),
    ],
)
def test_what_could_run_code_is_refused(tmp_path: Path, files: dict[str, str], says: str) -> None:
    with pytest.raises(EnvironmentFaultError, match=says) as caught:
        model_folder(str(made(tmp_path, files)), "")
    assert caught.value.exit_code == 8
    assert caught.value.remedy


@pytest.mark.parametrize("extra", ["pytorch_model.bin", "training_args.bin", "openvino/openvino_model.bin"])
def test_pickles_beside_safetensors_are_left_alone(tmp_path: Path, extra: str) -> None:
    assert model_folder(str(made(tmp_path, {**GOOD, extra: "x"})), "") == tmp_path


@pytest.mark.parametrize("model", ["./not/there", "~/not-there-either", "/not/there"])
def test_a_folder_that_is_not_there(model: str) -> None:
    assert is_folder(model)
    with pytest.raises(EnvironmentFaultError, match="does not exist"):
        model_folder(model, "")


@pytest.mark.parametrize("changed", ["model.safetensors", "tokenizer.json", "1_Pooling/config.json"])
def test_the_digest_follows_what_shapes_vectors(tmp_path: Path, changed: str) -> None:
    before = weights_digest(made(tmp_path / "one", GOOD))
    assert weights_digest(made(tmp_path / "two", GOOD)) == before, "where it lies does not matter"
    assert weights_digest(made(tmp_path / "one", {"README.md": "words", ".cache/x.json": "{}"})) == before
    assert weights_digest(made(tmp_path / "one", {changed: "other"})) != before


class TestHub:
    """A hub's cache as the library lays it out; nothing is fetched."""

    COMMIT = "a" * 40

    @pytest.fixture(autouse=True)
    def offline(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        constants = pytest.importorskip("huggingface_hub.constants")
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
        self.cache = tmp_path

    def kept(self, name: str) -> Path:
        place = self.cache / ("models--" + name.replace("/", "--"))
        made(place, {"refs/main": self.COMMIT})
        return made(place / "snapshots" / self.COMMIT, GOOD)

    @pytest.mark.parametrize("revision", ["", COMMIT])
    def test_a_name_is_found_in_the_cache(self, revision: str) -> None:
        assert self.kept("acme/tiny") == model_folder("acme/tiny", revision)

    def test_a_name_without_an_owner(self) -> None:
        assert self.kept("sentence-transformers/tiny") == model_folder("tiny", "")

    @pytest.mark.parametrize(
        ("model", "revision"), [("acme/other", ""), ("acme/tiny", "b" * 40), ("a/b/c", "")]
    )
    def test_what_is_not_there_names_model_and_remedy(self, model: str, revision: str) -> None:
        self.kept("acme/tiny")
        with pytest.raises(EnvironmentFaultError, match=model) as caught:
            model_folder(model, revision)
        assert "embed.model" in caught.value.remedy

    def test_the_same_rules_hold(self) -> None:
        made(self.kept("acme/tiny"), {"modules.json": FOREIGN})
        with pytest.raises(EnvironmentFaultError, match="modeling_own"):
            model_folder("acme/tiny", "")
