"""What a secret looks like: passwords and random keys on one side, placeholders and samples on the other."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

_SAYS_SO = re.compile(
    r"your|ваш|example|sample|dummy|placeholder|change.?me|insert|replace|todo|xxx|\*\*|\.\.\.|…|abcdef|12345|qwerty|"
    r"undefined|foobar",
    re.IGNORECASE,
)
"""A placeholder that says what it is, wherever it does."""
_WORDS = re.compile(
    r"my|test|demo|insert|here|foo|bar|secret|token|passw(?:or)?d?|null|none|true|false|string|some|user|admin|login|key|"
    r"value|env|config|process|window|this|self|data|param|request|response|auth|client|access|type|required|optional|"
    r"field|code|name|this|new|old|api|app|crm|id",
    re.IGNORECASE,
)
"""Words that names and placeholders are made of; a random key holds one by chance, but little else."""
_SHARE = 0.4
_EXPRESSION = re.compile(
    r"^(?:this|self|process|window|env|config|request|response|data|params?)\.|[.(\[]{2}|\(\)", re.IGNORECASE
)
_DECLARED = re.compile(
    r"your|ваш|my[_-]|example|sample|placeholder|change_?me|insert|replace|xxx|\*\*|\.\.\.|…|password|"
    r"passwd|^secret$|"
    r"[A-Za-z_]\w*[.(\[][A-Za-z_\"']|\(\)|^\(|\)$",
    re.IGNORECASE,
)
"""A password that says what it is, or an expression of code."""
_COMMON = frozenset(
    [
        "password",
        "passwd",
        "pass",
        "pwd",
        "passw0rd",
        "pa55word",
        "secret",
        "token",
        "key",
        "user",
        "username",
        "login",
        "name",
        "admin",
        "administrator",
        "root",
        "guest",
        "test",
        "demo",
        "changeme",
        "string",
        "text",
        "none",
        "null",
        "nil",
        "true",
        "false",
        "required",
        "optional",
        "yes",
        "no",
        "value",
        "undefined",
        "default",
        "varchar",
        "char",
        "int",
        "integer",
        "bool",
        "object",
        "array",
        "hidden",
        "masked",
        "redacted",
        "empty",
        "any",
        "email",
        "phone",
        "mypassword",
        "mypass",
        "yourpassword",
        "user1",
        "user123",
        "host",
        "localhost",
        "www-data",
        "nobody",
        "postgres",
        "anonymous",
        "example",
        "sample",
        "n/a",
    ]
)
_OPENS = "$%{<*#@[("


def entropy(text: str) -> float:
    """Bits a character, by the counts of the characters."""
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def is_placeholder(value: str) -> bool:
    """Whether a key says that it is none, or is made of the words of names for the most part."""
    if value[0] in _OPENS or len(set(value)) < 4 or _SAYS_SO.search(value) or _EXPRESSION.search(value):
        return True
    letters = sum(letter.isalpha() for letter in value)
    return sum(len(word) for word in _WORDS.findall(value)) >= _SHARE * max(1, letters)


def is_common(value: str) -> bool:
    """Whether a password is a word that stands for any: "password", "admin", a placeholder."""
    low = value.casefold()
    return low in _COMMON or value[0] in _OPENS or len(set(value)) < 3 or _DECLARED.search(value) is not None


def is_password(value: str) -> bool:
    """Letters with digits or signs, of six characters at least, that are no word of a placeholder."""
    if len(value) < 6 or not value.isascii() or value[0] in "$%{<*@[" or _DECLARED.search(value):
        return False
    kinds = sum(bool(re.search(kind, value)) for kind in ("[a-z]", "[A-Z]", "[0-9]", r"[^\w.,/\\-]"))
    return len(set(value)) >= 4 and kinds >= 2 and (bool(re.search(r"\d", value)) or kinds >= 3)


def is_random(value: str) -> bool:
    """A key of twelve characters at least, letters and digits, in no order that a person would give them."""
    digits = sum(letter.isdigit() for letter in value)
    letters = sum(letter.isalpha() for letter in value)
    return (
        len(value) >= 12
        and value.isascii()
        and digits >= 2
        and letters >= 2
        and entropy(value) >= 3
        and not is_placeholder(value)
        and not is_made_up(value)
    )


def is_made_up(value: str) -> bool:
    """Runs of neighbours (abcdef, 123456), one pattern again and again, or a form filled with a single sign."""
    body = value[4:].lower()
    runs = sum(ord(one) + 1 == ord(other) for one, other in pairwise(body))
    repeated = re.search(r"(.{1,8})\1{3,}|(.)\2{4,}|(.{6,})\3", body) is not None
    return (
        repeated
        or runs * 3 >= len(body)
        or re.search(r"example|xxxx|your|sample|\.\.\.", value, re.IGNORECASE) is not None
    )
