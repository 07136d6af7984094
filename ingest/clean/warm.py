"""Makes what the first document needs when it is imported: in the server that workers are forked from, once for all."""

from __future__ import annotations

from ingest.clean import injection

injection.reasons((), "")
