from __future__ import annotations

import hashlib
import pickle
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import EnvironmentFaultError, UsageError
from ingest.chunk.tokens import EstimateCounter, TiktokenCounter, _cost, _gap_cost, build_counter, table_path

# What o200k_base gives, counted once; the estimate has to be near, and never far below.
REAL = [
    ("The manager approves the request within two working days after it was filed.", 14),
    ("Руководитель согласует заявку в течение двух рабочих дней после её подачи.", 16),
    ("GET /api/v2/orders?limit=100&offset=200 HTTP/1.1", 19),
    ("x" * 1000, 125),
    ("0123456789" * 30, 100),
    ("日本語のテキスト", 6),
]


@pytest.mark.parametrize(("text", "real"), REAL, ids=[text[:12] for text, _ in REAL])
def test_the_estimate_is_near_or_above(text, real):
    estimate = EstimateCounter().count(text)
    assert real * 0.8 - 1 <= estimate <= real * 4 + 2


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("", 0),
        ("word", 109),
        ("слово", 143),
        ("словарь", 143 + 2 * 14),
        ("ГОСТРФ", 90 + 3 * 76),
        ("HTTPS", 139 + 2 * 8),
        ("12345", 2 * 137),
        ("_", 6),
        ("...", 52 + 2 * 15),
        ("слово слово", 286),
        ("слово  слово", 286 + 65),
        ("слово\n\nслово", 286 + 119),
        ("слово\n  слово", 286 + 119 + 65),
        ("é", 100),
        ("😀", 200),
        ("a" * 100, 4500),
    ],
)
def test_the_formula(text, hundredths):
    assert EstimateCounter().count(text) == -(-hundredths // 100)


def test_the_cache_changes_no_count():
    counter = EstimateCounter()
    words = [f"слово{n} word{n}x" for n in range(80_000)]
    first = [counter.count(word) for word in words]
    assert [counter.count(word) for word in words] == first
    assert len(counter._words) <= 100_000


PIECES = [
    "word",
    "Word",
    "слово",
    "x1,",
    "a" * 39,
    "A" + "b" * 40,
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\n\n  ",
    "\u00a0",
    "\r\n",
]
GAPS = re.compile(r"\n\s*|  +|[^\S\n ][^\S\n]+")


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("one\n\ntwo\n\n")
@example("one\n\n\n\n two \t x")
@example("\n\none \n\ntwo")
def test_paragraphs_cost_as_much_as_their_words_and_gaps(text):
    words = sum(map(_cost, text.split()))
    total = words + sum(map(_gap_cost, GAPS.findall(text)))
    assert EstimateCounter().count(text) == -(-total // 100)


@pytest.mark.parametrize("length", [1, 39, 40, 41, 60])
def test_plain_words_cost_by_the_formula(length):
    assert [_cost(first + "b" * (length - 1) + "1") - 137 for first in "aA"] == [
        _cost(first + "b" * (length - 1)) for first in "aA"
    ]


def test_the_estimate_is_fast():
    text = "Руководитель согласует заявку в течение двух рабочих дней. The request is approved.\n\n" * 20_000
    counter = EstimateCounter()
    start = time.process_time()
    counter.count(text)
    assert len(text) / (time.process_time() - start) > 1_000_000


def test_a_counter_can_be_sent_to_another_process():
    counter = EstimateCounter()
    counter.count("some words")
    assert pickle.loads(pickle.dumps(counter)).count("слово") == 2


@pytest.mark.parametrize("spec", ["", "words", "tiktoken", "tiktoken:", "tiktoken:o300k", "estimate:x"])
def test_an_unknown_tokenizer_is_a_usage_error_with_the_allowed_values(spec):
    with pytest.raises(UsageError, match="tiktoken:o200k_base") as caught:
        build_counter(spec)
    assert "estimate" in str(caught.value)


@pytest.mark.parametrize("variable", ["TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"])
def test_a_missing_table_is_the_machines_fault_and_nothing_is_downloaded(tmp_path, monkeypatch, variable):
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    monkeypatch.setenv(variable, str(tmp_path / "cache"))
    with pytest.raises(EnvironmentFaultError) as caught:
        build_counter("tiktoken:p50k_edit")
    assert "TIKTOKEN_CACHE_DIR" in caught.value.remedy
    assert caught.value.exit_code == 8
    assert not (tmp_path / "cache").exists()


def test_a_switched_off_cache_is_a_missing_table(monkeypatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "")
    with pytest.raises(EnvironmentFaultError, match="not on this machine"):
        TiktokenCounter("p50k_edit")


def test_a_damaged_table_is_told_and_left_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    url = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
    path = tmp_path / hashlib.sha1(url.encode()).hexdigest()
    path.write_bytes(b"IQ== 0\n")
    assert table_path("o200k_harmony") == path
    with pytest.raises(EnvironmentFaultError, match="damaged"):
        build_counter("tiktoken:o200k_harmony")
    assert path.read_bytes() == b"IQ== 0\n"


def test_the_tables_are_those_tiktoken_asks_for(monkeypatch):
    import tiktoken_ext.openai_public as public

    from ingest.chunk.tokens import _BLOBS, TABLES

    asked: dict[str, tuple[str, str]] = {}

    def recording(name):
        def load(url, expected_hash=None):
            asked[name] = (url, expected_hash)
            return {bytes([n]): n for n in range(256)}

        return load

    for name in TABLES:
        monkeypatch.setattr(public, "load_tiktoken_bpe", recording(name))
        public.ENCODING_CONSTRUCTORS[name]()
    assert asked == {name: (f"{_BLOBS}{table}.tiktoken", sha) for name, (table, sha) in TABLES.items()}
