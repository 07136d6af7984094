"""The table in the README names every experiment once, with the test that makes it here."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
README = HERE.parents[1] / "README.md"
EXPERIMENTS = [f"R{number}" for number in (*range(1, 16), *range(19, 23))]


def rows() -> list[tuple[str, str]]:
    """Experiment and test of each row."""
    text = README.read_text(encoding="utf-8")
    return re.findall(r"^\| (R\d+) \|.*\| `(test_\w+)` \|$", text, re.MULTILINE)


def experiments() -> dict[str, str]:
    """From each test's name to the experiment that its docstring begins with."""
    tree = ast.parse((HERE / "test_what_goes_wrong_elsewhere.py").read_text(encoding="utf-8"))
    return {
        node.name: re.split(r"\W", ast.get_docstring(node) or "")[0]
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_table_and_suite_agree() -> None:
    assert [name for name, _ in rows()] == EXPERIMENTS
    assert {test: name for name, test in rows()} == experiments()
