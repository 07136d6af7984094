"""Two ways to tell somebody: a signed JSON POST, and a mail. Each tries three times; certificates are checked."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from index.errors import UsageError
from ingest import __version__
from ingest.credential import VARIABLE, secret_of
from ingest.notify_settings import LOOPBACK, NotifySettings

if TYPE_CHECKING:
    import smtplib
    import ssl

    from ingest.live.message import Message

WAITS = (1.0, 4.0)
"""Seconds before the second and the third attempt."""
SIGNATURE, TIMESTAMP = "X-Kb-Ingest-Signature", "X-Kb-Ingest-Timestamp"


class UndeliveredError(Exception):
    """It was not taken. The words name no secret; `again` says whether another attempt may help."""

    def __init__(self, words: str, *, again: bool) -> None:
        super().__init__(words)
        self.again = again


class Channel(Protocol):
    """One way to tell."""

    name: str

    @property
    def to(self) -> str:
        """Where it leads, without what is secret."""
        ...

    def send(self, message: Message) -> None:
        """Hands the message over, in one attempt. Raises UndeliveredError."""
        ...


def deliver(channel: Channel, message: Message, sleep: Callable[[float], object] = time.sleep) -> None:
    """Tries three times. Raises the last UndeliveredError."""
    for wait in (*WAITS, None):
        try:
            channel.send(message)
        except UndeliveredError as error:
            if wait is None or not error.again:
                raise
            sleep(wait)
        else:
            return


def channels_of(chosen: NotifySettings) -> list[Channel]:
    """The configured channels."""
    made: dict[str, Callable[[NotifySettings], Channel]] = {"webhook": Webhook, "mail": Mail}
    return [made[name](chosen) for name in chosen.channels]


@dataclass(slots=True)
class Webhook:
    """POST of a message's data. Redirects are not followed: a signed body goes where it was meant to go."""

    chosen: NotifySettings
    name: str = "webhook"

    @property
    def to(self) -> str:
        """Scheme and host; the path may be the secret."""
        try:
            parts = urlsplit(self._url())
        except UndeliveredError:
            return ""
        return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}"

    def send(self, message: Message) -> None:
        """As `Channel.send`."""
        import http.client
        import urllib.error
        import urllib.request

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: object) -> None:
                """Nowhere."""

        url = self._url()
        body = json.dumps(message.data, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "User-Agent": f"kb-ingest/{__version__}"}
        if secret := _named("webhook_secret", self.chosen.webhook_secret, self.chosen.webhook_secret_file):
            headers |= signed(body, secret, datetime.now(UTC))
        handlers = [Stay(), urllib.request.HTTPSHandler(context=_trust(self.chosen))]
        if urlsplit(url).hostname in LOOPBACK:
            handlers.append(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310 - settings checked it
        try:
            with urllib.request.build_opener(*handlers).open(request, timeout=self.chosen.timeout_seconds):
                return
        except urllib.error.HTTPError as error:
            error.close()
            again = error.code in {408, 425, 429} or error.code >= 500
            raise UndeliveredError(f"HTTP {error.code}", again=again) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _undelivered(error) from None

    def _url(self) -> str:
        url = _named("webhook", self.chosen.webhook, self.chosen.webhook_file).decode("utf-8", "replace")
        parts = urlsplit(url)
        plain = parts.hostname in LOOPBACK or self.chosen.webhook_plain
        if parts.scheme == "https" or (parts.scheme == "http" and plain):
            return url
        raise UndeliveredError("notify.webhook names no https:// URL", again=False)


def signed(body: bytes, secret: bytes, now: datetime) -> dict[str, str]:
    """Headers by which a receiver knows us: HMAC-SHA256 over seconds since 1970, a dot and the body."""
    at = str(int(now.timestamp()))
    digest = hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {TIMESTAMP: at, SIGNATURE: f"sha256={digest}"}


@dataclass(slots=True)
class Mail:
    """A mail to all of `mail_to`, by one SMTP server. Where one address is refused the others have it."""

    chosen: NotifySettings
    name: str = "mail"

    @property
    def to(self) -> str:
        """Server and addresses."""
        return f"{self.chosen.mail_host}: {', '.join(self.chosen.mail_to)}"

    def send(self, message: Message) -> None:
        """As `Channel.send`."""
        import smtplib
        from email.message import EmailMessage
        from email.utils import format_datetime, make_msgid

        mail = EmailMessage()
        mail["Subject"] = message.subject
        mail["From"] = self.chosen.mail_from
        mail["To"] = ", ".join(self.chosen.mail_to)
        mail["Date"] = format_datetime(datetime.now().astimezone())
        mail["Message-ID"] = make_msgid(domain=self.chosen.mail_from.rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text + "\n")
        try:
            with self._server() as server:
                self._log_in(server)
                refused = server.send_message(mail)
        except smtplib.SMTPResponseException as error:
            raise UndeliveredError(f"SMTP {error.smtp_code}", again=400 <= error.smtp_code < 500) from None
        except smtplib.SMTPRecipientsRefused as error:
            codes = sorted({code for code, _ in error.recipients.values()})
            again = any(400 <= code < 500 for code in codes)
            raise UndeliveredError(f"no address was taken, SMTP {codes}", again=again) from None
        except (OSError, ValueError) as error:
            raise _undelivered(error) from None
        if refused:
            raise UndeliveredError(
                f"{len(refused)} of {len(self.chosen.mail_to)} addresses refused", again=False
            )

    def _server(self) -> smtplib.SMTP:
        import smtplib

        chosen, wait = self.chosen, self.chosen.timeout_seconds
        port = chosen.mail_port or {"starttls": 587, "ssl": 465, "none": 25}[chosen.mail_security]
        if chosen.mail_security == "ssl":
            return smtplib.SMTP_SSL(chosen.mail_host, port, timeout=wait, context=_trust(chosen))
        server = smtplib.SMTP(chosen.mail_host, port, timeout=wait)
        if chosen.mail_security == "starttls":
            try:
                server.starttls(context=_trust(chosen))
            except BaseException:
                server.close()
                raise
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        if self.chosen.mail_user:
            password = _named("mail_password", self.chosen.mail_password, self.chosen.mail_password_file)
            server.login(self.chosen.mail_user, password.decode("utf-8", "replace"))


def _trust(chosen: NotifySettings) -> ssl.SSLContext:
    import ssl

    try:
        return ssl.create_default_context(cafile=chosen.ca_file)
    except OSError as error:
        raise UndeliveredError(
            f"notify.ca_file cannot be read ({type(error).__name__})", again=False
        ) from None


def _named(name: str, value: str, file: Path | None) -> bytes:
    """A secret that the settings name; what is no secret as it stands; b"" if none is named."""
    if file is None and not value.startswith(VARIABLE):
        return value.encode()
    try:
        return secret_of(f"notify.{name}", value, file)
    except UsageError as error:
        raise UndeliveredError(str(error), again=False) from None


def _undelivered(error: Exception) -> UndeliveredError:
    """Trouble of the network by its kind: what it says may hold the URL."""
    import ssl

    inner = getattr(error, "reason", error)
    cause = inner if isinstance(inner, Exception) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return UndeliveredError(f"the certificate is not trusted ({cause.verify_message})", again=False)
    words = cause.strerror if isinstance(cause, OSError) and cause.strerror else type(cause).__name__
    return UndeliveredError(words, again=isinstance(cause, OSError))
