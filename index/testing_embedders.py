"""What every embedder must do, as tests to inherit: `class TestMine(EmbedderContract)` with its `make`."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.embed.embedder import Embedder, Vectors

TEXTS = (
    "How to return a parcel within fourteen days",
    "Как вернуть посылку в течение четырнадцати дней",
    "Возврат оформляется в личном кабинете: раздел «Заказы», кнопка «Вернуть».",
    "| plan | price |\n| --- | --- |\n| Basic | 10 |\n| Team | 25 |",
    "x = 1\n\tprint(x)  # код и code",
    "Ёлка, ёж и объём; naïve café; 東京; ﬁne print",
    "!!! ... ???",
    "",
    "a",
    "reset password " * 300,
)
LONG = "The warehouse in Tver opens at nine and closes at six. " * 120


class EmbedderContract:
    """Tests that pytest collects from a subclass whose name starts with `Test`.

    Vectors of an embedder that works in the pool's processes must be equal bit by bit, whatever the batch
    and the process; those of a model may differ by float noise (cosine >= 0.9999).
    """

    def make(self) -> Embedder:
        """A new embedder, each time with the same settings."""
        raise NotImplementedError

    def test_a_vector_is_float32_finite_and_of_length_one(self) -> None:
        """For every text: without words, empty, in other scripts, long."""
        import numpy as np

        embedder = self.make()
        vectors = embedder.embed(TEXTS)
        _check(vectors.shape == (len(TEXTS), embedder.dimension), "one row for each text, `dimension` wide")
        _check(vectors.dtype == np.float32, "vectors are float32")
        _check(bool(np.isfinite(vectors).all()), "vectors are finite")
        lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
        _check(bool(np.allclose(lengths, 1.0, atol=1e-5)), "vectors have length 1")

    def test_no_texts_give_no_vectors(self) -> None:
        """The shape still tells the dimension."""
        embedder = self.make()
        _check(embedder.embed([]).shape == (0, embedder.dimension), "no texts: shape (0, dimension)")

    def test_a_query_is_one_vector(self) -> None:
        """Of one dimension, of length 1, and of any text."""
        import numpy as np

        embedder = self.make()
        for text in TEXTS:
            vector = embedder.embed_query(text)
            _check(vector.shape == (embedder.dimension,), "a query's vector has one dimension")
            _check(vector.dtype == np.float32, "a query's vector is float32")
            _check(abs(float(np.linalg.norm(vector)) - 1.0) < 1e-5, "a query's vector has length 1")

    def test_a_vector_depends_on_its_text_alone(self) -> None:
        """Not on the batch, the order, or what was embedded before."""
        embedder = self.make()
        together = embedder.embed(TEXTS)
        backwards = embedder.embed(TEXTS[::-1])[::-1]
        twice = embedder.embed(TEXTS + TEXTS)[len(TEXTS) :]
        for number, text in enumerate(TEXTS):
            alone = embedder.embed([text])[0]
            for other in (alone, backwards[number], twice[number]):
                _check(
                    _same(together[number], other, embedder), f"text {number} has one vector in every batch"
                )

    def test_two_of_one_kind_agree(self) -> None:
        """Same settings: same identity, dimension and vectors."""
        first, second = self.make(), self.make()
        _check(first.identity == second.identity, "one identity for the same settings")
        _check(first.dimension == second.dimension, "one dimension for the same settings")
        for one, other in zip(first.embed(TEXTS), second.embed(TEXTS), strict=True):
            _check(_same(one, other, first), "same vectors for the same settings")

    def test_texts_apart_have_vectors_apart(self) -> None:
        """An embedder that says the same of everything finds nothing."""
        first, second = self.make().embed(TEXTS[1:3])
        _check(float(first @ second) < 0.9999, "different texts have different vectors")

    def test_the_end_of_a_long_text_counts(self) -> None:
        """Nothing is cut off silently, also beyond `max_tokens`."""
        embedder = self.make()
        one, other = embedder.embed([LONG + "Refunds take ten days.", LONG + "Bring a passport and a pen."])
        _check(not (one == other).all(), "the end of a long text shows in its vector")

    def test_a_result_belongs_to_the_caller(self) -> None:
        """Changing it does not change what comes next."""
        embedder = self.make()
        first = embedder.embed(TEXTS[:2])
        kept = first.copy()
        first[:] = 0.0
        _check(_same(kept[0], embedder.embed(TEXTS[:2])[0], embedder), "results are not shared")

    def test_what_it_says_of_itself(self) -> None:
        """Name, identity, window and prompt."""
        embedder = self.make()
        _check(bool(embedder.name) and embedder.name == embedder.name.strip(), "`name` is a word")
        _check(
            bool(embedder.identity) and embedder.identity.isprintable(), "`identity` is one printable line"
        )
        _check(embedder.max_tokens is None or embedder.max_tokens > 0, "`max_tokens` is None or positive")
        _check(embedder.dimension > 0, "`dimension` is positive")
        _check(isinstance(embedder.passage_prompt, str), "`passage_prompt` is a string")

    def test_one_that_runs_in_workers_can_be_sent_there(self) -> None:
        """It arrives with the same identity and the same vectors."""
        embedder = self.make()
        if not embedder.in_workers:
            return
        before = embedder.embed(TEXTS)
        sent: Embedder = pickle.loads(pickle.dumps(embedder))  # noqa: S301 - bytes of our own
        _check(sent.identity == embedder.identity, "the identity survives sending")
        _check(bool((sent.embed(TEXTS) == before).all()), "the vectors survive sending")


def _same(one: Vectors, other: Vectors, embedder: Embedder) -> bool:
    if embedder.in_workers:
        return one.tobytes() == other.tobytes()
    return float(one @ other) >= 0.9999


def _check(holds: bool, says: str) -> None:
    if not holds:
        raise AssertionError(f"the contract of embedders: {says}")
