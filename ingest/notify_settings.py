"""Whom a run tells what a person has to look at, and from which threshold on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from ingest.credential import Variable
from ingest.section import Section

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def _webhook(url: str) -> str:
    if not url or url.startswith("env:"):
        return url
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("expected https://host/path, or env:NAME")
    return url


def _address(text: str) -> str:
    name, at, host = text.rpartition("@")
    if text and (not (name and at and host) or any(letter in text for letter in "\r\n\0")):
        raise ValueError("expected an address such as kb@our-company.example")
    return text


Address = Annotated[str, AfterValidator(_address)]


class NotifySettings(Section):
    """Messages after runs, by webhook and by mail. With neither a URL nor a mail host nothing is sent."""

    failures: int = Field(
        1, ge=0, description="tell when so many sources fail that were not told of yet; 0: never"
    )
    failures_percent: float = Field(
        0.0, ge=0, le=100, description="or such a share of all sources; 0: only the number counts"
    )
    drift: bool = Field(True, description="tell when `ingest verify` finds store and manifest apart")
    deletions_held: bool = Field(True, description="tell when the brake holds documents back from leaving")
    stale_days: float = Field(
        3.0, ge=0, description="tell when a root had no good run, or a source fails, for so long; 0: never"
    )
    troubled_runs: bool = Field(
        True, description="tell when a run ends with exit 2 or more; not 4 (another run is on) nor signals"
    )
    recovered: bool = Field(True, description="tell once when all is well again")
    remind_hours: float = Field(
        24.0, ge=0, description="tell again after so long while it lasts; 0: never again"
    )
    webhook: Annotated[str, AfterValidator(_webhook)] = Field(
        "", description="URL that gets a JSON POST, or env:NAME if the URL is a secret"
    )
    webhook_file: Path | None = Field(None, description="file that holds the URL")
    webhook_plain: bool = Field(
        False, description="allow http:// to other machines; https certificates are always checked"
    )
    webhook_secret: Variable = Field(
        "", description="env:NAME; signs each POST: X-Kb-Ingest-Signature, HMAC-SHA256 of time, dot, body"
    )
    webhook_secret_file: Path | None = Field(None, description="file that holds the secret")
    mail_host: str = Field("", description="SMTP server")
    mail_port: int = Field(0, ge=0, le=65535, description="0: 587 with starttls, 465 with ssl, 25 with none")
    mail_security: Literal["starttls", "ssl", "none"] = Field(
        "starttls", description="'starttls', 'ssl' or 'none'; certificates are always checked"
    )
    mail_user: str = Field("", description="user at the SMTP server; empty: no login")
    mail_password: Variable = Field("", description="env:NAME")
    mail_password_file: Path | None = Field(None, description="file that holds the password")
    mail_from: Address = Field("", description="address it comes from")
    mail_to: tuple[Address, ...] = Field((), description="addresses it goes to")
    ca_file: Path | None = Field(None, description="certificates to trust instead of the system's, PEM")
    timeout_seconds: float = Field(10.0, gt=0, le=120, description="for each of three attempts")

    @model_validator(mode="after")
    def _whole(self) -> NotifySettings:
        if self.mail_host and not (self.mail_from and self.mail_to):
            raise ValueError("mail_host needs mail_from and mail_to")
        if self.mail_security == "none" and self.mail_user and self.mail_host not in LOOPBACK:
            raise ValueError("mail_security = 'none' would send the password in the clear")
        for name in ("webhook", "webhook_secret", "mail_password"):
            if getattr(self, name) and getattr(self, f"{name}_file"):
                raise ValueError(f"{name} and {name}_file: one of them")
        parts = urlsplit(self.webhook)
        if parts.scheme == "http" and parts.hostname not in LOOPBACK and not self.webhook_plain:
            raise ValueError("webhook: http:// can be read on the way; use https://, or allow webhook_plain")
        return self

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the channels that are configured: webhook, mail."""
        webhook = ("webhook",) if self.webhook or self.webhook_file else ()
        return (*webhook, "mail") if self.mail_host else webhook
