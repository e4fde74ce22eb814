"""Addresses to be handed on: of a link that is shown once, and of the program itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import request

from bookings.accounts.links import Purpose, lasts
from bookings.http.current import current_ringside
from bookings.rules.origins import host_of, is_loopback


@dataclass(frozen=True)
class HandedLink:
    """`good_for` in words; `only_here`: nobody can open it on another machine."""

    address: str = field(repr=False)
    good_for: str
    only_here: bool


def site_address() -> str:
    """The public address; where there is none, the one by which this request came."""
    return current_ringside().site.get().public_url or request.host_url.rstrip("/")


def only_here() -> bool:
    """Whether `site_address` leads other people to their own machines."""
    return not current_ringside().site.get().public_url and is_loopback(host_of(request.host))


def link_address(secret: str) -> str:
    return f"{site_address()}/link/{secret}"


def handed_link(secret: str, purpose: Purpose) -> HandedLink:
    return HandedLink(link_address(secret), lasts(purpose), only_here())


def tablet_address(secret: str) -> str:
    """Where customers check themselves in."""
    return f"{site_address()}/self-check-in/{secret}"


def share_address(share_id: str) -> str:
    return f"{site_address()}{current_ringside().share_links.path(share_id)}"


def feed_address(secret: str) -> str:
    """Where a calendar program finds what it follows."""
    return f"{site_address()}/calendar/{secret}.ics"
