"""Where tokens come from, what they allow, and which settings are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.errors import UsageError
from ingest.configure import configure
from ingest.live.tokens import ANYBODY, Tokens, tokens_of
from ingest.serve_settings import TokenRule
from ingest.settings import Settings

LONG = "a-token-of-enough-letters"


def settings(tmp_path: Path, *flags: str) -> Settings:
    (tmp_path / "ingest.toml").write_text("", encoding="utf-8")
    return configure(tmp_path / "ingest.toml", environ={}, flags=flags)


def rule(name: str = "bot", **given: Any) -> TokenRule:
    return TokenRule.model_validate({"name": name, "spaces": ["a", "b"], "token": "env:BOT", **given})


def test_a_token_is_its_caller() -> None:
    rules = [rule(), rule("owner", token="env:OWNER", spaces=["*"], may=["search", "sync"])]
    tokens = Tokens(rules, environ={"BOT": f" {LONG}\n", "OWNER": f"{LONG}2"})
    bot, owner = tokens.caller(f"Bearer {LONG}"), tokens.caller(f"bearer  {LONG}2")

    assert bot is not None
    assert owner is not None
    assert (bot.name, bot.may, bot.spaces) == ("bot", {"search"}, ("a", "b"))
    assert (owner.name, owner.may, owner.spaces) == ("owner", {"search", "sync"}, None)
    assert bot.sees("a")
    assert not bot.sees("c")
    assert owner.sees("c")


@pytest.mark.parametrize(
    "header",
    ["", LONG, f"Bearer {LONG}3", f"Basic {LONG}", "Bearer", "Bearer ", f"Bearer {LONG} x", "Bearer é\ud800"],
)
def test_others_are_nobody(header: str) -> None:
    assert Tokens([rule()], environ={"BOT": LONG}).caller(header) is None


def test_an_open_server_takes_no_token_for_anybody_and_a_wrong_one_for_nobody() -> None:
    tokens = Tokens([rule()], anybody=True, environ={"BOT": LONG})

    assert tokens.caller("") is ANYBODY
    assert tokens.caller("Bearer wrong") is None


def test_a_token_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{LONG}\n", encoding="utf-8")
    flag = "tokens=[{name='bot', token_file='token', spaces=['*']}]"
    found = tokens_of(settings(tmp_path, flag), {}).caller(f"Bearer {LONG}")

    assert found is not None
    assert found.name == "bot"


@pytest.mark.parametrize(
    ("given", "environ", "message"),
    [
        ({}, {}, "BOT is not set"),
        ({}, {"BOT": " "}, "BOT is not set"),
        ({}, {"BOT": "short"}, "at least 16 characters"),
        ({"token": "", "token_file": "/nowhere/token"}, {}, "cannot be read"),
    ],
)
def test_a_token_that_is_none_is_exit_2(given: dict[str, Any], environ: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        Tokens([rule(**given)], environ=environ)
    assert "short" not in str(caught.value)


def test_one_token_for_two_is_exit_2() -> None:
    with pytest.raises(UsageError, match="'other' has the token of 'bot'"):
        Tokens([rule(), rule("other")], environ={"BOT": LONG})


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["serve.host='kb.example'"], "an address of this machine"),
        (["serve.host='0.0.0.0'", "serve.open=true"], "open lets everybody in"),
        (["serve.port=70000"], "serve.port"),
        (["tokens=[{name='bot', token='swordfish', spaces=['*']}]"], "env:NAME"),
        (["tokens=[{name='bot', token='env:', spaces=['*']}]"], "env:NAME"),
        (["tokens=[{name='bot', spaces=['*']}]"], "either token"),
        (["tokens=[{name='bot', token='env:A', token_file='b', spaces=['*']}]"], "either token"),
        (["tokens=[{name='bot', token='env:A'}]"], "needs spaces"),
        (["tokens=[{name='bot', token='env:A', spaces=['*'], may=['drop']}]"], "may"),
        (
            ["tokens=[{name='a', token='env:A', may=['sync']}, {name='a', token='env:B', may=['sync']}]"],
            "own",
        ),
    ],
)
def test_settings_that_are_refused(tmp_path: Path, flags: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        settings(tmp_path, *flags)
    assert "swordfish" not in str(caught.value)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_others_reach_it_with_tokens_only(tmp_path: Path, host: str) -> None:
    with pytest.raises(UsageError, match="there is no token"):
        tokens_of(settings(tmp_path, f"serve.host='{host}'"), {})
    flag = "tokens=[{name='bot', token='env:BOT', spaces=['*']}]"
    assert tokens_of(settings(tmp_path, f"serve.host='{host}'", flag), {"BOT": LONG})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_machine_needs_none(tmp_path: Path, host: str) -> None:
    assert tokens_of(settings(tmp_path, f"serve.host='{host}'"), {})
