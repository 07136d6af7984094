"""Every shipped embedder keeps the contract; the contract itself notices an embedder that does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embed.builtin import BuiltinEmbedder
from index.embed.embedder import Embedder
from index.plugins import build_embedder
from index.testing_embedders import LONG, TEXTS, EmbedderContract
from index.testing_models import tiny_static_model, tiny_transformer

WORDS = [*TEXTS, LONG, "Refunds take ten days. Bring a passport and a pen. passage: query:"]


class TestBuiltin(EmbedderContract):
    def make(self) -> Embedder:
        return build_embedder("builtin")


@pytest.mark.slow  # imports torch
class TestStaticModel(EmbedderContract):
    @pytest.fixture(autouse=True, scope="class")
    def folder(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        pytest.importorskip("sentence_transformers")
        type(self).model = tiny_static_model(tmp_path_factory.mktemp("static"), WORDS)

    def make(self) -> Embedder:
        return build_embedder("sentence-transformers", model=self.model)


@pytest.mark.slow
class TestTransformer(EmbedderContract):
    @pytest.fixture(autouse=True, scope="class")
    def folder(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        pytest.importorskip("sentence_transformers")
        type(self).model = tiny_transformer(Path(tmp_path_factory.mktemp("bert")), WORDS)

    def make(self) -> Embedder:
        return build_embedder(
            "sentence-transformers",
            model=self.model,
            batch_size=16,
            query_prompt="query: ",
            passage_prompt="passage: ",
        )


class _Long(BuiltinEmbedder):
    def embed(self, texts):
        return super().embed(texts) * np.float32(2)


class _Cuts(BuiltinEmbedder):
    def embed(self, texts):
        return super().embed([text[:1000] for text in texts])


class _Batches(BuiltinEmbedder):
    def embed(self, texts):
        vectors = super().embed(texts)
        return vectors if len(texts) == 1 else np.roll(vectors, 1, axis=1)


class _Doubles(BuiltinEmbedder):
    def embed(self, texts):
        return super().embed(texts).astype(np.float64)


class _SameForAll(BuiltinEmbedder):
    def embed(self, texts):
        return super().embed(["word" for _ in texts])


class _Named(BuiltinEmbedder):
    made = 0

    def __init__(self):
        super().__init__()
        type(self).made += 1
        self.number = self.made

    @property
    def identity(self):
        return f"run {self.number}"


@pytest.mark.parametrize("broken", [_Long, _Cuts, _Batches, _Doubles, _SameForAll, _Named])
def test_the_contract_notices(broken: type[BuiltinEmbedder]) -> None:
    class Contract(EmbedderContract):
        def make(self) -> Embedder:
            return broken()

    failed = []
    for name in [name for name in dir(Contract) if name.startswith("test_")]:
        try:
            getattr(Contract(), name)()
        except AssertionError:
            failed.append(name)
    assert failed
