"""Patterns as in .gitignore."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.globs import matcher, names_hidden, validate_glob

TABLE = [
    ("*.md", ["a.md", "x/y/a.md", ".md"], ["a.mdx", "a.txt", "md"]),
    ("/*.md", ["a.md"], ["x/a.md"]),
    ("**/*.md", ["a.md", "x/a.md", "x/y/a.md"], ["a.txt"]),
    ("docs/*.md", ["docs/a.md"], ["docs/x/a.md", "x/docs/a.md", "a.md"]),
    ("docs/**/*.md", ["docs/a.md", "docs/x/y/a.md"], ["a.md", "xdocs/a.md"]),
    ("docs/**", ["docs/a", "docs/x/y", "docs/"], ["docs", "adocs/x"]),
    ("**/old/**", ["old/a", "x/old/y/z"], ["bold/a", "x/bold/a"]),
    ("old/", ["old/", "old/a", "x/old/a"], ["old", "x/old", "bold/a"]),
    ("old", ["old", "old/", "old/a", "x/old", "x/old/a"], ["older", "x/bold"]),
    ("a/old/", ["a/old/x"], ["b/a/old/x", "a/old"]),
    ("a?c", ["abc", "x/aёc"], ["ac", "a/c", "abbc"]),
    ("[a-c].md", ["a.md", "c.md"], ["d.md", "-.md"]),
    ("[!a-c].md", ["d.md"], ["a.md", "/.md"]),
    ("x[^a]y", ["xby"], ["xay", "x/y"]),
    ("[]x].md", ["].md", "x.md"], ["[.md"]),
    ("*.{md,html}", ["a.md", "x/a.html"], ["a.txt", "a.{md,html}"]),
    ("{a,b/{c,d}}/*.md", ["a/x.md", "b/c/x.md", "b/d/x.md"], ["b/x.md", "c/x.md"]),
    ("a,b.md", ["a,b.md"], ["a", "b.md"]),
    (r"\*.md", ["*.md"], ["a.md"]),
    (r"\{a\}", ["{a}"], ["a"]),
    ("v1.+(x)$.md", ["v1.+(x)$.md"], ["v1x.md", "v11(x)$.md"]),
    ("**", ["a", "x/y"], []),
    ("a**b", ["ab", "axxb"], ["a/b"]),
    ("a/**/b", ["a/b", "a/x/b", "a/x/y/b/c"], ["ab", "a/xb"]),
    ("Отчёты/*.docx", ["Отчёты/a.docx", "Отчёты/a.docx"], ["Отчеты/a.docx"]),
    ("line*", ["line\nbreak.md"], []),
]


@pytest.mark.parametrize(("pattern", "yes", "no"), TABLE, ids=[row[0] for row in TABLE])
def test_what_a_pattern_matches(pattern, yes, no):
    validate_glob(pattern)
    matches = matcher([pattern])
    assert [path for path in yes if not matches(path)] == []
    assert [path for path in no if matches(path)] == []


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "not empty"),
        ("  ", "not empty"),
        ("!a", "'!' is not supported"),
        ("a[", "'\\[' and '\\]'"),
        ("a]", "'\\[' and '\\]'"),
        ("[z-a]", "not a set"),
        ("{a", "not closed"),
        ("a}", "without"),
        ("a\\", "nothing follows"),
        ("../a", "match nothing"),
        ("./a", "match nothing"),
        ("a//b", "match nothing"),
        ("/", "match nothing"),
        ("C:\\docs", "relative"),
    ],
)
def test_a_wrong_pattern_is_explained(pattern, said):
    with pytest.raises(ValueError, match=said):
        validate_glob(pattern)


def test_several_patterns_and_none():
    assert [matcher(["*.md", "b/"])(path) for path in ("a.md", "b/x", "c.txt")] == [True, True, False]
    assert not matcher([])("a.md")


def test_patterns_that_mean_hidden_files():
    named = ["**/.github/*.md", ".env", "{.a,b}/x"]
    assert [names_hidden(pattern) for pattern in named] == [True] * 3
    assert not any(map(names_hidden, ["**/*.md", "a.b/c.d", "*"]))


@given(st.text("ab*?[]{},!^\\/.-я", min_size=1, max_size=12), st.text("ab/.я", max_size=12))
def test_any_text_is_a_working_pattern_or_a_value_error(pattern, path):
    try:
        validate_glob(pattern)
    except ValueError:
        return
    matcher([pattern])(path)


@given(st.from_regex(re.compile(r"[a-zа-я ._+()$-]{1,8}"), fullmatch=True).filter(str.strip))
def test_a_plain_name_matches_itself_at_any_depth(name):
    if name in {".", ".."}:
        return
    assert matcher([name])(name)
    assert matcher([name])(f"X/{name}/Y")
    assert not matcher([name])(f"X/{name}Z")
