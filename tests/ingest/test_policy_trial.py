"""What a worker tells of a file: marks in comments are seen, labels give the scope, headings are masked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ingest.clean.label_rules import LabelRules
from ingest.clean.policy import Policy
from ingest.load.choose import load_all
from ingest.policy_settings import PolicyRule
from ingest.policy_trial import PolicyTask


def tried(path: Path, *rules: PolicyRule, channels: tuple[str, ...] = ()) -> dict[str, Any]:
    task = PolicyTask(
        loaders=load_all(), policy=Policy(rules), labels=LabelRules(), redact=str.upper, max_bytes=1 << 20
    )
    stat = path.stat()
    source = {
        "id": f"docs/{path.name}", "root": "docs", "file": str(path), "size": stat.st_size, "mtime_ns": stat.st_mtime_ns,
        "ctime_ns": stat.st_ctime_ns, "inode": stat.st_ino, "space": "default",
    }  # fmt: skip
    return json.loads(task(json.dumps({"source": source, "channels": channels}).encode()))


def test_fences_labels_and_headings(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(
        "---\nchannels: site\n---\n# Price: 5\n\n<!-- internal -->\n\nsecret\n\n<!-- /internal -->\n\nprice: 7\n",
        encoding="utf-8",
    )
    fence = PolicyRule(name="fence", markers=("<!-- internal -->",), action="drop-block")
    price = PolicyRule(name="price", fields=("price",), channels=("site",))
    (document,) = tried(file, fence, price)["documents"]

    assert document["counts"]["fence"] == 3
    assert document["counts"]["price"] == 3  # title, heading, line
    assert {find["heading"] for find in document["finds"]} == {"", "PRICE: [RESTRICTED]"}
    (document,) = tried(file, price, channels=("bot",))["documents"]
    assert document["counts"] == {}


def test_trouble_is_a_code(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"no pdf")

    assert tried(file, PolicyRule(name="x", fields=("y",)))["code"] == "wrong-type"
