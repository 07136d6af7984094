"""Webhook and mail against real servers of this machine: taken, refused, tried again, not trusted."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ingest.live.channels import Channel, UndeliveredError, channels_of, deliver
from ingest.live.message import Message, compose_test
from ingest.notify_settings import NotifySettings
from tests.ingest.live.listeners import certificate, hook, postbox

MESSAGE = compose_test(host="kb", at="2025-06-01T03:00:00+00:00")
MAIL = {
    "mail_host": "127.0.0.1",
    "mail_from": "kb@our.example",
    "mail_to": ("ops@our.example", "we@our.example"),
}


def channel(**chosen: Any) -> Channel:
    (made,) = channels_of(NotifySettings(**chosen))
    return made


def sent(one: Channel, message: Message = MESSAGE) -> tuple[str, list[float]]:
    """What went wrong, and the waits between attempts."""
    waits: list[float] = []
    try:
        deliver(one, message, waits.append)
    except UndeliveredError as error:
        return str(error), waits
    return "", waits


def test_a_post_is_signed_json(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("tiny secret\n")
    with hook() as heard:
        one = channel(webhook=heard.url, webhook_secret_file=tmp_path / "secret")
        assert sent(one) == ("", [])
    ((headers, body),) = heard.posts
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body)["status"] == "test"
    at = headers["X-Kb-Ingest-Timestamp"]
    expected = hmac.new(b"tiny secret", at.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Kb-Ingest-Signature"] == f"sha256={expected}"
    assert abs(time.time() - int(at)) < 60
    assert "s3cr3t" not in one.to
    assert one.to.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("answers", "trouble", "attempts"),
    [
        ([204], "", 1),
        ([503, 429, 200], "", 3),
        ([500], "HTTP 500", 3),
        ([404], "HTTP 404", 1),
        ([302], "HTTP 302", 1),
        ([308], "HTTP 308", 1),
    ],
)
def test_what_may_pass_is_tried_three_times(answers: list[int], trouble: str, attempts: int) -> None:
    with hook() as heard:
        heard.answers = answers
        found, waits = sent(channel(webhook=heard.url))
    assert (found, len(heard.posts), waits) == (trouble, attempts, [1.0, 4.0][: attempts - 1])
    assert "X-Kb-Ingest-Signature" not in heard.posts[0][0]


def test_nobody_there_and_nobody_answers() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        assert sent(channel(webhook=f"http://127.0.0.1:{port}/"))[0] == "Connection refused"
        silent.listen()
        one = channel(webhook=f"http://127.0.0.1:{port}/", timeout_seconds=0.1)
        found, waits = sent(one)
    assert found.lower() in {"timed out", "timeouterror"}
    assert waits == [1.0, 4.0]


@pytest.mark.needs("openssl")
def test_https_is_believed_only_with_a_certificate_that_is_trusted(tmp_path: Path) -> None:
    cert, context = certificate(tmp_path)
    with hook(context) as heard:
        found, waits = sent(channel(webhook=heard.url))
        assert found.startswith("the certificate is not trusted")
        assert (waits, heard.posts) == ([], [])
        assert sent(channel(webhook=heard.url, ca_file=cert)) == ("", [])
    assert len(heard.posts) == 1


def test_the_url_may_be_the_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hook() as heard:
        (tmp_path / "url").write_text(heard.url + "\n")
        monkeypatch.setenv("KB_HOOK", heard.url)
        assert sent(channel(webhook_file=tmp_path / "url")) == ("", [])
        assert sent(channel(webhook="env:KB_HOOK")) == ("", [])
    assert len(heard.posts) == 2
    monkeypatch.delenv("KB_HOOK")
    assert sent(channel(webhook="env:KB_HOOK"))[0].endswith("the environment variable KB_HOOK is not set")
    (tmp_path / "url").write_text("http://elsewhere.example/")
    assert sent(channel(webhook_file=tmp_path / "url"))[0] == "notify.webhook names no https:// URL"
    assert channel(webhook_file=tmp_path / "gone").to == ""


def test_a_mail_arrives() -> None:
    text = Message(
        status="trouble", subject="[kb-ingest] kb: 2 Quellen", text="docs/Прайс ü.docx\n.\nend", data={}
    )
    with postbox() as box:
        assert sent(channel(**MAIL, mail_port=box.port, mail_security="none"), text) == ("", [])
    (mail,) = box.mails
    assert (mail["From"], mail["To"]) == ("kb@our.example", "ops@our.example, we@our.example")
    assert mail["Subject"] == text.subject
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@our.example>")
    assert mail.get_content().splitlines() == text.text.splitlines()


@pytest.mark.needs("openssl")
@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_mail_logs_in_only_where_the_server_is_trusted(
    security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cert, context = certificate(tmp_path)
    monkeypatch.setenv("KB_MAIL", "pa55 word")
    with postbox(tls=context, whole=security == "ssl", login=True) as box:
        chosen = {**MAIL, "mail_port": box.port, "mail_security": security, "mail_user": "kb"}
        found, _ = sent(channel(**chosen, mail_password="env:KB_MAIL"))
        assert found.startswith("the certificate is not trusted")
        assert box.logins == []
        assert sent(channel(**chosen, mail_password="env:KB_MAIL", ca_file=cert)) == ("", [])
        monkeypatch.setenv("KB_MAIL", "wrong")
        assert sent(channel(**chosen, mail_password="env:KB_MAIL", ca_file=cert)) == ("SMTP 535", [])
    assert set(box.logins) == {("kb", "pa55 word"), ("kb", "wrong")}, "smtplib tries each mechanism"
    assert len(box.mails) == 1


def test_a_server_without_tls_gets_nothing_when_tls_is_wanted() -> None:
    with postbox() as box:
        found, _ = sent(channel(**MAIL, mail_port=box.port))
    assert found == "SMTPNotSupportedError"
    assert box.mails == []


def test_some_addresses_or_all_are_refused_and_a_greylist_is_waited_for() -> None:
    with postbox() as box:
        one = channel(**MAIL, mail_port=box.port, mail_security="none")
        box.refuse = {"we@our.example": "550 no such user"}
        assert sent(one) == ("1 of 2 addresses refused", [])
        assert len(box.mails) == 1
        box.refuse = dict.fromkeys(MAIL["mail_to"], "451 come again")
        assert sent(one) == ("no address was taken, SMTP [451]", [1.0, 4.0])
        box.refuse, box.answers = {}, ["451 busy"]
        assert sent(one) == ("", [1.0])
    assert len(box.mails) == 2


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"webhook": "http://hooks.example/x"}, "https://"),
        ({"webhook": "ftp://hooks.example/x"}, "https://host/path"),
        ({"webhook": "https://hooks.example/x", "webhook_file": "url"}, "one of them"),
        ({"webhook_secret": "hunter2"}, "env:NAME"),
        ({"mail_password": "hunter2"}, "env:NAME"),
        ({"mail_host": "mail.example"}, "mail_from"),
        ({"mail_to": ["ops"]}, "address"),
        ({"mail_to": ["ops@our.example\r\nBcc: all@our.example"]}, "address"),
        ({**MAIL, "mail_host": "mail.example", "mail_security": "none", "mail_user": "kb"}, "in the clear"),
    ],
)
def test_settings_that_cannot_be_meant(chosen: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        NotifySettings(**chosen)


def test_no_channel_unless_one_is_named() -> None:
    assert NotifySettings().channels == ()
    assert NotifySettings(webhook="https://h.example/", **MAIL).channels == ("webhook", "mail")
