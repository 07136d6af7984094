"""What a rule against text for language models is; the rules themselves are data, by language.

Imperatives only: "ignore the previous instructions" is one, "follow the previous instructions" is none. A name may come
more than once, for what is said in different ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Rule:
    """A rule that a text meets if it holds one of `hints` and one of `patterns` is found in it.

    Texts come case-folded, with е for ё, "-" for dashes, plain quotes, a blank for "_" and for every run of white
    space. Patterns look no farther back than to what is no part of a word, and none asks what ends the text: so what is
    found in a text is found in a longer one.
    """

    name: str
    hints: tuple[str, ...]
    patterns: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All of `patterns`; compiled when a text first needs it, for most runs meet none."""
        return re.compile("|".join(self.patterns))

    def met(self, text: str) -> bool:
        """Whether `text` meets the rule."""
        return self.hinted(text) and self.pattern.search(text) is not None

    def hinted(self, text: str) -> bool:
        """Whether one of `hints` is in `text`."""
        return any(hint in text for hint in self.hints)


def rule(name: str, hints: str, *patterns: str) -> Rule:
    """A rule of alternatives; `hints` are parted by "|"."""
    return Rule(name, tuple(hints.split("|")), patterns)
