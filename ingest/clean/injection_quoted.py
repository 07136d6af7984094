"""Orders to a language model that are shown to people as what to beware of: notes on security, guides to prompts.

What counts is quoted (in quotation marks, as code, or below a line that ends with a colon) and stands beside words that
call it an attack. A quotation that nothing around it warns of is taken for an order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTED = re.compile(
    r"«[^«»]{1,400}»|“[^“”]{1,400}”|„[^„“”]{1,400}[“”]|(?<!\w)\"[^\"]{1,400}\"(?!\w)|`[^`]{1,400}`"
)
_WARNS = re.compile(
    r"(?<!not an )(?<!no )(?<!not )\b(?:attack(?:er|s|ers|ed)?|prompt[- ]injections?|injection attempts?|malicious"
    r"|jailbreaks?|red[- ]team\w*|must (?:refuse|be refused|not obey)|(?:that|whether) (?:it|the bot) refuses)\b"
    r"|(?<!не )(?<!\w)(?:атак[аиуео]\w*|злоумышленник\w*|вредоносн\w+|(?:промпт|промт)-?\s?(?:инъекци|инжек)\w*"
    r"|инъекци\w+ (?:промпт|подсказ|команд)\w*|джейлбрейк\w*|должен отказаться|обязан отказаться)",
    re.IGNORECASE,
)
_BEFORE: Final = 2
"""Blocks above a quotation that may warn of it."""


def without_examples(texts: Sequence[str], code: Sequence[bool]) -> list[str]:
    """`texts` of a document (its title, its blocks) without what they quote as an attack; some are `code`."""
    bare = ["" if is_code else _QUOTED.sub(" ", text) for text, is_code in zip(texts, code, strict=True)]
    warns = [_WARNS.search(text) is not None for text in bare]
    if not any(warns):
        return list(texts)
    left = []
    for place, text in enumerate(texts):
        above = range(max(0, place - _BEFORE), place)
        near = any(warns[other] for other in above)
        if code[place]:  # whole blocks are not let out by a title alone
            left.append("" if near else text)
        elif place and warns[place - 1] and bare[place - 1].rstrip().endswith(":"):
            left.append("")
        else:
            left.append(bare[place] if near or warns[0] or warns[place] else text)
    return left
