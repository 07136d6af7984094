"""Which file a link means, and whether a page has the place it names."""

from __future__ import annotations

import pytest

from ingest.link_targets import Targets, has_anchor

TARGETS = Targets(["docs/a.md", "docs/g/index.md", "docs/g/x.html", "docs/Big/B.md", "docs/h/README.rst"])


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("docs/a.md", "docs/a.md"),
        ("docs/a.html", "docs/a.md"),
        ("docs/a", "docs/a.md"),
        ("docs/g/", "docs/g/index.md"),
        ("docs/g", "docs/g/index.md"),
        ("docs/h/", "docs/h/README.rst"),
        ("docs/Big/", "docs/Big"),
        ("docs", "docs"),
        ("docs/none.md", ""),
        ("docs/big/B.md", ""),
    ],
)
def test_a_link_means_a_file_as_sites_are_built(target: str, file: str) -> None:
    assert TARGETS.find(target) == file


def test_a_difference_in_case_is_told() -> None:
    assert TARGETS.unlike("docs/big/b.md") == "docs/Big/B.md"
    assert TARGETS.unlike("docs/none.md") == ""


def test_a_path_from_the_top_is_judged_where_its_first_folder_is_ours() -> None:
    assert TARGETS.is_below("docs/g/none")
    assert not TARGETS.is_below("docs/shop/none")


@pytest.mark.parametrize(
    "anchor",
    [
        "Установка-программы",
        "установка_программы",
        "ustanovka-programmy",
        "step-2-of-3",
        "step-2-of-3-1",
        "given",
        "",
    ],
)
def test_names_of_headings_by_the_rules_of_many_sites(anchor: str) -> None:
    assert has_anchor(anchor, {"given"}, "# Установка программы\n\nText\n\n## Step 2 of 3")


@pytest.mark.parametrize("anchor", ["ustanovka", "step-3", "other"])
def test_a_name_that_no_heading_has(anchor: str) -> None:
    assert not has_anchor(anchor, {"given"}, "# Установка программы\n\nText\n\n## Step 2 of 3")
