"""How masks look, with which secrets, and the key of all that shapes a clean document."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import json
import unicodedata
from typing import TYPE_CHECKING

from ingest.clean import redact
from ingest.clean.versions import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.clean.finder import Finder
    from ingest.clean.label_rules import LabelRules
    from ingest.clean.policy import Policy
    from ingest.clean.recognizers.recognizer import Recognizer, Span
    from ingest.clean.recognizers.registry import Later


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Masking:
    """How masks look, and the secrets.

    `secret` keys digests (it stays in the state directory); `key` keys masks of the form "keyed", and paths.
    `partial` are types that show their last four digits, `paths` says what is masked in ids: "identifiers" or "all".
    """

    secret: bytes
    form: str = "type"
    key: bytes = b""
    partial: frozenset[str] = frozenset()
    paths: str = "identifiers"

    @property
    def path_key(self) -> bytes:
        """Keys hashes of masked paths, and so ids: two machines that share a key have the same ones."""
        return self.key or self.secret

    def size(self, span: Span) -> int:
        """How many letters the mask of a span has."""
        return len(redact.mask_of(span, self.form, self.key, self.partial))

    def put_in(self, text: str, spans: Sequence[Span]) -> str:
        """`text` with `spans` masked."""
        return redact.redact(text, spans, self.form, self.key, self.partial)

    def as_tokens(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[str]:
        """`texts` with their spans masked by tokens of the secret: equal where values are, whatever masks show."""
        return [
            redact.redact(text, those, "keyed", self.secret) if those else text
            for text, those in zip(texts, spans, strict=True)
        ]


def key_of(finder: Finder, rules: LabelRules, masking: Masking, policy: Policy | None) -> str:
    """Changes when anything changes that shapes a clean document; tells nothing of the secrets."""
    shape = {
        "version": [*VERSIONS.values(), unicodedata.unidata_version],
        "recognizers": [
            (one.name, one.version, module_of(one), *getattr(one, "settings", ()))
            for one in finder.recognizers
        ],
        "rules": [
            rules.channels,
            rules.space,
            [(glob, sorted(found.items())) for glob, found in rules.paths],
        ],
        "policy": policy.key if policy else "",
        "mask": [masking.form, sorted(masking.partial), masking.paths, sorted(finder.allow)],
        "secrets": [_fingerprint(masking.secret), _fingerprint(masking.key)],
    }
    return hashlib.sha256(json.dumps(shape, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def module_of(recognizer: Recognizer | Later) -> str:
    """Where its class is: one of another package that is called as ours is another."""
    told: str = getattr(recognizer, "module", "")
    return told or type(recognizer).__module__


def _fingerprint(secret: bytes) -> str:
    return hmac.new(secret, b"ingest.clean", hashlib.sha256).hexdigest()[:16]
