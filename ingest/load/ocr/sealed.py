"""What was read from pictures, kept for the next run in a form that only somebody with the picture can read.

Text of documents is never stored before it is cleaned, and reading a scan costs seconds a page. So each entry is
sealed with a key made of the very pixels it was read from: who has them can read the page anyway, and who has only
this folder learns nothing. Names are keyed too, so that nobody can ask whether a known picture was here.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import tempfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.load.ocr.picture import Picture
from ingest.load.ocr.words import Recognised, TextLine

_TAG = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCache:
    """One file a picture in `directory`; of `engine`, which names program, version and settings.

    Files that were used least recently go when all together exceed `most_bytes`. Trouble with files is a miss.
    """

    directory: Path
    secret: bytes
    engine: str
    most_bytes: int

    def get(self, picture: Picture) -> Recognised | None:
        """What was read from exactly this picture by this engine; None when nothing or something else is there."""
        path = self._path(picture)
        try:
            sealed = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return _opened(sealed, self._key(picture))

    def put(self, picture: Picture, read: Recognised) -> None:
        """Keeps `read` for `picture`."""
        sealed = _sealed(read, self._key(picture))
        with contextlib.suppress(OSError):
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.directory, prefix=".new-")
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
            os.replace(name, self._path(picture))  # noqa: PTH105 - of a name, not of a Path
            self._prune()

    def _prune(self) -> None:
        files = []
        for entry in os.scandir(self.directory):
            found = entry.stat()
            files.append((found.st_mtime, found.st_size, entry.path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= self.most_bytes:
                return
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108 - as above
            total -= size

    def _path(self, picture: Picture) -> Path:
        name = hmac.digest(self.secret, b"name\0" + self.engine.encode() + b"\0" + picture.digest, "sha256")
        return self.directory / name.hex()[:40]

    def _key(self, picture: Picture) -> bytes:
        of_pixels = hmac.digest(b"kb-ingest ocr", picture.pixels, "sha256")
        return hmac.digest(of_pixels, self.secret + self.engine.encode(), "sha256")


def _sealed(read: Recognised, key: bytes) -> bytes:
    plain = zlib.compress(json.dumps(asdict(read), ensure_ascii=False).encode())
    hidden = _masked(plain, key)
    return hmac.digest(key, hidden, "sha256") + hidden


def _opened(sealed: bytes, key: bytes) -> Recognised | None:
    tag, hidden = sealed[:_TAG], sealed[_TAG:]
    if not hmac.compare_digest(tag, hmac.digest(key, hidden, "sha256")):
        return None
    given = json.loads(zlib.decompress(_masked(hidden, key)))
    lines = tuple(
        TextLine(**{**line, "words": tuple(map(tuple, line["words"]))}) for line in given.pop("lines")
    )
    return Recognised(lines=lines, **given)


def _masked(text: bytes, key: bytes) -> bytes:
    """`text` under a stream that nothing else is ever put under: a key belongs to one picture and one engine."""
    stream = hashlib.shake_256(key).digest(len(text))
    return (int.from_bytes(text, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(text), "big")
