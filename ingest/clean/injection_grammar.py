"""Builds patterns of injection rules out of classes of words: who is spoken to, what is to be done, with what.

An order to a language model is said in countless ways, but of few parts. A rule names the parts and how far they may
stand from each other; which words stand for a part is said once, by language.
"""

from __future__ import annotations

from ingest.clean.injection_rules import Rule

BEGIN = r"(?<![\w,-] )(?<!\w)(?<!\w-)"
"""Where a sentence, a cell or a remark may begin: behind no word and no comma, and not inside "user-agent"."""


def words(listed: str) -> str:
    """Any of words, as patterns parted by blanks; "~" stands for a blank in one."""
    return rf"(?<!\w)(?:{'|'.join(listed.split())})(?!\w)".replace("~", " ")


def each(listed: str) -> tuple[str, ...]:
    """The same, a pattern for each of them: so each is looked for where its own words are."""
    return tuple(map(words, listed.split()))


def some(*parts: str) -> str:
    """Any of parts."""
    return f"(?:{'|'.join(parts)})"


def maybe(part: str, most: int = 1) -> str:
    """Up to `most` of a part, each with a blank behind it."""
    return rf"(?:{part} ){{0,{most}}}"


def far(*parts: str, within: int = 40) -> str:
    """Parts in this order in one sentence of one cell, at most `within` letters between two of them."""
    return rf"(?!\w)[^.!?|\0]{{0,{within}}}?(?<!\w)".join(map(some, parts))


def around(one: str, other: str, within: int = 40) -> tuple[str, str]:
    """Two parts in either order."""
    return far(one, other, within=within), far(other, one, within=within)


def made(name: str, *patterns: str | tuple[str, ...]) -> Rule:
    """A rule of patterns, each of whole words. Hints are left to the screen: it reads them off the patterns."""
    flat = [one for pattern in patterns for one in ((pattern,) if isinstance(pattern, str) else pattern)]
    return Rule(name, ("",), tuple(rf"(?<!\w)(?:{pattern})(?:(?!\w)|(?<=[\"«]))" for pattern in flat))
