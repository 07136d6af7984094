"""Dockerfile and compose file, as far as a machine without a container engine can tell."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import ingest.cli
from ingest import __version__
from ingest.configure import configure
from ingest.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]
DEPLOY = PROJECT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
PINNED = re.compile(r"[a-z0-9./-]+:v?\d+\.\d+\.\d+[a-z0-9.-]*")
SECRET = re.compile(
    r"(password|token|secret|key)\w*[ \t]*[=:][ \t]*[\"']?(?!/run/secrets/|env:)[\w/+]{8,}", re.IGNORECASE
)


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, continued lines joined, comments left out."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in joined.splitlines() if line.strip()]


def values(name: str) -> list[str]:
    return [value for kind, value in instructions() if kind == name]


def tracked() -> list[str]:
    """Files of deploy/, as git knows them or is about to."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "deploy"]
    return subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split()


def test_the_dockerfile_knows_only_instructions_that_there_are() -> None:
    known = [
        "FROM",
        "ARG",
        "ENV",
        "RUN",
        "WORKDIR",
        "COPY",
        "VOLUME",
        "EXPOSE",
        "USER",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    ]
    assert {kind for kind, _ in instructions()} == set(known)


def test_bases_are_pinned_and_equal_and_only_the_last_is_shipped() -> None:
    stages = [shlex.split(value) for value in values("FROM")]
    assert len(stages) == 2
    assert all(PINNED.fullmatch(stage[0]) for stage in stages)
    assert len({stage[0] for stage in stages}) == 1, "an interpreter must not change between the stages"
    assert stages[0][1:] == ["AS", "build"]
    requires = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert requires == ">=3.11"
    assert stages[0][0].startswith("python:3.11.")


def test_what_is_copied_exists_and_is_let_through() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert ignored[0] == "*"
    let_through = {line[1:] for line in ignored if line.startswith("!")}
    copied = set()
    for value in values("COPY"):
        words = shlex.split(value)
        if words[0] == "--from=build":
            assert words[1] == words[2] == "/opt/kb-ingest"
            continue
        copied |= set(words[:-1])
    assert copied == let_through
    assert all((PROJECT / name).exists() for name in copied)
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    packages = {
        pattern.rstrip("*") for pattern in project["tool"]["setuptools"]["packages"]["find"]["include"]
    }
    needed = {project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml"}
    assert packages | needed | {"constraints.txt"} == copied


def test_the_shell_parts_are_shell() -> None:
    for value in values("RUN"):
        done = subprocess.run(["bash", "-n", "-c", value], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_torch_is_what_the_project_is_tested_with() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    (torch,) = [
        one for one in project["project"]["optional-dependencies"]["models"] if one.startswith("torch")
    ]
    assert torch in " ".join(values("RUN"))
    assert dict.fromkeys(value.split("=")[0] for value in values("ARG")).keys() == {
        "EXTRAS",
        "TORCH_INDEX",
        "TESSERACT_LANGUAGES",
    }
    assert all(value.endswith('=""') for value in values("ARG")), "by default nothing is optional"


def test_it_runs_as_nobody_special_and_is_asked_whether_it_lives() -> None:
    assert values("USER") == ["10001:10001"]
    (check,) = values("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    compile(command[2], "healthcheck", "exec")
    port = values("EXPOSE")[0]
    assert f"127.0.0.1:{port}/healthz" in command[2]
    assert json.loads(values("ENTRYPOINT")[0]) == ["ingest"]
    (called,) = json.loads(values("CMD")[0])
    assert called in ingest.cli.COMMANDS
    assert values("VOLUME") == ["/state"]


def test_compose_meets_the_specification() -> None:
    schema = json.loads((Path(__file__).parent / "compose_spec.json").read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(COMPOSE)
    broken = {**COMPOSE, "services": {"ingest": {"imagee": "x"}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate(broken)


def test_compose_has_the_whole_and_it_hangs_together() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"ingest", "prometheus", "grafana", "chroma"}
    for name, service in services.items():
        assert PINNED.fullmatch(service["image"]), name
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert all(port.startswith("127.0.0.1:") for port in service["ports"]), (
            f"{name} is open to the network"
        )
        assert all(needed in services for needed in service.get("depends_on", []))
        assert all(secret in COMPOSE["secrets"] for secret in service.get("secrets", []))
        for volume in service["volumes"]:
            source = re.sub(r"\$\{[^}]*\}", "./documents", volume).split(":")[0]
            if not source.startswith("./"):
                assert source in COMPOSE["volumes"], f"{name}: {source}"
            elif source != "./documents":
                assert (DEPLOY / source).exists(), f"{name}: {source}"
                assert volume.endswith(":ro"), f"{name}: {volume}"
    assert services["ingest"]["image"] == f"kb-ingest:{__version__}"
    assert services["ingest"]["read_only"] is True
    assert services["ingest"]["stop_grace_period"] == "2m"
    pinned = (PROJECT / "constraints.txt").read_text("utf-8")
    assert f"chromadb=={services['chroma']['image'].partition(':')[2]}\n" in pinned


def test_only_its_owner_sees_the_state() -> None:
    holders = [
        name
        for name, service in COMPOSE["services"].items()
        if any(volume.startswith("state:") for volume in service["volumes"])
    ]
    assert holders == ["ingest"]


def test_the_container_settings_are_settings_and_fit_what_is_mounted() -> None:
    settings: Settings = configure(DEPLOY / "ingest.toml", environ={})
    service = COMPOSE["services"]["ingest"]
    mounts = {volume.split(":")[-2 if volume.endswith(":ro") else -1] for volume in service["volumes"]}
    assert {str(root.path) for root in settings.roots} <= mounts
    assert str(settings.state.dir) in mounts
    assert {settings.audit.path.parent, settings.decisions.path.parent} == {settings.state.dir}
    assert "/etc/kb-ingest/ingest.toml" in mounts
    assert str(settings.publish.dir) in mounts
    chroma = COMPOSE["services"]["chroma"]
    assert f"published:{settings.publish.dir}" in chroma["volumes"]
    assert chroma["user"] == values("USER")[0], "Chroma writes where it reads"
    (port,) = service["ports"]
    assert (
        port
        == f"127.0.0.1:{settings.serve.port}:{settings.serve.port}"
        == f"127.0.0.1:{values('EXPOSE')[0]}:8765"
    )
    assert not settings.serve.loopback, "a container's loopback reaches nobody"
    (token,) = settings.tokens
    assert str(token.token_file) == f"/run/secrets/{service['secrets'][0]}"


@pytest.mark.parametrize("name", tracked())
def test_no_secret_no_registry_and_no_place_of_one_machine(name: str) -> None:
    text = (PROJECT / name).read_text("utf-8")
    assert not SECRET.search(text)
    assert not re.search(
        r"https?://(?!127\.0\.0\.1|localhost|prometheus:|ingest:|json-schema\.org)[\w.]", text
    ), name
    assert not re.search(r"/(home|work|root|Users)/", text)


def test_the_search_for_secrets_finds_one() -> None:
    assert SECRET.search("mail_password = hunter2hunter2")
    assert SECRET.search('GF_SECURITY_ADMIN_PASSWORD: "correcthorse"')
    assert not SECRET.search("GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana_password")
