"""The decoder against python-crfsuite, the file, and what the tagger adds up."""

from __future__ import annotations

import lzma
import math
import random
from pathlib import Path

import pytest

from index.errors import EnvironmentFaultError
from ingest.clean.names import crf, english, features
from ingest.clean.names.english import Tagger
from ingest.clean.names.tokens import tokens

pycrfsuite = pytest.importorskip("pycrfsuite")

LEXICON = {
    "john": "G",
    "mary": "G",
    "smith": "S",
    "jones": "S",
    "the": "c",
    "of": "c",
    "report": "c",
    "open": "c",
}
SENTENCES = [
    ("Open the report of John Smith today", "OOOOBIO"),
    ("Mary Jones wrote the report", "BIOOO"),
    ("The report is open", "OOOO"),
    ("Dear Mary ,\nthe report of Smith is open", "OBOOOOBOO"),
    ("John Smith and Mary Jones", "BIOBI"),
    ("Open Settings of the Report", "OOOOO"),
]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model of python-crfsuite's."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.0, "c2": 0.1, "max_iterations": 40, "feature.possible_transitions": True})
    for text, labels in SENTENCES:
        trainer.append(features.of_segment(tokens(text), LEXICON), list(labels))
    path = tmp_path_factory.mktemp("crf") / "model"
    trainer.train(str(path))
    return path


def ours(path: Path) -> crf.Model:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    info = tagger.info()
    names = {name for name, _ in info.state_features}
    weight = info.state_features.get
    weights = {
        name: (
            weight((name, "B"), 0.0) - weight((name, "O"), 0.0),
            weight((name, "I"), 0.0) - weight((name, "O"), 0.0),
        )
        for name in names
    }
    rows = [tuple(info.transitions.get((one, other), 0.0) for other in "OBI") for one in "OBI"]
    return crf.Model(weights, tuple(rows))


@pytest.mark.parametrize(
    "text",
    [
        *(text for text, _ in SENTENCES),
        "Mary",
        "Call Peter Jones\nor Mary of the Smith report.",
        "the " * 60 + "John Jones",
    ],
)
def test_marginals_are_those_of_crfsuite(trained: Path, text: str) -> None:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(trained))
    found = tokens(text)
    tagger.set(features.of_segment(found, LEXICON))
    model = ours(trained)

    chances = crf.marginals(Tagger(model, LEXICON).scores(found), model)

    assert len(chances) == len(found)
    for place, (begin, inside) in enumerate(chances):
        assert begin == pytest.approx(tagger.marginal("B", place), abs=1e-4)
        assert inside == pytest.approx(tagger.marginal("I", place), abs=1e-4)


def test_a_file_gives_back_its_model(trained: Path) -> None:
    model = ours(trained)
    data = crf.dumps(model)
    again = crf.loads(data)

    assert crf.dumps(again) == data
    assert crf.dumps(crf.Model(dict(reversed(again.weights.items())), again.transitions)) == data
    for name, pair in again.weights.items():
        assert pair == pytest.approx(model.weights[name], abs=0.0051)


@pytest.mark.parametrize(
    "data", [b"", b"no xz", lzma.compress(b"another 1\n"), lzma.compress(b"kb-ingest names crf 1\n0 0 0\n")]
)
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises((ValueError, lzma.LZMAError, EOFError, IndexError)):
        crf.loads(data)


def test_a_missing_model_is_a_fault_of_the_installation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(english, "DATA", tmp_path)
    english.load.cache_clear()
    try:
        with pytest.raises(EnvironmentFaultError, match="model of English names"):
            english.load()
    finally:
        english.load.cache_clear()


def test_probabilities_hold_whatever_the_weights() -> None:
    draw = random.Random(3)
    rows = [(0.0, 1.0, -9.0), (-1.0, 0.5, 2.0), (0.1, -0.3, 1.5)]
    model = crf.Model({}, (rows[0], rows[1], rows[2]))
    scores = [(draw.uniform(-200, 200), draw.uniform(-200, 200)) for _ in range(3_000)]

    for begin, inside in crf.marginals(scores, model):
        assert begin >= 0
        assert inside >= 0
        assert begin + inside <= 1 + 1e-9
        assert math.isfinite(begin + inside)


def test_the_tagger_forgets_words_and_finds_the_same(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tagger = Tagger(ours(trained), LEXICON)
    text = "Dear Mary, open the report of John Smith."
    first = tagger.tag(text)
    monkeypatch.setattr(english, "_MOST_WORDS", 3)

    assert [tagger.tag(text) for _ in range(3)] == [first] * 3
    assert first
