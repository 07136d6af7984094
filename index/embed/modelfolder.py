"""Finds a model's files, refuses what could run code, and tells one set of weights from another.

Loading a model is running code (pickled weights, Python modules), so only safetensors and the classes of
sentence-transformers itself are taken, from a folder or from a hub.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from index.errors import EnvironmentFaultError

_PICKLED = ("pytorch_model*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl", "*.pickle")
_OTHER_FORMATS = ("*.bin", "*.py", "*.h5", "*.msgpack", "*.onnx", "*.ot", "*.mlmodel", "*.gguf")
_NOT_NEEDED = (*_PICKLED, *_OTHER_FORMATS, "onnx/*", "openvino/*")
_OTHER_BACKENDS = {"onnx", "openvino"}
_CONVERT = (
    "Pickled weights (.bin, .pt) can run code and are not read. Take a model with .safetensors files, "
    "or convert it with model.save_pretrained(FOLDER) where you trust it."
)
_SHAPES_VECTORS = {".safetensors", ".json", ".txt", ".model", ".vocab"}


def is_folder(model: str) -> bool:
    """Tells a folder from a name on a hub: it exists, or is written as only a path is."""
    return Path(model).expanduser().is_dir() or model.startswith((".", "~", os.sep))


def model_folder(model: str, revision: str) -> Path:
    """The folder that holds `model`: itself, or what the hub's cache has, fetched if need be.

    Of a name without an owner "sentence-transformers/" is meant. Raises `EnvironmentFaultError`.
    """
    if is_folder(model):
        folder = Path(model).expanduser()
        if not folder.is_dir():
            raise EnvironmentFaultError(
                f"embed.model: the folder {model!r} does not exist",
                remedy="Put the model's files there, or set embed.model to a folder or a name that exists.",
            )
    else:
        folder = _fetched(model if "/" in model else f"sentence-transformers/{model}", revision)
    _refuse_code(folder, model)
    return folder


def weights_digest(folder: Path) -> str:
    """16 hex digits over all files of the folder that shape a vector: weights, tokenizer, configuration."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith(".") or part in _OTHER_BACKENDS for part in inside.parts)
        if hidden or path.suffix not in _SHAPES_VECTORS or not path.is_file():
            continue
        with path.open("rb") as file:
            total.update(f"{inside.as_posix()}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return total.hexdigest()[:16]


def _fetched(name: str, revision: str) -> Path:
    import huggingface_hub

    pinned = revision or None
    try:
        return Path(
            huggingface_hub.snapshot_download(name, revision=pinned, ignore_patterns=list(_NOT_NEEDED))
        )
    except (OSError, ValueError) as error:  # the hub's errors are OSErrors; a malformed name is a ValueError
        kind = type(error).__name__
        raise EnvironmentFaultError(
            f"embed.model: {name!r}, revision {revision or 'not pinned'}, cannot be fetched: {kind}",
            remedy="Check the name, the revision and the network; or copy the model's files to this machine "
            "and set embed.model to their folder.",
        ) from error


def _refuse_code(folder: Path, model: str) -> None:
    if not any(folder.rglob("*.safetensors")):
        raise EnvironmentFaultError(
            f"embed.model: {model!r} has no safetensors weights",
            remedy=_CONVERT,
        )
    for directory in [folder, *(path for path in folder.iterdir() if path.is_dir())]:
        pickled = any(any(directory.glob(pattern)) for pattern in _PICKLED)
        if pickled and directory.name not in _OTHER_BACKENDS and not any(directory.glob("*.safetensors")):
            part = directory.relative_to(folder).as_posix()
            raise EnvironmentFaultError(
                f"embed.model: {model!r} has pickled weights only in {part!r}", remedy=_CONVERT
            )
    foreign = sorted(kind for kind in _module_types(folder) if not kind.startswith("sentence_transformers."))
    if foreign:
        raise EnvironmentFaultError(
            f"embed.model: {model!r} wants code of its own to be run: {', '.join(foreign)}",
            remedy="Only the modules of sentence-transformers itself are run. Take another model.",
        )


def _module_types(folder: Path) -> list[str]:
    listing = folder / "modules.json"
    try:
        modules = json.loads(listing.read_text(encoding="utf-8")) if listing.exists() else []
        return [str(module["type"]) for module in modules]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EnvironmentFaultError(
            f"embed.model: modules.json of the model cannot be read: {type(error).__name__}",
            remedy="Fetch or copy the model's files again.",
        ) from error
