"""What cleaning can tell before it reads a document: masked paths and phrases, and the key of all that shapes one."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from typing import TYPE_CHECKING

from ingest.clean import redact
from ingest.clean.finder import Finder, may_identify
from ingest.clean.masking import Masking, key_of, module_of
from ingest.clean.plain_parts import PlainParts
from ingest.clean.recognizers.reading import Field
from ingest.document import document_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ingest.clean.label_rules import LabelRules
    from ingest.clean.policy import Policy
    from ingest.clean.recognizers.recognizer import Span
    from ingest.clean.trace import Trace

_ROUNDS = 3
"""Masking changes what stands beside a name, so what was masked is read again until nothing more is found."""


class Masker:
    """Masks paths and phrases. `Cleaner` cleans documents too; a run that reads none is spared what that imports.

    Redaction fails closed: a recognizer that raises fails the text (LoadError).
    """

    def __init__(
        self, finder: Finder, rules: LabelRules, masking: Masking, policy: Policy | None = None
    ) -> None:
        self._finder, self._rules, self._masking, self._policy = finder, rules, masking, policy
        self._key = key_of(finder, rules, masking, policy)
        self._plain: PlainParts | None = None

    def remember(self, plain: Path) -> PlainParts:
        """Looks from now on only at parts of paths that the file `plain` does not know; gives what it will know.

        With a recognizer of another package it looks at all: nothing watches that its version changes with its code.
        """
        known = PlainParts(plain, self._key, self._masking.path_key)
        if all(module_of(one).startswith("ingest.") for one in self._finder.recognizers):
            self._plain = known
        return known

    @property
    def key(self) -> str:
        """Changes when anything changes that shapes a Document; tells nothing of the secrets."""
        return self._key

    def context(self, source_id: str, space: str, prepare_key: str) -> str:
        """What shapes the documents of a source beside what is in it, for `mark`."""
        ruled = sorted(self._rules.of_path(source_id).items())
        names = 0 if self._masking.paths == "all" else self._finder.names_in_path(source_id)
        reaching = self._policy.reaching(source_id) if self._policy else []
        return json.dumps([prepare_key, space, ruled, reaching, names])

    def redact_text(self, text: str) -> str:
        """`text` as it may be logged: for phrases of `search` and `why`, notes, messages. Raises LoadError."""
        from ingest.clean.normalize import normalize

        fields = [Field(text=normalize(text, "text")[0])]
        spans = self._finder.find(fields, "und", Counter())
        return self.stable(fields, spans, "und")[0][0]

    def mask_path(self, path: str) -> str:
        """`path` (or an id) with the identifiers in it masked; a masked part carries a keyed hash."""
        everything = self._masking.paths == "all"
        if not everything and not may_identify(path):
            return path
        spans = [self._found_in(part, everything) for part in path.split("/")]
        return redact.mask_path(path, spans, self._masking.path_key) if any(spans) else path

    def _found_in(self, part: str, everything: bool) -> list[Span]:
        if not everything and not may_identify(part):
            return []
        if self._plain is not None and part in self._plain:
            return []
        spans = self._finder.in_path(part, everything=everything)
        if self._plain is not None and not spans:
            self._plain.add(part)
        return spans

    def id_of(self, container: str, key: str) -> str:
        """The id of the document `key` of a container or a file."""
        return document_id(self.mask_path(container), self.mask_path(key))

    def stable(
        self,
        fields: Sequence[Field],
        spans: Sequence[Sequence[Span]],
        language: str,
        trace: Trace | None = None,
    ) -> tuple[list[str], list[list[Span]]]:
        """The texts of `fields` with `spans` masked, and what is found beside the masks, until nothing is.

        Gives also all that was masked as spans over `fields`: with it they can be masked in another form.
        """
        masking, done = self._masking, 0
        masked: list[list[redact.Masked]] = [[] for _ in fields]
        while any(spans) and done < _ROUNDS:
            masked = [
                redact.masked_again(before, those, masking.size) if those else before
                for before, those in zip(masked, spans, strict=True)
            ]
            fields = [
                dataclasses.replace(field, text=masking.put_in(field.text, those)) if those else field
                for field, those in zip(fields, spans, strict=True)
            ]
            if trace is not None:
                trace.rounds.append(spans[1 : 1 + len(trace.left)])
            done += 1
            spans = self._finder.find(fields, language, Counter()) if done < _ROUNDS else []
        return [field.text for field in fields], [[one.span for one in those] for those in masked]
