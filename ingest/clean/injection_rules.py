"""What a rule against text for language models is; the rules themselves are data, by language.

Imperatives only: "ignore the previous instructions" is one, "follow the previous instructions" is none. A name may come
more than once, for what is said in different ways.
"""

from __future__ import annotations

import re

Rule = tuple[str, tuple[str, ...], re.Pattern[str]]
"""(name, hints, pattern): the pattern is only tried on texts that hold one of the hints.

Texts come case-folded, with е for ё, "-" for dashes, plain quotes, a blank for "_" and for every run of white space.
"""


def rule(name: str, hints: str, *patterns: str) -> Rule:
    """A rule of alternatives; `hints` are parted by "|"."""
    return name, tuple(hints.split("|")), re.compile("|".join(patterns))
