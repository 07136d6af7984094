from __future__ import annotations

import hashlib
import math
import os
import random
import subprocess
import sys
import time
import zlib
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embed import builtin
from index.embed.builtin import BuiltinEmbedder
from index.embed.stopwords import STOP_WORDS
from index.stem import stem, words
from index.testing_embedders import TEXTS

WORD_LISTS = st.lists(st.sampled_from(" ".join(TEXTS).split()) | st.text(max_size=8), max_size=40)
FIRST_AXIS = np.eye(1, builtin.DIMENSION, dtype=np.float32)[0]


def slow(text: str) -> bytes:
    """The definition in plain Python: nothing of numpy but the last rounding."""
    counts: Counter[int] = Counter()
    for word in words(text):
        if word in STOP_WORDS:
            continue
        marked = f"<{word[:32]}>"
        for size in (3, 4, 5):
            counts.update(
                zlib.crc32(marked[at : at + size].encode()) // 2 * 2 for at in range(len(marked) - size + 1)
            )
        counts[zlib.crc32(("=" + stem(word)).encode()) // 2 * 2 + 1] += 1
    sums = [0.0] * 1024
    for feature in sorted(counts):
        weight = math.sqrt(counts[feature]) * (1.5 if feature % 2 else 1.0)
        sums[feature // 4 % 1024] += -weight if feature // 2 % 2 else weight
    length = math.sqrt(math.fsum(value * value for value in sums))
    if not length:
        sums[0] = length = 1.0
    return np.array([value / length for value in sums], dtype=np.float32).tobytes()


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_what_the_definition_says(text: str) -> None:
    assert BuiltinEmbedder().embed([text])[0].tobytes() == slow(text)


@settings(deadline=None, max_examples=50)
@given(WORD_LISTS)
def test_it_is_what_the_definition_says_for_any_words(chosen: list[str]) -> None:
    text = " ".join(chosen)
    assert BuiltinEmbedder().embed([text])[0].tobytes() == slow(text)


@settings(deadline=None, max_examples=50)
@given(WORD_LISTS, st.randoms())
def test_the_order_of_words_does_not_matter(chosen: list[str], chance: random.Random) -> None:
    shuffled = list(chosen)
    chance.shuffle(shuffled)
    one, other = BuiltinEmbedder().embed([" ".join(chosen), " ".join(shuffled)])
    assert one.tobytes() == other.tobytes()


@settings(deadline=None, max_examples=50)
@given(st.lists(WORD_LISTS.map(" ".join), min_size=1, max_size=12), st.integers(1, 5), st.randoms())
def test_neither_batches_nor_order_matter(texts: list[str], size: int, chance: random.Random) -> None:
    whole = BuiltinEmbedder().embed(texts)
    order = list(range(len(texts)))
    chance.shuffle(order)
    embedder = BuiltinEmbedder()
    for start in range(0, len(order), size):
        part = order[start : start + size]
        for number, vector in zip(part, embedder.embed([texts[at] for at in part]), strict=True):
            assert vector.tobytes() == whole[number].tobytes()


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_other_processes_give_the_same_bytes(seed: str) -> None:
    code = (
        "import hashlib, sys; from index.embed.builtin import BuiltinEmbedder as B;"
        "from index.testing_embedders import TEXTS as T;"
        "sys.stdout.write(hashlib.sha256(B().embed(T).tobytes()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    found = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout == hashlib.sha256(BuiltinEmbedder().embed(TEXTS).tobytes()).hexdigest()


def test_machines_agree_and_a_change_raises_the_version() -> None:
    """If this fails, vectors changed: raise `_VERSION` in builtin.py, so that indexes are built anew."""
    digest = hashlib.sha256(BuiltinEmbedder().embed(TEXTS).tobytes()).hexdigest()[:16]
    assert (BuiltinEmbedder().identity, digest) == (
        "builtin:1 dimension=1024 snowball=3.1",
        "a92b57c9fdbdf3f0",
    )


@pytest.mark.parametrize("text", ["", " \n", "!!! ... ???", "🙂", "что это и как", "what is this", "\ud800"])
def test_a_text_without_a_telling_word_has_one_fixed_vector(text: str) -> None:
    assert (BuiltinEmbedder().embed_query(text) == FIRST_AXIS).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How do I return a parcel?", "return parcel"),
        ("ПОСЫЛКА", "посылка"),
        ("учёт", "учет"),
        ("Где мой заказ", "заказ"),
    ],
)
def test_case_yo_and_stop_words_do_not_show(one: str, other: str) -> None:
    first, second = BuiltinEmbedder().embed([one, other])
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize(
    ("query", "near", "far"),
    [
        ("возвраты", "возвратом", "водитель"),
        ("configuration", "configured", "conference"),
        ("настройка", "настройками", "насторожен"),
    ],
)
def test_forms_of_a_word_are_near(query: str, near: str, far: str) -> None:
    asked, first, second = BuiltinEmbedder().embed([query, near, far])
    assert asked @ first > asked @ second


def test_queries_and_passages_are_one_function() -> None:
    embedder = BuiltinEmbedder()
    assert embedder.embed_query(TEXTS[0]).tobytes() == embedder.embed(TEXTS[:1])[0].tobytes()


def test_the_cache_is_bounded_and_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    before = BuiltinEmbedder().embed(TEXTS)
    monkeypatch.setattr(builtin, "CACHED_WORDS", 5)
    embedder = BuiltinEmbedder()
    assert (embedder.embed(TEXTS) == before).all()
    assert 0 < len(embedder._features) <= 5


def test_a_key_in_base64_does_not_drown_the_text() -> None:
    embedder = BuiltinEmbedder()
    text = (
        "Returns are accepted for fourteen days: put the item into its parcel, print the label, visit a shop"
    )
    key = "".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(200))
    plain, drowned = embedder.embed([text, f"{text} {key}"])
    assert plain @ drowned > 0.7
    assert not any(len(word) > builtin.LONGEST_WORD for word in embedder._features)


def invented_chunks(count: int) -> list[str]:
    """Chunks of about 2,800 characters over 30,000 word forms, as frequent as words are (Zipf)."""
    chance = random.Random(7)
    parts = [
        "пере",
        "на",
        "строй",
        "ка",
        "ми",
        "сер",
        "вер",
        "под",
        "ключ",
        "ение",
        "con",
        "fig",
        "ure",
        "tion",
        "serv",
    ]
    forms = [
        "".join(chance.choices(parts, k=chance.randint(1, 5))) + chance.choice("аяоеtsd")
        for _ in range(30000)
    ]
    weights = [1 / (rank + 10) for rank in range(len(forms))]
    return [" ".join(chance.choices(forms, weights, k=290))[:2800] for _ in range(count)]


@pytest.mark.slow
def test_it_embeds_800_chunks_a_cpu_second() -> None:
    chunks = invented_chunks(1600)
    embedder = BuiltinEmbedder()
    started = time.process_time()
    embedder.embed(chunks)
    assert len(chunks) / (time.process_time() - started) >= 800
