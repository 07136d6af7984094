"""A model of sentence-transformers in memory: loaded without foreign code, asked without silent cuts."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any, Protocol

from index.embed.embedder import EmbeddingError
from index.embed.modelfolder import is_folder, model_folder
from index.embed.windows import windows
from index.errors import EnvironmentFaultError

if TYPE_CHECKING:
    from index.embed.embedder import Vectors

_LOADING = (OSError, ValueError, LookupError, RuntimeError, ImportError, AttributeError, TypeError)
_FILES = "Check that the model's files are complete and that embed.device exists on this machine."


class _Library(Protocol):
    """What is used of `sentence_transformers.SentenceTransformer`."""

    tokenizer: Any
    max_seq_length: float | None

    def __getitem__(self, position: int) -> object: ...
    def get_sentence_embedding_dimension(self) -> int | None: ...
    def encode_query(
        self, texts: list[str], *, prompt: str, batch_size: int, show_progress_bar: bool
    ) -> Vectors: ...
    def encode_document(
        self, texts: list[str], *, prompt: str, batch_size: int, show_progress_bar: bool
    ) -> Vectors: ...


class Model:
    """`limit`: tokens the model reads at once, `special` ones among them; None for no limit."""

    def __init__(self, library: _Library, name: str) -> None:
        self._library = library
        self._tokenizer = library.tokenizer
        self._lower = bool(getattr(library[0], "do_lower_case", False))
        renamed = getattr(library, "get_embedding_dimension", None)  # since version 6
        self.dimension = int((renamed or library.get_sentence_embedding_dimension)() or 0)
        if not self.dimension:
            raise EnvironmentFaultError(
                f"embed.model: {name!r} does not tell its dimension",
                remedy="Take a model made for sentence embeddings.",
            )
        self.limit: int | None = None
        self.special = 0
        longest = library.max_seq_length
        if hasattr(self._tokenizer, "no_truncation"):
            self._tokenizer.no_truncation()  # a static model has no window, but its tokenizer may cut
        elif longest is not None and longest < 1_000_000:  # transformers writes 1e30 for "none"
            self.limit = int(longest)
            self.special = int(self._tokenizer.num_special_tokens_to_add())
            # without its files transformers makes an empty tokenizer, which takes all words for one
            if len(self._tokenizer) <= len(self._tokenizer.all_special_tokens):
                raise EnvironmentFaultError(f"embed.model: {name!r} has no vocabulary", remedy=_FILES)

    def count(self, text: str) -> int:
        """Tokens of `text` with the special ones, as the model would read it if it did not cut."""
        read = text.lower() if self._lower else text
        return len(self._tokenizer(read, truncation=False, verbose=False)["input_ids"])

    def fits(self, text: str) -> bool:
        """Whether the model reads all of `text`."""
        return self.limit is None or self.count(text) <= self.limit

    def windows(self, lead: str, text: str) -> list[str]:
        """`lead` and `text` as strings that each fit what the model reads."""
        return [lead + text] if self.limit is None else windows(text, lead, self.limit, self.count)

    def encode(self, texts: list[str], batch_size: int, *, query: bool) -> Vectors:
        """Vectors of texts that fit, in the order given; the library sorts them by length within."""
        encode = self._library.encode_query if query else self._library.encode_document
        try:
            return encode(texts, prompt="", batch_size=batch_size, show_progress_bar=False)
        except (RuntimeError, LookupError, ValueError, TypeError) as error:
            kind = type(error).__name__  # its message, and so its chain, may quote the text
        raise EmbeddingError(f"the model failed with {kind}", range(len(texts)))


def load(name: str, revision: str, device: str) -> Model:
    """Loads a model from a folder or a hub. Raises `EnvironmentFaultError` with model and remedy."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # its threads and our forks do not mix
    if is_folder(name):
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    folder = model_folder(name, revision)
    from sentence_transformers import SentenceTransformer

    importlib.import_module("transformers").utils.logging.disable_progress_bar()  # the bar on screen is ours
    broken_file = importlib.import_module("safetensors").SafetensorError
    try:
        library = SentenceTransformer(
            str(folder),
            device=device,
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True, "torch_dtype": "float32"},
        )
    except (*_LOADING, broken_file) as error:
        raise EnvironmentFaultError(
            f"embed.model: {name!r} cannot be loaded on device {device!r}: {type(error).__name__}",
            remedy=_FILES,
        ) from error
    return Model(library, name)
