"""`ingest doctor`."""

from __future__ import annotations

from dataclasses import asdict

from ingest.cli.frame import Frame, command


def _doctor(frame: Frame) -> int:
    """Check the machine and the configuration, with the remedy for each failure.

    Exits with the code that a run would give, 0 when all is well.
    """
    from index.errors import worst
    from ingest.doctor import examine

    checks = examine(frame.settings())
    lines = []
    for check in checks:
        lines.append(f"{'FAIL' if check.code else 'ok':<5} {check.name}: {check.message}")
        if check.remedy:
            lines.append(f"      {check.remedy}")
    code = worst([check.code for check in checks])
    frame.show({"ok": not code, "checks": [asdict(check) for check in checks]}, "\n".join(lines))
    return code


doctor = command(_doctor, example="ingest doctor")
