"""Writes somebody's own account, for their programs."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from bookings.models import Role
from bookings.reading.people.account import Account
from bookings.rules.people import DATE_STYLES
from bookings.wire.encode import one_of


class OwnName(TypedDict):
    """Whom one books for too."""

    name: str
    kind: Annotated[str, one_of(("family", "pet"))]


class OwnAccount(TypedDict):
    """`dateStyle` is how dates are written on one's pages: "" 24 Dec, "month" Dec 24, "iso" 2026-12-24."""

    id: str
    name: str
    email: str
    emailChecked: bool
    phone: str
    role: Annotated[str, one_of(Role)]
    dateStyle: Annotated[str, one_of(tuple(DATE_STYLES))]
    names: list[OwnName]
    hasPassword: bool


def write_account(person_id: str, account: Account) -> OwnAccount:
    return {
        "id": person_id,
        "name": account.name,
        "email": account.email,
        "emailChecked": account.email_checked,
        "phone": account.phone,
        "role": account.role,
        "dateStyle": account.date_style,
        "names": [{"name": each["name"], "kind": each["kind"]} for each in account.names],
        "hasPassword": account.has_password,
    }
