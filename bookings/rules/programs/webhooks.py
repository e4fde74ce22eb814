"""Outgoing webhooks: which addresses may be called, of what, how a call is signed, and when it is tried again.

Signed as Standard Webhooks 1.0.0 has it (https://www.standardwebhooks.com): HMAC-SHA256 over "{id}.{timestamp}.{body}".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from bookings.rules.violation import RuleViolation

KINDS = (
    "booking.created", "booking.confirmed", "booking.updated", "booking.cancelled", "booking.deleted", "payment.completed",
    "flight.status-changed",
)  # fmt: skip
TEST, RESYNC = "webhook.test", "webhook.resync"
"""A call that somebody asked for to see whether it arrives; and that what came before is not kept any more."""

PAUSES = tuple(
    map(lambda seconds: timedelta(seconds=seconds), (5, 30, 120, 600, 1800, 7200, 6 * 3600, 12 * 3600))  # noqa: C417
)
"""After each try that failed. When the last has gone by in vain, the webhook is stopped."""

MOST_TRIES = len(PAUSES) + 1
SECRETS_OVERLAP = timedelta(hours=24)
"""So long after a new secret calls are signed with the former one too."""

LONGEST_URL = 500
_PREFIX = "whsec_"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

BAD_URL = "Write an address like https://desk.example.com/hook."
PRIVATE = "This address lies within a private network. Webhooks call public ones only, unless WEBHOOK_PRIVATE_NETWORKS is set."


@dataclass(frozen=True)
class Target:
    """Where a webhook calls: `path` with the query, `host` as it is named."""

    scheme: str
    host: str
    port: int
    path: str


def parse_target(url: object, *, private: bool) -> Target:
    """`private`: whether targets in one's own network are allowed, which need no TLS. Raises RuleViolation."""
    text = url.strip() if isinstance(url, str) else ""
    if not text or len(text) > LONGEST_URL or not text.isascii() or not text.isprintable() or " " in text:
        raise RuleViolation("bad_address", BAD_URL, "url")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise RuleViolation("bad_address", BAD_URL, "url") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise RuleViolation("bad_address", BAD_URL, "url")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise RuleViolation("bad_address", "Write the address without a password and without a #.", "url")
    if parts.scheme == "http" and not private:
        raise RuleViolation("bad_address", "Webhooks carry names of people: the address has to begin with https.", "url")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), path)


def may_call(address: str, *, private: bool) -> bool:
    """Whether this IP address may be called: one of the public Internet, or with `private` one of one's own network too.

    Never a link-local one, on which clouds give their secrets out, nor one of many receivers.
    """
    try:
        ip: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    ip = _within(ip)
    if ip.is_link_local or ip.is_multicast or ip.is_unspecified:
        return False
    return ip.is_global or (private and (ip.is_loopback or (ip.is_private and not ip.is_reserved)))


def clean_kinds(given: object) -> list[str]:
    """In the order of KINDS; none means all of them. Raises RuleViolation."""
    kinds = [given] if isinstance(given, str) else list(given) if isinstance(given, Iterable) else [given]
    if not all(isinstance(kind, str) for kind in kinds):
        raise RuleViolation("bad_kinds", f"Choose some of: {', '.join(KINDS)}.", "kinds")
    if unknown := sorted(set(kinds) - set(KINDS)):
        raise RuleViolation("bad_kinds", f"There is no {unknown[0]}. Choose some of: {', '.join(KINDS)}.", "kinds")
    return [kind for kind in KINDS if kind in kinds]


def new_secret() -> str:
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: str) -> str:
    """One signature, "v1,…". Raises ValueError for what is no secret."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("not a secret of a webhook") from error
    digest = hmac.new(key, f"{message_id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def signed_headers(with_secrets: Iterable[str], message_id: str, timestamp: int, body: str) -> Mapping[str, str]:
    """The three headers, signed with each of these secrets."""
    signatures = " ".join(signature(secret, message_id, timestamp, body) for secret in with_secrets)
    return {"webhook-id": message_id, "webhook-timestamp": str(timestamp), "webhook-signature": signatures}


def _within(ip: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo[1] if ip.teredo else None
    return ip.ipv4_mapped or ip.sixtofour or teredo or ip
