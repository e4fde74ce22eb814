"""Every setting of the program, typed and read once from the environment. docs/operators.md explains them."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bookings.errors import CannotStart
from bookings.rules.origins import OriginPolicy, parse_origin
from bookings.rules.setup.settings import Environment, parse_smtp_url
from bookings.rules.text.names import clean_email
from bookings.rules.violation import RuleViolation

INSTANCE = Path(__file__).resolve().parent.parent / "instance"
SHORTEST_SECRET = 32
KEY_FILE = "secret_key"
ANY_SITE = "*"


class Settings(BaseSettings):
    """Environment variables carry the upper-case names of these fields (`DATABASE_URL`, `HOLD_MINUTES`, …)."""

    model_config = SettingsConfigDict(env_file=None, extra="ignore", frozen=True)

    database_url: str = f"sqlite:///{INSTANCE / 'ringside.db'}"
    redis_url: str | None = None
    secret_key: str = ""
    secret_key_fallbacks: str = Field(default="", description="former keys, separated by commas")
    jwt_secret: str = ""
    jwt_secret_fallbacks: str = Field(default="", description="former keys, separated by commas")
    host: str = "127.0.0.1"
    port: int = Field(default=5000, ge=0, le=65535)
    public_url: str = Field(default="", description="the address that people type, such as https://desk.example.com")
    smtp_url: str = Field(default="", repr=False, description="the mail server, such as smtp://user:password@mail.example.com:587")
    mail_from: str = Field(default="", description="the address that mails come from")
    payment_provider: Literal["", "stripe", "test", "off"] = Field(default="", description="left out: stripe with a key, test in a demo")
    stripe_secret_key: str = Field(default="", repr=False)
    stripe_webhook_secret: str = Field(default="", repr=False, description="one or, while it is replaced, several separated by commas")
    stripe_api_base: str = Field(default="https://api.stripe.com", description="elsewhere for a server that stands in for Stripe")
    websocket_enabled: bool = True
    websocket_cors_origin: str = ""
    websocket_max_connections: int = Field(default=20_000, ge=1)
    websocket_max_per_person: int = Field(default=50, ge=1)
    websocket_max_per_address: int = Field(default=500, ge=1)
    http_max_per_address: int = Field(default=500, ge=1)
    websocket_timeout: int = Field(default=60_000, ge=1_000, description="milliseconds without a sign of life")
    login_idle_days: float = Field(default=30, ge=0.05, le=3650, description="days without use that end a log-in")
    changes_keep_days: float = Field(default=365, ge=1, le=36_500, description="days that changes of no booking are kept")
    notifications_keep_days: float = Field(default=90, ge=1, le=3650, description="days that people keep what they were told")
    documents_keep_days: float = Field(default=7, ge=0, le=3650, description="days that travel documents are kept after the flight")
    hold_minutes: float = Field(default=10, gt=0, le=120)
    rate_limits: str = "on"
    metrics_token: str = ""
    proxy_hops: int = Field(default=0, ge=0, le=10, description="proxies in front that add to X-Forwarded-For")
    secure_cookies: bool | None = Field(default=None, description="left out: as PUBLIC_URL begins with https")
    webhook_private_networks: bool = Field(default=False, description="webhooks may call addresses in the own network")
    drain_seconds: float = Field(default=3, ge=0, le=120)
    demo: bool = False
    simulate: bool = False

    @field_validator("database_url")
    @classmethod
    def _with_driver(cls, url: str) -> str:
        for short in ("postgres://", "postgresql://"):
            if url.startswith(short):
                return "postgresql+psycopg://" + url.removeprefix(short)
        return url

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, url: str) -> str:
        if url and parse_origin(url) is None:
            raise ValueError(f"PUBLIC_URL is {url!r}, but has to be an address without a path, such as https://desk.example.com.")
        return url.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _a_mail_server(cls, url: str) -> str:
        try:
            return url if not url or parse_smtp_url(url) else ""
        except ValueError as error:
            raise ValueError(f"This is not a mail server's address: {error}.") from None  # it may hold a password

    @field_validator("mail_from")
    @classmethod
    def _an_address(cls, address: str) -> str:
        try:
            return clean_email(address) if address else ""
        except RuleViolation as violation:
            raise ValueError(violation.message) from None

    @field_validator("websocket_cors_origin")
    @classmethod
    def _origins(cls, text: str) -> str:
        for part in _parts(text):
            if part != ANY_SITE and parse_origin(part) is None:
                raise ValueError(f"WEBSOCKET_CORS_ORIGIN names {part!r}, which is no origin. Write it like https://app.example.com.")
        return text

    @model_validator(mode="after")
    def _secrets(self) -> Self:
        # A demo makes its own key for each start. Anything else keeps one, or every restart would sign people out; processes
        # that share a database need the same, so none of them may make its own.
        if self.demo:
            object.__setattr__(self, "secret_key", self.secret_key or secrets.token_hex(32))
        elif not self.secret_key and (file := self.key_file) is not None:
            object.__setattr__(self, "secret_key", _kept_key(file))
        elif len(self.secret_key) < SHORTEST_SECRET:
            raise ValueError(
                f"SECRET_KEY must be set to at least {SHORTEST_SECRET} random characters "
                "(python3 -c 'import secrets; print(secrets.token_hex(32))' makes one), the same for every process of this database. "
                "On SQLite it may be left out: then one is made and kept beside the file."
            )
        if self.jwt_secret and len(self.jwt_secret) < SHORTEST_SECRET:
            raise ValueError(f"JWT_SECRET must have at least {SHORTEST_SECRET} random characters, or be left out.")
        if any(len(key) < SHORTEST_SECRET for key in (*self.former_secret_keys, *self.former_jwt_secrets)):
            raise ValueError(
                "SECRET_KEY_FALLBACKS and JWT_SECRET_FALLBACKS hold whole former keys, separated by commas; one there has "
                f"fewer than {SHORTEST_SECRET} characters."
            )
        if not self.jwt_secret:
            object.__setattr__(self, "jwt_secret", self.secret_key)
            former = (*self.former_jwt_secrets, *self.former_secret_keys)
            object.__setattr__(self, "jwt_secret_fallbacks", ",".join(former))
        if self.payment_provider == "stripe" and not self.stripe_secret_key:
            raise ValueError("PAYMENT_PROVIDER is stripe, so STRIPE_SECRET_KEY must be set to the key that Stripe gave you.")
        if self.secure_cookies is None:
            object.__setattr__(self, "secure_cookies", self.public_url.lower().startswith("https:"))
        return self

    @property
    def former_secret_keys(self) -> list[str]:
        """Keys that signed sessions before `secret_key` and are still valid."""
        return _parts(self.secret_key_fallbacks)

    @property
    def former_jwt_secrets(self) -> list[str]:
        """Keys that signed access tokens before `jwt_secret` and are still valid."""
        return _parts(self.jwt_secret_fallbacks)

    @property
    def on_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def key_file(self) -> Path | None:
        """Where the key is kept that nobody set: beside the SQLite file. None for other databases."""
        try:
            path = make_url(self.database_url).database if self.on_sqlite else None
        except ArgumentError:
            return None
        return Path(path).resolve().parent / KEY_FILE if path and path != ":memory:" else None

    @property
    def origins(self) -> OriginPolicy:
        """The policy for origins: which pages may open sockets, and which other sites may call the API."""
        named = [part for part in _parts(self.websocket_cors_origin) if part != ANY_SITE]
        return OriginPolicy(
            public=parse_origin(self.public_url),
            listed=frozenset(origin for part in named if (origin := parse_origin(part)) is not None),
            any_site=ANY_SITE in _parts(self.websocket_cors_origin),
        )

    @property
    def environment(self) -> Environment:
        """What is set here of the settings that an admin may change otherwise."""
        mail = parse_smtp_url(self.smtp_url) if self.smtp_url else None
        return Environment(self.public_url, mail, self.mail_from)

    @property
    def webhook_secrets(self) -> list[str]:
        """Any of which may have signed a message of Stripe."""
        return _parts(self.stripe_webhook_secret)

    @property
    def limits_rates(self) -> bool:
        return self.rate_limits.lower() not in {"off", "false", "0", "no"}


def _kept_key(file: Path) -> str:
    """The key in this file, which only its owner may read; made at the first start. Raises CannotStart."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError), os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_hex(32))
        key = file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"Cannot keep a key in {file}: {error}. Set SECRET_KEY, or DATABASE_URL to a file elsewhere.") from None
    if len(key) < SHORTEST_SECRET:
        raise CannotStart(f"{file} holds no whole key. Restore it, or remove it: then a new one is made, and everybody signs in anew.")
    return key


def _parts(text: str) -> list[str]:
    """The parts between commas, without empty ones."""
    return [part.strip() for part in text.split(",") if part.strip()]


def read_settings(**given: object) -> Settings:
    """The settings from the environment; those `given` come first. Raises CannotStart with a sentence for each problem."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise CannotStart("\n".join(map(_sentence, error.errors()))) from None
    except SettingsError as error:
        raise CannotStart(str(error)) from None


def _sentence(error: Any) -> str:
    name, message = "_".join(map(str, error["loc"])).upper(), str(error["msg"]).removeprefix("Value error, ")
    return f"{name}: {message}" if name else message
