"""Trains the tagger of English names.

    python -m tools.names_en.train CORPORA [--census FOLDER] [--out FILE]

CORPORA is the folder with `btc`, `sec`, `wikigold` and `wnut17` (see ATTRIBUTION.md), FOLDER that
of the census lists (the package `names` by default). Prints precision, recall and F1 on the held-out part of every
corpus. Takes ten minutes. Equal inputs give an equal model: CPython 3.11, python-crfsuite 0.9.12, Faker 40.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from ingest.clean.names import crf, features
from ingest.clean.names.crf import Model
from ingest.clean.names.english import DATA, Tagger, read_lexicon
from ingest.clean.names.features import Lexicon
from ingest.clean.names.tokens import Token, tokens
from tools.names_en import corpora, prose, score, swap
from tools.names_en.corpora import Example
from tools.names_en.people import People
from tools.names_en.templates import Templates

SEED = 20250601
CENSUS = Path(str(files("names")))


def labels_of(found: Sequence[Token], names: Sequence[tuple[int, int]]) -> list[str]:
    """O, B or I for every token: it is of a name if its first letter is."""
    marks: list[str] = []
    for token in found:
        inside = next((name for name in names if name[0] <= token.start < name[1]), None)
        marks.append(
            "O"
            if inside is None
            else "B"
            if token.start == inside[0] or not marks or marks[-1] == "O"
            else "I"
        )
    return marks


def fit(
    examples: Iterable[tuple[Example, Lexicon]], *, c1: float, c2: float, most: int = 150, least: int = 1
) -> Model:
    """A model of `examples`, each seen with its lexicon. Deterministic; L-BFGS on one thread."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": c1,
            "c2": c2,
            "max_iterations": most,
            "feature.minfreq": least,
            "feature.possible_transitions": True,
        }
    )
    for example, lexicon in examples:
        found = tokens(example.text)
        if found:
            trainer.append(features.of_segment(found, lexicon), labels_of(found, example.names))
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "model")
        trainer.train(file)
        tagger = pycrfsuite.Tagger()
        tagger.open(file)
        info = tagger.info()
        tagger.close()
    return from_weights(info.state_features, info.transitions)


def from_weights(states: dict[tuple[str, str], float], moves: dict[tuple[str, str], float]) -> Model:
    """The model of weights by (feature, label) and (label, label)."""
    weights = {}
    for name in sorted({name for name, _ in states}):
        outside, begin, inside = (states.get((name, label), 0.0) for label in "OBI")
        weights[name] = (begin - outside, inside - outside)
    rows = [tuple(moves.get((one, other), 0.0) for other in "OBI") for one in "OBI"]
    return Model(weights, tuple(rows))  # type: ignore[arg-type]


def thinned(lexicon: Lexicon, rng: random.Random, part: float = 0.4) -> dict[str, str]:
    """The lexicon without a part of its names, so that training meets names that no list holds."""
    keep = {}
    for word in sorted(lexicon):
        flags = lexicon[word]
        if rng.random() < part:
            flags = "".join(flag for flag in flags if flag in "cp")
        if flags:
            keep[word] = flags
    return keep


def main() -> None:
    """Reads, trains, measures, writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--census", type=Path, default=CENSUS)
    parser.add_argument("--out", type=Path, default=DATA / "english.crf.xz")
    parser.add_argument("--rounds", type=int, default=16)
    parser.add_argument("--c1", type=float, default=0.08)
    parser.add_argument("--c2", type=float, default=0.02)
    parser.add_argument("--most", type=int, default=160)
    options = parser.parse_args()
    started = time.process_time()
    rng = random.Random(SEED)
    lexicon = read_lexicon(DATA / "lexicon.txt.xz")
    thin = thinned(lexicon, rng)
    people = People(options.census, rng)
    plain = sorted(word for word, flags in lexicon.items() if flags == "c" and 2 < len(word) < 13)
    doubtful = sorted(
        word for word, flags in lexicon.items() if "c" in flags and len(flags) > 1 and len(word) > 2
    )
    templates = Templates(people, plain, doubtful)

    data: list[tuple[Example, Lexicon]] = []
    held: dict[str, list[Example]] = {}
    for corpus in corpora.FILES:
        train, held[corpus] = corpora.read(options.corpora, corpus)
        data += [(example, lexicon) for example in train]
        data += [
            (swap.swapped(example, people), rng.choice((lexicon, thin)))
            for example in train
            if example.names
            for _ in range(2)
        ]
        data += [
            (swap.recased(example, rng), rng.choice((lexicon, thin)))
            for example in train
            if example.names or rng.random() < 0.1
        ]
    data += [
        (example, rng.choice((lexicon, lexicon, thin))) for example in templates.examples(options.rounds)
    ]
    data += [(example, lexicon) for example in prose.documentation(lexicon)]
    rng.shuffle(data)
    print(f"{len(data)} texts, {sum(len(e.text) for e, _ in data)} characters")
    model = fit(data, c1=options.c1, c2=options.c2, most=options.most)
    packed = crf.dumps(model)
    options.out.write_bytes(packed)
    model = crf.loads(packed)
    print(f"{len(model.weights)} features, {len(packed)} bytes, {time.process_time() - started:.0f} CPU s")
    tagger = Tagger(model, lexicon)
    for corpus, examples in held.items():
        print(corpus, score.table(tagger, examples))


if __name__ == "__main__":
    main()
