"""Web origins, read and compared as scheme, host and port, not as text (RFC 6454, section 5)."""

from __future__ import annotations

import ipaddress
import string
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST_CHARACTERS = frozenset(string.ascii_lowercase + string.digits + "-._:")


@dataclass(frozen=True)
class Origin:
    """`host` in lower case and ASCII; `port` also where the text left it to the scheme."""

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """Host and port as an address names them, without a port that goes without saying."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def parse_origin(text: str) -> Origin | None:
    """From "https://club.example:8443", with or without a slash at the end; None for anything else, "null" too."""
    parts = _split(text.strip())
    if parts is None or parts.scheme not in _DEFAULT_PORTS or "@" in parts.netloc:
        return None
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        return None
    host, port = _host_and_port(parts)
    return Origin(parts.scheme, host, port or _DEFAULT_PORTS[parts.scheme]) if host else None


@dataclass(frozen=True)
class OriginPolicy:
    """Whose pages may do what here: our own, and those of the origins that the operator lists.

    `public` is the address that people type, where the operator has named it; a page of it is ours whatever Host a proxy
    passes on. `any_site` lets every page open sockets with a token, and none with a cookie.
    """

    public: Origin | None = None
    listed: frozenset[Origin] = frozenset()
    any_site: bool = False

    def is_own(self, origin: str, host: str) -> bool:
        """Whether a page of `origin` was served by us, where `host` is the Host header of its request.

        A Host without a port stands for its scheme's default. A proxy may end TLS, so the scheme alone proves nothing.
        """
        page, parts = parse_origin(origin), _split(f"//{host}")
        if page is None or parts is None:
            return False
        name, port = _host_and_port(parts)
        return page == self.public or (page.host, page.port) == (name, port or _DEFAULT_PORTS[page.scheme])

    def lists(self, origin: str) -> bool:
        return bool(self.listed) and parse_origin(origin) in self.listed

    def may_connect(self, origin: str | None, host: str) -> bool:
        """With a token: programs send no Origin; browsers do."""
        return not origin or self.any_site or self.is_own(origin, host) or self.lists(origin)

    def cookie_is_trusted(self, origin: str | None, host: str, fetch_site: str | None = None) -> bool:
        """A cookie comes along whoever asks, so the asking page has to be ours or listed by its own name.

        Browsers name no Origin when a page gets something from its own site; newer ones say so in Sec-Fetch-Site.
        """
        if origin:
            return self.is_own(origin, host) or self.lists(origin)
        return fetch_site == "same-origin"


def is_loopback(host: str) -> bool:
    """Whether this name or address means the machine itself, so that no other one gets here by it."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(netloc: str) -> str:
    """From "club.example:8443" or "[::1]:5000"; "" for what is none."""
    parts = _split(f"//{netloc}")
    return (parts.hostname or "") if parts else ""


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port  # which raises for what is no port
    except ValueError:
        return None
    return parts


def _host_and_port(parts: SplitResult) -> tuple[str, int | None]:
    host = parts.hostname or ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return "", None
    return (host, parts.port) if _HOST_CHARACTERS.issuperset(host) else ("", None)
