"""The table of failure codes in CONTRIBUTING.md; `python -m tests.failure_codes` writes it anew."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import LISTED_ONLY, REMEDY, TRANSIENT, Code
from ingest.plan import COSTLY, COSTLY_ATTEMPTS

PAGE = Path(__file__).resolve().parents[1] / "CONTRIBUTING.md"
START, END = "<!-- failure codes -->\n", "<!-- end of failure codes -->"


def table() -> str:
    """All codes: when the file is tried again, and what a person can do."""
    rows = [f"| `{code}` | {tried_again(code)} | {REMEDY[code]} |" for code in Code]
    return "\n".join(["| code | tried again | what to do |", "| --- | --- | --- |", *rows, ""])


def tried_again(code: Code) -> str:
    """When a source with this code is read again."""
    if code in COSTLY:
        return f"by itself, {COSTLY_ATTEMPTS} times in all, with growing delay"
    if code in TRANSIENT:
        return "by every run"
    changed = "when the file or what reads it changes"
    return f"{changed}; listed, not a failure" if code in LISTED_ONLY else changed


def written() -> str:
    """The table as it stands on the page."""
    return PAGE.read_text(encoding="utf-8").partition(START)[2].partition(END)[0]


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    head, tail = text.partition(START)[0], text.partition(END)[2]
    PAGE.write_text(head + START + table() + END + tail, encoding="utf-8")
