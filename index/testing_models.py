"""Two models of a few kilobytes, made here and saved as safetensors: for tests that must not fetch any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

WINDOW = 24
"""Tokens that `tiny_transformer` reads at once, two special ones among them."""


def tiny_static_model(folder: Path, texts: Iterable[str]) -> str:
    """A static embedding over the words of `texts`, random but always the same; its folder as a string."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import StaticEmbedding

    tokenizer = _tokenizer(texts)
    torch.manual_seed(1)
    module = StaticEmbedding(tokenizer, embedding_dim=32)
    SentenceTransformer(modules=[module], device="cpu").save_pretrained(str(folder))
    return str(folder)


def tiny_transformer(folder: Path, texts: Iterable[str]) -> str:
    """A BERT of one layer that reads `WINDOW` tokens; random weights, mean pooling; its folder, a string."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    tokenizer = _tokenizer(texts, special=True)
    marks = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=WINDOW, **marks)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=WINDOW,
    )
    raw = folder / "raw"
    BertModel(config).save_pretrained(str(raw))
    fast.save_pretrained(str(raw))
    body = Transformer(str(raw), max_seq_length=WINDOW)
    made = folder / "model"
    SentenceTransformer(modules=[body, Pooling(32)], device="cpu").save_pretrained(str(made))
    return str(made)


def _tokenizer(texts: Iterable[str], *, special: bool = False) -> Any:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.WordLevel(unk_token="[UNK]"))  # noqa: S106 - a mark, not a password
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    tokenizer.train_from_iterator(sorted(texts), trainers.WordLevelTrainer(special_tokens=marks))
    if special:
        tokenizer.post_processor = processors.TemplateProcessing(
            single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
        )
    return tokenizer
