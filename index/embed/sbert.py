"""Embeds with any model of sentence-transformers: a name on the hub, or a folder (then without network)."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import re
import threading
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from index.embed.embedder import EmbeddingError
from index.embed.modelfolder import is_folder, model_folder, weights_digest
from index.embed.sbert_model import Model, load
from index.errors import EnvironmentFaultError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from index.embed.embedder import Vectors

_SURROGATE = re.compile("[\ud800-\udfff]")
INSTALL = 'pip install "kb-ingest[models]"'


class SentenceTransformersEmbedder:
    """The model is loaded at the first need of it (seconds of CPU); `identity` does not need it.

    `passage_prompt` is put into the embedded string by the chunker, so `embed` does not add it;
    `embed_query` adds `query_prompt`. A text longer than the model reads becomes the normalised mean of its
    windows, each with what comes before the text (up to and with the prompt). Prompts that the model's
    files name are not used: only those given here. Vectors do not depend on the batch beyond float noise
    (cosine >= 0.9999).

    Raises `UsageError` without a model or for prompts that fill the model's window, `EnvironmentFaultError`
    when the model cannot be loaded, `EmbeddingError` when it gives no usable vector.
    """

    name: ClassVar[str] = "sentence-transformers"
    in_workers: ClassVar[bool] = False

    def __init__(
        self,
        *,
        model: str,
        device: str = "cpu",
        batch_size: int = 32,
        query_prompt: str = "",
        passage_prompt: str = "",
        revision: str = "",
    ) -> None:
        if importlib.util.find_spec("sentence_transformers") is None:
            raise EnvironmentFaultError(
                f"embed.embedder: 'sentence-transformers' is not installed; install it with: {INSTALL}",
                remedy=f"{INSTALL}, or set embed.embedder to 'builtin'.",
            )
        if not model:
            raise UsageError(
                "embed.model: must be set for the embedder 'sentence-transformers'",
                remedy="Set embed.model to a model's name or folder, or embed.embedder to 'builtin'.",
            )
        self.passage_prompt = passage_prompt
        self._query_prompt = query_prompt
        self._model_name = model
        self._revision = revision
        self._device = device
        self._batch_size = batch_size
        self._lock = threading.Lock()  # a fast tokenizer is not safe among threads

    @cached_property
    def identity(self) -> str:
        """Name and revision (pin it), or a hash of the folder's files, so that a folder may move."""
        library = importlib.metadata.version("sentence-transformers").split(".")[0]
        prompts = hashlib.sha256(f"{self._query_prompt}\0{self.passage_prompt}".encode()).hexdigest()[:12]
        model = self._model_name
        if is_folder(model):  # where it lies does not matter, what it holds does
            model = "folder-" + weights_digest(model_folder(model, self._revision))
        return (
            f"sentence-transformers:{library} model={model} revision={self._revision} "
            f"prompts={prompts} normalised=yes"
        )

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._loaded.dimension

    @property
    def max_tokens(self) -> int | None:
        """What the model reads at once, in its own tokens, special ones left out; None for no limit."""
        return None if self._loaded.limit is None else self._loaded.limit - self._loaded.special

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, as the chunker made them: shape (len(texts), dimension)."""
        _refuse_surrogates(texts)
        with self._lock:
            return self._mean([self._windows(text) for text in texts], query=False)

    def embed_query(self, text: str) -> Vectors:
        """The vector of a query, `query_prompt` put before it; shape (dimension,)."""
        _refuse_surrogates([text])
        with self._lock:
            vector: Vectors = self._mean([self._loaded.windows(self._query_prompt, text)], query=True)[0]
        return vector

    def _windows(self, text: str) -> list[str]:
        """A passage as it is if the model reads all of it; else windows, breadcrumb and prompt in each."""
        loaded, prompt = self._loaded, self.passage_prompt
        if loaded.fits(text):
            return [text]
        before, found, rest = text.partition(prompt) if prompt else ("", "", text)
        if not found:
            return loaded.windows("", text)
        if loaded.limit is not None and 2 * loaded.count(before + prompt) > loaded.limit:
            return loaded.windows(prompt, before + rest)
        return loaded.windows(before + prompt, rest)

    def _mean(self, cut: Sequence[list[str]], *, query: bool) -> Vectors:
        """One vector for each list of windows."""
        import numpy as np

        loaded = self._loaded
        if not cut:
            return np.zeros((0, loaded.dimension), dtype=np.float32)
        flat = loaded.encode([window for parts in cut for window in parts], self._batch_size, query=query)
        if flat.shape != (sum(map(len, cut)), loaded.dimension):
            raise EmbeddingError("the model gave vectors of a wrong shape", range(len(cut)))
        starts = np.cumsum([0, *(len(parts) for parts in cut[:-1])])
        usable = np.logical_and.reduceat(np.isfinite(flat).all(axis=1), starts)
        if not usable.all():
            raise EmbeddingError(
                "the model gave a vector that is not finite", np.flatnonzero(~usable).tolist()
            )
        vectors: Vectors = _unit(np.add.reduceat(_unit(flat), starts, axis=0)).astype(np.float32)
        return vectors

    @cached_property
    def _loaded(self) -> Model:
        loaded = load(self._model_name, self._revision, self._device)
        for key, prompt in (("query_prompt", self._query_prompt), ("passage_prompt", self.passage_prompt)):
            if prompt and loaded.limit is not None and 2 * loaded.count(prompt) > loaded.limit:
                raise UsageError(
                    f"embed.{key}: over half of the {loaded.limit} tokens the model reads at once"
                )
        return loaded


def _refuse_surrogates(texts: Sequence[str]) -> None:
    """Tokenizers take only what UTF-8 can say; half of a surrogate pair would stop the whole batch."""
    broken = [number for number, text in enumerate(texts) if _SURROGATE.search(text)]
    if broken:
        raise EmbeddingError("the text is not valid Unicode", broken)


def _unit(vectors: NDArray[np.floating]) -> NDArray[np.float64]:
    """Rows at length 1, in double precision; one of zeros (no token the model knows) is the first axis."""
    import numpy as np

    rows = vectors.astype(np.float64)
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    rows[lengths[:, 0] == 0.0, 0] = 1.0
    unit: NDArray[np.float64] = rows / np.where(lengths == 0.0, 1.0, lengths)
    return unit
