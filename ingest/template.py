"""The commented settings file, made from the models: what `ingest init` writes and `config/default.toml` shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ingest.load_settings import PasswordRule
from ingest.policy_settings import PolicyRule
from ingest.serve_settings import TokenRule
from ingest.settings import LabelRule, RootSettings, Settings

HEAD = """\
# Settings of kb-ingest. Every setting is here with its default; what is commented out is optional.
# The environment overrides: INGEST_CHUNK__MAX_TOKENS=900. Relative paths start at this file's folder.
"""


def render() -> str:
    """All settings as TOML, each with a comment."""
    parts = [HEAD]
    for name, field in Settings.model_fields.items():
        if name == "roots":
            parts.append(_table("[[roots]]", RootSettings, {"name": "docs", "path": "docs"}))
        elif name == "labels":
            parts.append(_table("[[labels]]", LabelRule, {"match": "docs/manuals/**"}, commented=True))
        elif name == "policy":
            shown = {"name": "purchase prices", "fields": ("закупочная цена", "purchase price")}
            parts.append(_table("[[policy]]", PolicyRule, shown, commented=True))
        elif name == "tokens":
            given = {"name": "bot", "token": "env:KB_BOT_TOKEN", "spaces": ("default",)}
            parts.append(_table("[[tokens]]", TokenRule, given, commented=True))
        else:
            model = field.annotation
            if isinstance(model, type) and issubclass(model, BaseModel):
                parts.append(_table(f"[{name}]", model, {}))
        if name == "load":
            secret = {"path": "contracts/**", "password": "env:KB_CONTRACTS"}
            parts.append(_table("[[load.passwords]]", PasswordRule, secret, commented=True))
    return "\n".join(parts)


def _table(head: str, model: type[BaseModel], given: dict[str, Any], *, commented: bool = False) -> str:
    mark = "# " if commented else ""
    lines = [f"# {model.__doc__}", mark + head]
    for name, field in model.model_fields.items():
        if not field.description:
            continue  # a table of its own
        value = given.get(name, _default(field))
        lines.append(f"# {field.description}")
        lines.append(f'# {name} = ""' if value is None else f"{mark}{name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _default(field: FieldInfo) -> Any:
    return "" if field.default is PydanticUndefined else field.default


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(value.as_posix() if isinstance(value, Path) else str(value), ensure_ascii=False)
