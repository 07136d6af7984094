"""Labels come from path rules, else from what the document says, else from defaults."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from index.errors import UsageError
from ingest.clean.cleaner import Cleaner
from ingest.clean.finder import Finder
from ingest.clean.label_rules import LabelRules
from ingest.clean.labels import MOST, day_of, labels_of
from ingest.clean.masking import Masking
from ingest.clean.recognizers.registry import build
from ingest.document import Block, Labels, RawDocument


def labels(
    properties: dict[str, str], rules: LabelRules | None = None, language: str = "ru", path: str = "kb/a/b.md"
) -> Labels:
    return labels_of(
        RawDocument(source_id=path, properties=properties), path, "sales", language, rules or LabelRules()
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-02-01", "2025-02-01"),
        ("2025-02-01T23:59:00+03:00", "2025-02-01"),
        ("2025-02-01 10:00", "2025-02-01"),
        ("2025/2/1", "2025-02-01"),
        ("20250201", "2025-02-01"),
        ("D:20250201120000+03'00'", "2025-02-01"),
        ("01.02.2025", "2025-02-01"),
        ("1.2.2025 г.", "2025-02-01"),
        ("1 февраля 2025 г.", "2025-02-01"),
        ("«01» мая 2025 года", "2025-05-01"),
        ("1 February 2025", "2025-02-01"),
        ("Feb 1, 2025", "2025-02-01"),
        ("'2025-02-01'", "2025-02-01"),
        ("30.02.2025", ""),
        ("2025-13-01", ""),
        ("01.02.25", ""),
        ("yesterday", ""),
        ("31 foo 2025", ""),
        ("", ""),
    ],
)
def test_days(text: str, day: str) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({}, {"channels": ("default",), "language": "ru", "space": "sales", "version": ""}),
        ({"version": " 2.1 "}, {"version": "2.1"}),
        ({"Версия": "3"}, {"version": "3"}),
        ({"revision": "4", "version": ""}, {"version": "4"}),
        ({"date": "01.02.2025"}, {"version_date": "2025-02-01", "updated_at": "2025-02-01"}),
        (
            {"date": "2025-02-01", "modified": "2025-03-04T10:00:00Z"},
            {"version_date": "2025-02-01", "updated_at": "2025-03-04"},
        ),
        ({"modified": "never"}, {"version_date": "", "updated_at": ""}),
        ({"Effective-Date": "2025-01-01"}, {"effective": "2025-01-01"}),
        (
            {"valid from": "2025-01-01", "valid_until": "31.12.2025"},
            {"valid_from": "2025-01-01", "valid_until": "2025-12-31"},
        ),
        ({"channels": "Support, sales,support"}, {"channels": ("sales", "support")}),
        ({"audience": "- web\n- phone"}, {"channels": ("phone", "web")}),
        ({"channel": "['web', 'app']"}, {"channels": ("app", "web")}),
        ({"channels": " , "}, {"channels": ("default",)}),
        ({"status": "Draft"}, {"status": "draft"}),
        (
            {"owner": "Sales team", "review_by": "2026-01-01"},
            {"owner": "Sales team", "review_by": "2026-01-01"},
        ),
        ({"language": "uk"}, {"language": "uk"}),
        ({"lang": "ru-RU"}, {"language": "ru"}),
        ({"language": "en"}, {"language": "ru"}),
        ({"language": "xx"}, {"language": "ru"}),
        ({"space": "board"}, {"space": "sales"}),
    ],
)
def test_labels_of_properties(properties: dict[str, str], expected: dict[str, object]) -> None:
    found = asdict(labels(properties))

    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("kb/**/*.md", "kb/a/b.md", True),
        ("kb/**/*.md", "kb/b.md", True),
        ("a/*.md", "kb/a/b.md", True),
        ("*.md", "kb/a/b.md", False),
        ("**/b.??", "kb/a/b.md", True),
        ("a/", "kb/a/x/b.md", True),
        ("a/b.md", "kb/a/bxmd", False),
        ("a/b#1.md", "kb/a/b%231.md", True),
    ],
)
def test_path_patterns(pattern: str, path: str, *, matches: bool) -> None:
    rules = LabelRules(paths=((pattern, {"version": "7"}),))

    assert labels({}, rules, path=path).version == ("7" if matches else "")


def test_a_path_rule_outranks_the_document_and_the_last_rule_wins() -> None:
    rules = LabelRules(
        channels=("web",),
        paths=(
            ("**", {"version": "1", "space": "public", "channels": ("b", "a"), "owner": ""}),
            ("a/**", {"version": "2", "version_date": "01.03.2025"}),
        ),
    )
    found = labels({"version": "9", "owner": "Team", "version_date": "2020-01-01"}, rules)

    assert (found.version, found.space, found.channels) == ("2", "public", ("a", "b"))
    assert (found.owner, found.version_date) == ("Team", "2025-03-01")


def test_default_channels_come_from_the_rules() -> None:
    assert labels({}, LabelRules(channels=("web",))).channels == ("web",)


@pytest.mark.parametrize("rule", [{"verison": "1"}, {"effective": "soon"}])
def test_a_wrong_rule_is_wrong_usage(rule: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        LabelRules(paths=(("**", rule),))


ADDRESS = "ivan.petrov@romashka.ru"


@pytest.mark.parametrize("before", range(MOST - len(ADDRESS) - 8, MOST, 4))
def test_is_redacted_before_it_is_shortened(before: int) -> None:
    """Half an address is none that a recognizer knows."""
    cleaner = Cleaner(Finder(build(["email"])), LabelRules(), Masking(secret=b"secret"))
    owner = f"{'о' * before} {ADDRESS}"
    line = f"Взамен приказа о работе «{'о' * (before - 24)} {ADDRESS}»"
    raw = RawDocument(
        source_id="kb/a.md", blocks=(Block(kind="text", text=line),), properties={"owner": owner}
    )
    given = cleaner.clean(raw, "kb/a.md", "default").labels
    for label in (given.owner, given.supersedes):
        assert 0 < len(label) <= MOST
        assert "iv" not in label
