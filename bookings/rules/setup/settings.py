"""What an admin sets for the whole program: the mail server, the address that people type, and who may sign up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

from bookings.rules.origins import parse_origin
from bookings.rules.setup.fields import Fields
from bookings.rules.text.names import clean_email
from bookings.rules.violation import RuleViolation

_HOST = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?|\[?[0-9a-fA-F:]{2,45}\]?")
ANOTHER_SERVER = "Another server is not told the password of the former one. Type its own."
MAIL_FIELDS = ("mail_host", "mail_port", "mail_tls", "mail_user", "mail_password", "mail_from")


class SignUp(StrEnum):
    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


class Encryption(StrEnum):
    """How the mail server is spoken to: TLS after a plain greeting, TLS from the first byte, or in the open."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


USUAL_PORTS = {Encryption.STARTTLS: 587, Encryption.TLS: 465, Encryption.NONE: 25}


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    tls: str = Encryption.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        return f"{self.host}:{self.port} ({self.tls})"


@dataclass(frozen=True)
class SiteSettings:
    """`public_url` is an origin or "", `mail_from` an address or ""."""

    public_url: str = ""
    sign_up: str = SignUp.OPEN
    mail: MailServer | None = None
    mail_from: str = ""

    @property
    def sends_mail(self) -> bool:
        """Without the public address no mail could say where its link leads: a request's Host is anybody's word."""
        return self.mail is not None and bool(self.mail_from and self.public_url)


@dataclass(frozen=True)
class Environment:
    """What the environment sets, which comes before what an admin sets."""

    public_url: str = ""
    mail: MailServer | None = None
    mail_from: str = ""

    def over(self, kept: SiteSettings) -> SiteSettings:
        return replace(
            kept, public_url=self.public_url or kept.public_url, mail=self.mail or kept.mail,
            mail_from=self.mail_from or kept.mail_from,
        )  # fmt: skip

    @property
    def fixed(self) -> dict[str, str]:
        """{field: the variable that sets it}."""
        found = {"public_url": "PUBLIC_URL"} if self.public_url else {}
        found |= dict.fromkeys(MAIL_FIELDS[:-1], "SMTP_URL") if self.mail else {}
        return found | ({"mail_from": "MAIL_FROM"} if self.mail_from else {})


def values_of(settings: SiteSettings) -> dict[str, Any]:
    """By the names of the fields, the password never."""
    mail = settings.mail
    return {
        "public_url": settings.public_url,
        "sign_up": settings.sign_up,
        "mail_host": mail.host if mail else "",
        "mail_port": mail.port if mail else "",
        "mail_tls": mail.tls if mail else Encryption.STARTTLS,
        "mail_user": mail.user if mail else "",
        "mail_password": "",
        "mail_from": settings.mail_from,
    }


def read_settings(given: Mapping[str, object], kept: SiteSettings, environment: Environment) -> SiteSettings:
    """The settings with those that are given. An empty password keeps the one there is, for the same server; without a user
    there is none.

    Raises Invalid with a sentence for each field.
    """
    fields = Fields(given)
    for name, variable in environment.fixed.items():
        if fields.has(name):
            fields.errors[name] = f"{variable} sets this where the program is started. Change it there."
    before = values_of(kept)
    public_url = fields.read("public_url", _origin)
    sign_up = fields.choice("sign_up", tuple(SignUp))
    sender = fields.read("mail_from", lambda value: clean_email(value, field="mail_from") if value else "")
    host = fields.read("mail_host", _host)
    tls = fields.choice("mail_tls", tuple(Encryption)) or before["mail_tls"]
    port = fields.optional_whole("mail_port", 1, 65_535) or (None if fields.has("mail_port") else before["mail_port"])
    user = fields.line("mail_user")
    password = fields.read("mail_password", _password)
    fields.check()
    host = before["mail_host"] if host is None else host
    user = before["mail_user"] if user is None else user
    mail = None
    if host:
        known = kept.mail.password if kept.mail and kept.mail.host == host else ""
        if user and kept.mail and kept.mail.password and not (password or known):
            fields.errors["mail_password"] = ANOTHER_SERVER
        mail = MailServer(host, int(port or USUAL_PORTS[Encryption(tls)]), tls, user, (password or known) if user else "")
    found = SiteSettings(
        kept.public_url if public_url is None else public_url, sign_up or kept.sign_up, mail,
        kept.mail_from if sender is None else sender,
    )  # fmt: skip
    _check_together(fields, environment.over(found))
    fields.check()
    return found


def parse_smtp_url(text: str) -> MailServer:
    """From smtp://user:password@host:587 (STARTTLS), smtps://… (TLS at once) or smtp+plain://… (in the open).

    Raises ValueError.
    """
    parts = urlsplit(text)
    tls = {"smtp": Encryption.STARTTLS, "smtps": Encryption.TLS, "smtp+plain": Encryption.NONE}.get(parts.scheme)
    if tls is None or not parts.hostname or parts.path not in ("", "/"):
        raise ValueError("write it like smtp://user:password@mail.example.com:587, or smtps://…")
    return MailServer(
        parts.hostname, parts.port or USUAL_PORTS[tls], tls, unquote(parts.username or ""), unquote(parts.password or "")
    )


def _check_together(fields: Fields, settings: SiteSettings) -> None:
    if settings.mail is None:
        return
    if not settings.mail_from:
        fields.errors["mail_from"] = "Mails need an address that they come from."
    if not settings.public_url:
        fields.errors["public_url"] = "Links in mails need the address that people type. Fill it in, or take the mail server out."


def _origin(value: object) -> str:
    text = value.strip().rstrip("/") if isinstance(value, str) else ""
    if text and (len(text) > 200 or parse_origin(text) is None):
        raise RuleViolation("bad_address", "Write an address without a path, such as https://desk.example.com.", "public_url")
    return text


def _host(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if text and _HOST.fullmatch(text) is None:
        raise RuleViolation("bad_host", "Write the name of a server, such as mail.example.com.", "mail_host")
    return text


def _password(value: object) -> str:
    if not isinstance(value, str) or len(value) > 200 or not value.isprintable():
        raise RuleViolation("bad_text", "That cannot be a password: at most 200 characters on one line.", "mail_password")
    return value
