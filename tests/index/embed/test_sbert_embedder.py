"""The real library over models of a few kilobytes that are made here; the general contract is in tests/contracts."""

from __future__ import annotations

import importlib
import json
import shutil
import socket
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from index.embed.embedder import EmbeddingError
from index.embed.sbert import SentenceTransformersEmbedder
from index.errors import EnvironmentFaultError, UsageError
from index.testing_models import WINDOW, tiny_static_model, tiny_transformer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not find_spec("sentence_transformers"), reason="needs the extra models"),
]
"""Importing it takes 7 CPU seconds, so nothing does at the top."""

VOCABULARY = (
    "passage : query a one two three four five six seven eight nine ten склад заказ возврат товар счет"
)
TWENTY = " ".join(VOCABULARY.split()[4:14] * 2)


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_transformer(tmp_path_factory.mktemp("bert"), [VOCABULARY])


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_static_model(tmp_path_factory.mktemp("static"), [VOCABULARY])


def embedder(model: str, **settings: str | int) -> SentenceTransformersEmbedder:
    return SentenceTransformersEmbedder(model=model, **settings)


def straight(model: str, texts: Sequence[str]) -> np.ndarray:
    """What the library itself gives for texts that fit."""
    from sentence_transformers import SentenceTransformer

    library = SentenceTransformer(model, device="cpu")
    return library.encode(list(texts), prompt="", normalize_embeddings=True, show_progress_bar=False)


def test_it_gives_what_the_library_gives(bert: str, static: str) -> None:
    texts = ["one two", "склад заказ возврат", "seven", TWENTY, "ten nine eight"]
    for model in (bert, static):
        assert np.allclose(embedder(model).embed(texts), straight(model, texts), atol=1e-6)


def test_order_is_restored_and_batches_do_not_show(bert: str) -> None:
    texts = [" ".join(TWENTY.split()[: 1 + number * 7 % 19]) for number in range(16)]
    small, large = embedder(bert, batch_size=1).embed(texts), embedder(bert, batch_size=16).embed(texts)
    assert ((small * large).sum(axis=1) >= 0.9999).all()


def test_the_window_is_the_models(bert: str, static: str) -> None:
    assert embedder(bert).max_tokens == WINDOW - 2
    assert embedder(static).max_tokens is None
    assert embedder(bert).dimension == embedder(static).dimension == 32


def test_a_longer_text_is_the_mean_of_its_windows(bert: str) -> None:
    halves = ["one two six ten one " * 4, "six six two ten ten " * 4]
    windows = straight(bert, halves)
    mean = windows.sum(axis=0) / np.linalg.norm(windows.sum(axis=0))
    assert embedder(bert).embed(["".join(halves)])[0] @ mean >= 0.9999


def test_long_and_short_texts_of_one_batch_keep_apart(bert: str) -> None:
    texts = ["one two", "склад заказ " * 100, "seven", "возврат товар " * 60 + "one"]
    together = embedder(bert).embed(texts)
    for number, text in enumerate(texts):
        assert together[number] @ embedder(bert).embed([text])[0] >= 0.9999


def test_prompts(bert: str) -> None:
    made = embedder(bert, query_prompt="query: ", passage_prompt="passage: ")
    assert made.passage_prompt == "passage: "
    assert made.embed_query("one two") @ straight(bert, ["query: one two"])[0] >= 0.9999
    assert made.embed(["one two"])[0] @ straight(bert, ["one two"])[0] >= 0.9999, (
        "the chunker has put it already"
    )


@pytest.mark.parametrize("before", ["", "one: "], ids=["prompt first", "breadcrumb first"])
def test_the_prompt_stands_in_each_window(bert: str, before: str) -> None:
    lead = before + "passage: "
    halves = ["one two six ten one " * 3, "six six two ten ten " * 3]
    windows = straight(bert, [lead + half for half in halves])
    mean = windows.sum(axis=0) / np.linalg.norm(windows.sum(axis=0))
    found = embedder(bert, passage_prompt="passage: ").embed([lead + "".join(halves)])[0]
    assert found @ mean >= 0.9999


def test_a_long_breadcrumb_is_not_repeated(bert: str) -> None:
    made = embedder(bert, passage_prompt="passage: ")
    text = "seven " * 15 + "passage: " + "склад заказ " * 30
    loaded = made._loaded
    windows = made._windows(text)
    assert all(window.startswith("passage: ") and loaded.fits(window) for window in windows)
    assert sum(window.count("seven") for window in windows) == 15


def test_a_prompt_that_fills_the_window_is_refused(bert: str) -> None:
    for key in ("query_prompt", "passage_prompt"):
        with pytest.raises(UsageError, match=f"embed.{key}"):
            embedder(bert, **{key: "one " * 12}).embed_query("two")


def test_prompts_of_the_models_files_are_not_added(bert: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(bert, tmp_path / "copy"))
    config = json.loads((copy / "config_sentence_transformers.json").read_text())
    own = {"query": "ten ten ten ", "document": "nine nine "}
    config.update(prompts=own, default_prompt_name="query")
    (copy / "config_sentence_transformers.json").write_text(json.dumps(config))
    assert embedder(str(copy)).embed_query("one") @ straight(bert, ["one"])[0] >= 0.9999
    assert embedder(str(copy)).embed(["one"])[0] @ straight(bert, ["one"])[0] >= 0.9999


def test_a_tokenizer_that_cuts_is_told_not_to(static: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(static, tmp_path / "copy"))
    [path] = copy.rglob("tokenizer.json")
    config = json.loads(path.read_text())
    config["truncation"] = {"direction": "Right", "max_length": 2, "strategy": "LongestFirst", "stride": 0}
    path.write_text(json.dumps(config))
    assert np.allclose(embedder(str(copy)).embed([TWENTY]), embedder(static).embed([TWENTY]), atol=1e-6)


def test_half_precision_weights_are_read_in_full(bert: str, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    SentenceTransformer(bert, device="cpu").half().save_pretrained(str(tmp_path / "half"))
    made = embedder(str(tmp_path / "half"))
    made.embed(["one"])
    assert {str(value.dtype) for value in made._loaded._library.parameters()} == {"torch.float32"}


def test_identity(bert: str, static: str, tmp_path: Path) -> None:
    copy = str(shutil.copytree(bert, tmp_path / "elsewhere"))
    assert embedder(copy).identity == embedder(bert, device="cpu", batch_size=1).identity
    others = [
        embedder(static),
        embedder("acme/tiny"),
        embedder("acme/tiny", revision="a" * 40),
        embedder(bert, query_prompt="query: "),
        embedder(bert, passage_prompt="query: "),
    ]
    assert len({made.identity for made in (embedder(bert), *others)}) == 6
    assert str(tmp_path) not in embedder(copy).identity


def test_a_folder_needs_no_network(bert: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert embedder(bert).embed(["one"]).shape == (1, 32)


def test_no_model_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match=r"embed\.model"):
        embedder("")


def cut_short(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:500])


def without_tokenizer(folder: Path) -> None:
    for path in folder.glob("tokenizer*"):
        path.unlink()


def without_config(folder: Path) -> None:
    (folder / "config.json").write_text("{")


@pytest.mark.parametrize("damage", [cut_short, without_tokenizer, without_config])
def test_a_damaged_model(bert: str, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    copy = Path(shutil.copytree(bert, tmp_path / "damaged"))
    damage(copy)
    with pytest.raises(EnvironmentFaultError, match="damaged") as caught:
        assert embedder(str(copy)).dimension
    assert caught.value.exit_code == 8
    assert caught.value.remedy


def test_a_device_that_is_not_there(bert: str) -> None:
    with pytest.raises(EnvironmentFaultError, match="nowhere"):
        assert embedder(bert, device="nowhere").dimension


def test_code_in_a_models_folder_does_not_run(bert: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(bert, tmp_path / "copy"))
    (copy / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Own: ...\n")
    modules = json.loads((copy / "modules.json").read_text())
    modules[-1]["type"] = "own.Own"
    (copy / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(EnvironmentFaultError, match=r"own\.Own"):
        embedder(str(copy)).embed(["one"])
    config = json.loads((copy / "config.json").read_text())
    shutil.copy(Path(bert) / "modules.json", copy)
    (copy / "config.json").write_text(
        json.dumps({**config, "model_type": "own", "auto_map": {"AutoModel": "own.Own"}})
    )
    with pytest.raises(EnvironmentFaultError):
        embedder(str(copy)).embed(["one"])
    assert not (tmp_path / "ran").exists()


class _Broken:
    """Stands in for the loaded model: gives what it is told to."""

    limit = None
    dimension = 4

    def __init__(self, vectors: np.ndarray) -> None:
        self.vectors = vectors

    def fits(self, _text: str) -> bool:
        return True

    def encode(self, _texts: list[str], _batch_size: int, *, query: bool) -> np.ndarray:
        return self.vectors


@pytest.mark.parametrize(
    ("vectors", "positions"),
    [
        (np.ones((2, 4), dtype=np.float32), (0, 1, 2)),
        (np.ones((3, 5), dtype=np.float32), (0, 1, 2)),
        (np.array([[1.0] * 4, [np.nan] * 4, [np.inf, 0, 0, 0]], dtype=np.float32), (1, 2)),
    ],
)
def test_vectors_that_cannot_be_used(bert: str, vectors: np.ndarray, positions: tuple[int, ...]) -> None:
    made = embedder(bert)
    made.__dict__["_loaded"] = _Broken(vectors)
    with pytest.raises(EmbeddingError) as caught:
        made.embed(["secret one", "secret two", "secret three"])
    assert caught.value.positions == positions
    assert "secret" not in str(caught.value)


def test_weights_that_are_not_numbers(bert: str, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    library = SentenceTransformer(bert, device="cpu")
    with importlib.import_module("torch").no_grad():
        next(iter(library.parameters())).fill_(float("nan"))
    library.save_pretrained(str(tmp_path / "nan"))
    with pytest.raises(EmbeddingError, match="not finite"):
        embedder(str(tmp_path / "nan")).embed(["one"])


def test_a_text_that_is_no_unicode_is_named_by_its_place(bert: str, static: str) -> None:
    for model in (bert, static):
        with pytest.raises(EmbeddingError, match="Unicode") as caught:
            embedder(model).embed(["one", "secret \ud800", "two"])
        assert caught.value.positions == (1,)


class _Fails(_Broken):
    def encode_document(self, texts: list[str], **_settings: object) -> np.ndarray:
        raise RuntimeError(texts[0])


def test_an_error_quotes_no_text(bert: str) -> None:
    made = embedder(bert)
    made._loaded._library = _Fails(np.zeros(0))
    with pytest.raises(EmbeddingError, match="RuntimeError") as caught:
        made.embed(["secret one"])
    assert caught.value.positions == (0,)
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
