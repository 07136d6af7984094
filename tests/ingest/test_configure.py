"""Settings that are wrong: exit 2, who set them, the key's path, what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import UsageError
from ingest.configure import configure
from ingest.settings import Settings


def refused(
    folder: Path, text: str, *, environ: dict[str, str] | None = None, flags: tuple[str, ...] = ()
) -> str:
    path = folder / "ingest.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        configure(path, environ=environ or {}, flags=flags)
    assert caught.value.exit_code == 2
    assert caught.value.remedy
    return str(caught.value).replace(str(path), "FILE")


ROOT = "[[roots]]\nname = 'a'\npath = 'docs'\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[chunk]\nmax_token = 3", "FILE: chunk.max_token: unknown key. Did you mean 'max_tokens'? Allowed here: min_t"),
        ("[chunkk]\nmax_tokens = 3", "FILE: chunkk: unknown key. Did you mean 'chunk'? Allowed here: state, roots, "),
        ("[zzz]\na = 3", "FILE: zzz: unknown key. Allowed here: state, roots"),
        ("[chunk]\nmin_tokens = 900\nmax_tokens = 800", "FILE: chunk: min_tokens (900) must not exceed max_tokens (800)"),
        ("[chunk]\noverlap_tokens = 700", "FILE: chunk: overlap_tokens (700) must not exceed half of max_tokens"),
        ("[chunk]\nmin_tokens = 'many'", "FILE: chunk.min_tokens: a whole number is needed, not 'many'"),
        ("[chunk]\nmin_tokens = 1.5", "FILE: chunk.min_tokens: a whole number is needed, not 1.5"),
        ("[chunk]\nmin_tokens = -4", "FILE: chunk.min_tokens: at least 1 is needed, not -4"),
        ("[load]\ntimeout_seconds = 0", "FILE: load.timeout_seconds: more than 0.0 is needed, not 0"),
        ("[brake]\npercent = 200", "FILE: brake.percent: at most 100.0 is allowed, not 200"),
        ("[chunk]\ntokenizer = 'tiktoken'", "FILE: chunk.tokenizer: allowed: 'estimate', 'tiktoken:<encoding>'"),
        ("chunk = 3", "FILE: chunk: a table is needed"),
        ("[embed]\nembedder = 'buildin'", "FILE: embed.embedder: allowed: 'builtin', 'sentence-transformers'"),
        ("[embed]\nembedder = 'sentence-transformers'", "FILE: embed: sentence-transformers needs embed.model"),
        ("[embed]\nmodel = 3", "FILE: embed.model: text in quotes is needed"),
        ("[clean]\nmask = 'hash'", "FILE: clean.mask: allowed: 'type' or 'keyed'"),
        ("[clean]\nmask = 'keyed'", "FILE: clean: mask = 'keyed' needs mask_key = 'env:NAME' or mask_key_file"),
        ("[clean]\nallow = 'x'", "FILE: clean.allow: a list is needed: [...]"),
        ("[state]\ndir = 3", "FILE: state.dir: a path in quotes is needed"),
        (ROOT + "exclude = ['[a']", "FILE: roots.0.exclude.0 ('a'): '[a': '[' and ']' need each other"),
        (ROOT + "exclud = []", "FILE: roots.0.exclud ('a'): unknown key. Did you mean 'exclude'? Allowed here: name"),
        ("[[roots]]\nname = 'a'", "FILE: roots.0.path ('a'): is missing"),
        ("[[roots]]\nname = 'a/b'\npath = '.'", "FILE: roots.0.name ('a/b'): a name has no '/'"),
        (ROOT + ROOT, "FILE: roots: each root needs a name of its own"),
        ("roots = []", "FILE: roots: at least 1 is needed"),
        ("[roots]\nname = 'a'", "FILE: roots: a list of tables is needed, each under [[roots]]"),
        ("[[labels]]\nmatch = '{a'", "FILE: labels.0.match ('{a'): '{a': '{' is not closed"),
        ("[[labels]]\nmatch = 'a'\nversion_date = 'now'", "FILE: labels.0.version_date ('a'): 'now' is no day"),
        ("[state]\ndir = '.'", "FILE: state.dir: "),
        ("[state]\ndir = 'docs'", "holds the root 'docs'"),
        ("[chunk]\nmax_tokens =\n", "FILE: not valid TOML: Invalid value (at line 2,"),
        ("[chunk]\n[chunk]\n", "FILE: not valid TOML: Cannot declare ('chunk',) twice (at line 2,"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_in_words(tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(tmp_path, text)


def test_what_follows_from_another_error_is_left_out(tmp_path: Path) -> None:
    assert refused(tmp_path, "[[roots]]\nname = 'a'\n").count(";") == 0
    two = refused(tmp_path, "[chunk]\nmax_token = 3\n[brake]\npercent = 200\n")
    assert two.count("FILE: ") == 2


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"[chunk]\n# \xff\n")
    for name, said in (
        ("nope.toml", "no such file"),
        ("bad.toml", "not UTF-8 (at line 2)"),
        (".", "Is a directory"),
    ):
        with pytest.raises(UsageError, match=said.replace("(", r"\(").replace(")", r"\)")):
            configure(tmp_path / name, environ={})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("INGEST_FOO__BAR", "1", "environment variable INGEST_FOO__BAR: foo: unknown key. Allowed here: state"),
        ("INGEST_CHUNK__MAX_TOKEN", "1", "INGEST_CHUNK__MAX_TOKEN: chunk.max_token: unknown key. Did you mean 'max_tok"),
        ("INGEST_CHUNK__MAX_TOKENS", "abc", "INGEST_CHUNK__MAX_TOKENS: chunk.max_tokens: a whole number is needed, not 'abc'"),
        ("INGEST_CHUNK__MAX_TOKENS", "100", "INGEST_CHUNK__MAX_TOKENS: chunk: min_tokens (500) must not exceed"),
        ("INGEST_CHUNK_MAX_TOKENS", "900", "environment variable INGEST_CHUNK_MAX_TOKENS: did you mean INGEST_CHUNK__MAX_TOKENS?"),
        ("INGEST_CHUNK", "1", "environment variable INGEST_CHUNK: chunk: a table is needed"),
        ("INGEST_ROOTS__0__PATH", "x", "environment variable INGEST_ROOTS__0__PATH: roots is not a table"),
        ("INGEST_STATE__DIR", ".", "environment variable INGEST_STATE__DIR: state.dir: "),
    ],
)  # fmt: skip
def test_a_wrong_variable_is_named(tmp_path: Path, name: str, value: str, said: str) -> None:
    assert said in refused(tmp_path, ROOT, environ={name: value})


@pytest.mark.parametrize(
    ("flag", "said"),
    [
        ("chunk.max_token=4", "--set chunk.max_token: unknown key. Did you mean 'max_tokens'?"),
        ("chunk.max_tokens=abc", "--set chunk.max_tokens: a whole number is needed, not 'abc'"),
        ("chunk.max_tokens=100", "--set chunk.max_tokens: chunk: min_tokens (500) must not exceed"),
        ("chunk=4", "--set chunk: a table is needed"),
        ("chunk", "--set chunk: expected section.key=value"),
        ("=4", "--set =4: expected section.key=value"),
        ("chunk..x=4", "expected section.key=value"),
        ("roots.0.path=x", "--set roots.0.path: roots is not a table"),
        ("roots=[{name='x', path='.', exclude=['[a']}]", "--set roots: roots.0.exclude.0 ('x'): '[a': '[' and ']' need"),
    ],
)  # fmt: skip
def test_a_wrong_flag_is_named(tmp_path: Path, flag: str, said: str) -> None:
    assert said in refused(tmp_path, ROOT, flags=(flag,))


def test_a_value_that_may_be_a_secret_is_not_repeated(tmp_path: Path) -> None:
    assert "hunter2" not in refused(tmp_path, "[clean]\nmask = 'keyed'\nmask_key = 'hunter2'")
    assert "hunter2" not in refused(tmp_path, "", environ={"INGEST_CLEAN__MASK_KEY": "hunter2"})


def test_variables_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ingest.toml").write_text(ROOT, encoding="utf-8")
    others = {"INGEST_URL": "http://x", "INGEST_CHUNK_COLOUR": "red", "INGEST_TEST": "1", "PATH": "x"}
    assert configure(tmp_path / "ingest.toml", environ=others) == configure(
        tmp_path / "ingest.toml", environ={}
    )


def test_flags_outrank_variables_and_variables_the_file(tmp_path: Path) -> None:
    (tmp_path / "ingest.toml").write_text(
        "[chunk]\nmin_tokens = 1\nmax_tokens = 100\noverlap_tokens = 1\n", "utf-8"
    )
    variables = {"INGEST_CHUNK__MAX_TOKENS": "200", "INGEST_CHUNK__OVERLAP_TOKENS": "2"}
    chunk = configure(tmp_path / "ingest.toml", environ=variables, flags=("chunk.overlap_tokens=3",)).chunk
    assert (chunk.min_tokens, chunk.max_tokens, chunk.overlap_tokens) == (1, 200, 3)


def test_lists_come_by_variable_and_flag(tmp_path: Path) -> None:
    given = configure(
        None, environ={"INGEST_ROOTS": '[{name="x", path="y"}]'}, flags=("clean.allow=['a', 'b']",)
    )
    assert ([root.name for root in given.roots], given.clean.allow) == (["x"], ("a", "b"))


def test_paths_are_those_of_the_folder_that_holds_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kb" / "models" / "tiny").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    text = (
        ROOT
        + "[state]\ndir = 's'\n[audit]\npath = 'a.jsonl'\n[clean]\nmask_key_file = 'k'\n[embed]\nmodel = '{}'\n"
    )
    seen = []
    for model in ("models/tiny", "./models/tiny", "owner/name", "./none"):
        (tmp_path / "kb" / "ingest.toml").write_text(text.format(model), encoding="utf-8")
        for place in (tmp_path / "kb", tmp_path / "elsewhere"):
            monkeypatch.chdir(place)
            given = configure(tmp_path / "kb" / "ingest.toml", environ={})
            paths = (given.roots[0].path, given.state.dir, given.audit.path, given.clean.mask_key_file)
            assert [path and path.relative_to(tmp_path / "kb").as_posix() for path in paths] == [
                "docs",
                "s",
                "a.jsonl",
                "k",
            ]
            seen.append(given.embed.model)
    here = str(tmp_path / "kb" / "models" / "tiny")
    assert seen == [here] * 4 + ["owner/name"] * 2 + [str(tmp_path / "kb" / "none")] * 2


def test_the_nearest_file_upwards_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ingest.toml").write_text("[chunk]\nmin_tokens = 7\n", encoding="utf-8")
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert configure(environ={}).chunk.min_tokens == 7
    assert configure(environ={}).roots[0].path == tmp_path / "docs"


def test_every_key_can_be_set_by_a_variable(tmp_path: Path) -> None:
    for section, field in Settings.model_fields.items():
        for key in getattr(field.annotation, "model_fields", ()):
            said = refused(tmp_path, "", environ={f"INGEST_{section}__{key}".upper(): "{ wrong = 1 }"})
            assert f"INGEST_{section}__{key}".upper() in said


@pytest.mark.parametrize("day", ["2025-06-30", '"2025-06-30"', " 2025-06-30 "])
def test_a_day_needs_no_quotes_in_a_flag_or_a_variable(day: str) -> None:
    flagged = configure(environ={}, flags=[f"select.as_of={day}"])
    told = configure(environ={"INGEST_SELECT__AS_OF": day})

    assert flagged.select.as_of == told.select.as_of == "2025-06-30"
