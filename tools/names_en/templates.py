"""Sentences from templates: persons in the places where business texts hold them, and look-alikes that are none."""

from __future__ import annotations

import random
import re
from pathlib import Path

from tools.names_en.corpora import Example
from tools.names_en.people import People

DATA = Path(__file__).parent / "data"
_STREETS = ("Street", "Road", "Avenue", "Lane", "Square", "St", "Place", "Drive")
_SLOT = re.compile(r"\[(full|first|last|listed|initials)\]|\{(\w+)\}")


class Templates:
    """Draws examples; all that is drawn hangs on the `rng` of `people` alone. `words` are common words."""

    def __init__(self, people: People, words: list[str], doubtful: list[str]) -> None:
        self.people = people
        self.rng: random.Random = people.rng
        self._words = words
        self._doubtful = doubtful
        lines = (DATA / "templates.txt").read_text(encoding="utf-8").splitlines()
        self._lines = [
            line.replace("\\n", "\n")
            for line in lines
            if (line and not line.startswith("# ")) or line.startswith(("# {", "# ["))
        ]
        self.slots = {}
        for line in (DATA / "slots.txt").read_text(encoding="utf-8").splitlines():
            kind, _, items = line.partition(": ")
            if not line.startswith("#"):
                self.slots[kind] = items.split(";")

    def examples(self, rounds: int) -> list[Example]:
        """`rounds` fillings of every template."""
        return [self.fill(line) for _ in range(rounds) for line in self._lines]

    def fill(self, template: str) -> Example:
        """One filling of `template`, in one of the cases people write in."""
        person = re.search(r"\[(?:full|first|last|listed|initials)\]", template) is not None
        draw = self.rng.random()
        shout = person and self.rng.random() < 0.08
        text, names, last = "", [], 0
        for slot in _SLOT.finditer(template):
            text += template[last : slot.start()]
            last = slot.end()
            if slot[1]:
                name: str = getattr(self.people, slot[1])()
                name = name.upper() if shout else name
                names.append((len(text), len(text) + len(name)))
                text += name
            else:
                text += self._filler(slot[2])
        text += template[last:]
        if draw < 0.14:
            text = _same_length(text, text.lower())
        elif draw < 0.2:
            text = _same_length(text, text.upper())
        elif draw < 0.23:
            text = _same_length(text, text.title())
        if self.rng.random() < 0.06:
            blanks = [place for place, letter in enumerate(text) if letter == " "]
            for place in self.rng.sample(blanks, min(len(blanks), 1 + len(blanks) // 10)):
                text = f"{text[:place]}\n{text[place + 1 :]}"
        return Example(text, tuple(names))

    def _filler(self, kind: str) -> str:
        rng = self.rng
        if kind == "ui":
            return self._interface()
        if kind == "org" and rng.random() < 0.5:
            return self.people.company()
        if kind == "street" and rng.random() < 0.3:
            return f"{self.people.last()} {rng.choice(_STREETS)}"
        if kind == "num":
            return rng.choice(
                (
                    str(rng.randrange(1, 100)),
                    str(rng.randrange(1900, 2030)),
                    f"{rng.randrange(1, 9)}.{rng.randrange(20)}",
                    f"A-{rng.randrange(9999)}",
                )
            )
        if kind == "date":
            months = "January February March April May June July August September October November December".split()
            month, day, year = rng.randrange(12), rng.randrange(1, 29), rng.randrange(1950, 2030)
            return rng.choice(
                (
                    f"{day} {months[month]} {year}",
                    f"{months[month]} {day}, {year}",
                    f"{year}-{month + 1:02}-{day:02}",
                    f"{day:02}.{month + 1:02}.{year}",
                    f"{month + 1}/{day}/{year}",
                )
            )
        if kind == "phone":
            return rng.choice(
                (
                    "[PHONE]",
                    f"+1 {rng.randrange(200, 999)} 555 {rng.randrange(1000, 9999)}",
                    "+7 (9{}) {}-{}-{}".format(
                        *(rng.randrange(low, 10 * low - 1) for low in (10, 100, 10, 10))
                    ),
                )
            )
        if kind == "mail":
            return rng.choice(("[EMAIL]", f"{self.people.first().lower()}@example.com", "info@example.org"))
        if kind == "code":
            return rng.choice(
                (
                    "            ",
                    f"{rng.choice(self._words)}.{rng.choice(self._words)}",
                    f"{rng.choice(self._words)}_{rng.choice(self._words)}",
                    rng.choice(self._words).capitalize() + rng.choice(self._words).capitalize(),
                )
            )
        return rng.choice(self.slots[kind])

    def _interface(self) -> str:
        """One to four words as they stand on buttons and in headings."""
        rng = self.rng
        words = [
            rng.choice(self._doubtful if rng.random() < 0.12 else self._words)
            for _ in range(rng.choice((1, 1, 2, 2, 2, 3, 4)))
        ]
        style = rng.random()
        if style < 0.6:
            words = [word.capitalize() for word in words]
        elif style < 0.85:
            words[0] = words[0].capitalize()
        elif style < 0.9:
            words = [word.upper() for word in words]
        if len(words) > 2 and rng.random() < 0.5:
            words[1] = rng.choice(("of", "and", "for", "in", "by", "to", "with"))
        return " ".join(words)


def _same_length(text: str, changed: str) -> str:
    """`changed`, unless a letter of two cases lengths would move the names."""
    return changed if len(changed) == len(text) else text
