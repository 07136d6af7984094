"""The systemd units: what systemd itself says of them, and that they mean what DESIGN says of exit codes and signals."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
from pathlib import Path

import pytest

import ingest.cli
from index.errors import EmbedderMismatchError, LockedError, StateError, UsageError
from ingest.configure import configure

PROJECT = Path(__file__).resolve().parents[2]
DEPLOY = PROJECT / "deploy"
SERVICES = ("kb-ingest.service", "kb-ingest-sync.service")
PROGRAM = "/opt/kb-ingest/bin/ingest"


def unit(name: str) -> dict[str, dict[str, list[str]]]:
    """Sections of a unit: each key with all its values."""
    sections: dict[str, dict[str, list[str]]] = {}
    section = sections.setdefault("", {})
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if head := re.fullmatch(r"\[(\w+)\]", line):
            section = sections.setdefault(head[1], {})
            continue
        key, equals, value = line.partition("=")
        assert equals, line
        section.setdefault(key, []).append(value)
    return sections


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units as they are, but for a program that exists on this machine."""
    for path in (*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")):
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace(PROGRAM, "/bin/true"), "utf-8")
    return tmp_path


@pytest.mark.needs("systemd-analyze")
def test_systemd_takes_the_units(installed: Path) -> None:
    names = sorted(path.name for path in installed.iterdir())
    assert names == ["kb-ingest-sync.service", "kb-ingest-sync.timer", "kb-ingest.service"]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(installed / name) for name in names)],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "kb-ingest" in line]
    assert ours == []
    assert done.returncode == 0, done.stderr


@pytest.mark.needs("systemd-analyze")
def test_systemd_finds_fault_with_a_broken_unit(installed: Path) -> None:
    path = installed / "kb-ingest.service"
    path.write_text(path.read_text("utf-8").replace("KillMode=mixed", "KilMode=mixed"), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(path)], capture_output=True, text=True, check=False
    )
    assert "KilMode" in done.stderr


@pytest.mark.needs("systemd-analyze")
@pytest.mark.parametrize("name", SERVICES)
def test_little_is_left_open_to_who_takes_over_the_service(name: str, installed: Path) -> None:
    done = subprocess.run(
        [
            "systemd-analyze",
            "security",
            "--offline=true",
            "--threshold=25",
            "--no-pager",
            str(installed / name),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-200:] + done.stderr


@pytest.mark.needs("systemd-analyze")
def test_the_timer_fires_each_night_and_makes_up_for_a_missed_one() -> None:
    timer = unit("kb-ingest-sync.timer")["Timer"]
    done = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=3", timer["OnCalendar"][0]],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.count("04:15:00") >= 4
    assert timer["Persistent"] == ["true"]
    assert timer["RandomizedDelaySec"] == ["10min"]
    assert timer["Unit"] == ["kb-ingest-sync.service"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_calls_a_command_that_there_is(name: str) -> None:
    (line,) = unit(name)["Service"]["ExecStart"]
    program, command, *arguments = shlex.split(line)
    assert program == PROGRAM
    assert command in ingest.cli.COMMANDS
    group = ingest.cli._group
    found = group.get_command(__import__("click").Context(group), command)
    assert found is not None
    found.make_context(command, arguments)


@pytest.mark.parametrize("name", SERVICES)
def test_environment_is_settings_within_the_state_directory(name: str, tmp_path: Path) -> None:
    service = unit(name)["Service"]
    environ = dict(pair.split("=", 1) for pair in service["Environment"])
    (tmp_path / "ingest.toml").write_text("", "utf-8")
    settings = configure(tmp_path / "ingest.toml", environ=environ)
    home = Path("/var/lib") / service["StateDirectory"][0]
    assert settings.state.dir == home
    assert settings.audit.path.parent == home
    assert service["WorkingDirectory"] == [str(home)]
    assert service["EnvironmentFile"] == ["-/etc/kb-ingest/environment"]


def test_what_a_restart_cannot_mend_is_not_restarted() -> None:
    service = unit("kb-ingest.service")["Service"]
    hopeless = {kind.exit_code for kind in (UsageError, EmbedderMismatchError, StateError)}
    assert {int(code) for code in service["RestartPreventExitStatus"][0].split()} == hopeless
    assert service["Restart"] == ["on-failure"]
    assert service["SuccessExitStatus"] == ["143"], "SIGTERM: what was done is kept"
    batch = unit("kb-ingest-sync.service")["Service"]
    assert batch["SuccessExitStatus"] == [f"1 {LockedError.exit_code}"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_stop_waits_for_the_batch_and_the_system_is_read_only(name: str) -> None:
    service = unit(name)["Service"]
    assert (service["KillMode"], service["TimeoutStopSec"]) == (["mixed"], ["120"])
    assert service["ProtectSystem"] == ["strict"]
    assert service["StateDirectoryMode"] == ["0700"]
    assert service["NoNewPrivileges"] == ["yes"]
    assert service["User"] == service["Group"] == ["kb-ingest"]


def test_both_services_are_hardened_alike() -> None:
    hardened = [(DEPLOY / name).read_text("utf-8").partition("\nUMask=")[2] for name in SERVICES]
    assert hardened[0].partition("\n\n[Install]")[0].strip() == hardened[1].strip()


def test_units_are_what_other_readers_of_ini_files_expect_too() -> None:
    for path in DEPLOY.glob("*.timer"):
        parser = configparser.ConfigParser(strict=True)
        parser.optionxform = str  # type: ignore[assignment]
        parser.read_string(path.read_text("utf-8"))
        assert set(parser.sections()) == {"Unit", "Timer", "Install"}
