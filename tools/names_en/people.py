"""Invented persons, companies and interface words, for sentences made from templates."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

from tools.names_en.lists import CYRILLIC, LATIN, census, faker_names, latin_forms, words_of

HERE = Path(__file__).parent
_PARTICLES = (
    "van",
    "van der",
    "de",
    "de la",
    "von",
    "di",
    "del",
    "dos",
    "da",
    "bin",
    "al",
    "Van",
    "De",
    "Le",
    "La",
)


class People:
    """Draws names; all that is drawn hangs on `rng` alone."""

    def __init__(self, census_folder: Path, rng: random.Random) -> None:
        self.rng = rng
        female, male = (list(census(census_folder, f"{sex}.first", 0.003)) for sex in ("female", "male"))
        self._given = _weighted([*female, *male])
        self._surname = _weighted(list(census(census_folder, "all.last", 0.001)))
        self._foreign: dict[str, dict[str, list[str]]] = {}
        for locale in LATIN:
            names = faker_names(locale)
            if names["given"] and names["surname"]:
                self._foreign[locale] = names
        self._russian = [faker_names(locale) for locale in CYRILLIC[:2]]
        by_hand = {kind: words_of(HERE / "data" / f"{kind}.txt") for kind in ("given", "surnames")}
        self._asian = {"given": by_hand["given"], "surname": by_hand["surnames"]}

    def _pair(self) -> tuple[str, str]:
        """(given name, surname) of one country, mostly."""
        draw = self.rng.random()
        if draw < 0.4:
            given, surname = self._english(self._given), self._english(self._surname)
        elif draw < 0.55:
            given, surname, _ = self._slavic()
        elif draw < 0.7:
            given, surname = (self.rng.choice(self._asian[kind]) for kind in ("given", "surname"))
        else:
            names = self._foreign[self.rng.choice(sorted(self._foreign))]
            given, surname = (self.rng.choice(names[kind]) for kind in ("given", "surname"))
        if self.rng.random() < 0.1:
            surname = self._english(self._surname)
        if self.rng.random() < 0.2:
            surname = self._unheard(surname)
        return given, surname

    def _english(self, pool: tuple[list[str], list[float]]) -> str:
        flat = self.rng.random() < 0.5
        name = self.rng.choice(pool[0]) if flat else self.rng.choices(pool[0], cum_weights=pool[1])[0]
        low = name.capitalize()
        if low.startswith("Mc") and len(low) > 4:
            return "Mc" + low[2:].capitalize()
        if self.rng.random() < 0.02 and pool is self._surname:
            return self.rng.choice(("O'", "D'", "Mc", "Mac", "Fitz")) + low
        return low

    def _slavic(self) -> tuple[str, str, str]:
        names = self.rng.choice((self._russian[0], self._russian[0], self._russian[1]))
        given, surname = self.rng.choice(names["given"]), self.rng.choice(names["surname"])
        middle = self.rng.choice(names["middle"]) if names["middle"] else ""
        scheme = self.rng.choice((0, 0, 0, 1, 2, 3))
        parts = []
        for word in (given, surname, middle):
            forms = latin_forms(word) if word else [""]
            parts.append(forms[min(scheme, len(forms) - 1)])
        return parts[0], parts[1], parts[2]

    def _unheard(self, surname: str) -> str:
        """A surname that no list holds: the head of one and the tail of another."""
        tail = self._english(self._surname).lower()
        return surname[: max(2, len(surname) // 2)] + tail[len(tail) // 2 :]

    def first(self) -> str:
        """A given name."""
        return self._pair()[0].split()[0]

    def last(self) -> str:
        """A surname, some of two parts."""
        surname = self._pair()[1]
        draw = self.rng.random()
        if draw < 0.04:
            return f"{surname}-{self._pair()[1]}"
        return f"{self.rng.choice(_PARTICLES)} {surname}" if draw < 0.07 else surname

    def initials(self) -> str:
        """J. Smith, J. R. Smith, Smith J.R."""
        surname, letters = self.last(), [self.first()[0] + "." for _ in range(self.rng.choice((1, 1, 2)))]
        joined = self.rng.choice((" ", "")).join(letters)
        return f"{surname} {joined}" if self.rng.random() < 0.3 else f"{joined} {surname}"

    def listed(self) -> str:
        """Smith, John."""
        given, surname = self._pair()
        draw = self.rng.random()
        given = given[0] + "." if draw < 0.2 else f"{given} {self.first()[0]}." if draw < 0.35 else given
        return f"{surname}, {given}"

    def full(self) -> str:
        """A full name in one of its forms."""
        draw = self.rng.random()
        if draw < 0.08:
            given, surname, middle = self._slavic()
            forms = (
                f"{given} {middle} {surname}",
                f"{surname} {given} {middle}",
                f"{given} {middle}",
                f"{surname} {given}",
            )
            return " ".join(self.rng.choice(forms).split())
        given, surname = self._pair()
        if self.rng.random() < 0.05:
            surname = f"{surname}-{self._pair()[1]}"
        elif self.rng.random() < 0.04:
            surname = f"{self.rng.choice(_PARTICLES)} {surname}"
        if draw < 0.72:
            return f"{given} {surname}"
        if draw < 0.8:
            return f"{given} {self.first()[0]}. {surname}"
        if draw < 0.84:
            return (
                f"{given}-{self.first()} {surname}"
                if self.rng.random() < 0.5
                else f"{given} {self.first()} {surname}"
            )
        if draw < 0.87:
            return f"{surname} {given}"
        if draw < 0.89:
            return f"{given} {surname} {self.rng.choice(('Jr.', 'Sr.', 'III'))}"
        return self.initials() if draw < 0.96 else self.first()

    def company(self) -> str:
        """A company called after a person: no person."""
        name = self.last()
        form = self.rng.choice(
            (
                "{0} Inc.",
                "{0} Ltd",
                "{0} LLC",
                "{0} & Co",
                "{0} Group",
                "{0} and Sons",
                "{0} & {1}",
                "{0} Bank",
                "{0} Foundation",
                "{0} University",
                "{0} GmbH",
                "{0}, {1} and Partners",
                "{0} Brothers",
                "{0} Street Cafe",
                "{0} Hospital",
                "{0} Consulting",
                "{0} Hotel",
            )
        )
        return form.format(name, self.last())


def _weighted(names: list[tuple[str, float]]) -> tuple[list[str], list[float]]:
    weights: defaultdict[str, float] = defaultdict(float)
    for name, percent in names:
        weights[name] += percent
    total, sums = 0.0, []
    for name in sorted(weights):
        total += weights[name]
        sums.append(total)
    return sorted(weights), sums
