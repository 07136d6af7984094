"""What the injection screen's patterns need, recorded, so that no run has to read it off them.

python -m tests.golden.needs --update      after a pattern or `ingest.clean.injection_needs` changed
"""

from __future__ import annotations

import sys

from ingest.clean.injection import PATTERNS
from ingest.clean.injection_record import RECORD, recorded

HOW = __doc__.partition("\n\n")[2]


def main(args: list[str]) -> int:
    """Records what is so now."""
    if args != ["--update"]:
        print(HOW)
        return 2
    RECORD.write_bytes(recorded(PATTERNS))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
