"""The addresses by which e-mails of a kind are ended from inside a mail, without signing in (RFC 8058).

An address names a person and a group of kinds, is signed, and stays good: whoever has the mail may end such mails.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from itsdangerous import BadData, URLSafeSerializer

from bookings.errors import NotFound
from bookings.rules.notifications.groups import GROUPS

LONGEST = 300


@dataclass(frozen=True)
class UnsubscribeLinks:
    """`secret` signs; what was signed with one of the `older` ones is good as well."""

    secret: str = field(repr=False)
    older: tuple[str, ...] = field(default=(), repr=False)

    def path(self, person_id: str, group: str) -> str:
        return f"/unsubscribe/{self._signed.dumps([person_id, group])}"

    def read(self, token: str) -> tuple[str, str]:
        """The person's id and the group's name. Raises NotFound for what was not signed here."""
        try:
            person_id, group = self._signed.loads(token[:LONGEST])
        except (BadData, ValueError):
            raise NotFound("This address does not work. Copy it from the mail as a whole.") from None
        if group not in GROUPS:
            raise NotFound("There are no such mails any more.")
        return person_id, group

    @property
    def _signed(self) -> URLSafeSerializer:
        keys = [*reversed(self.older), self.secret]
        return URLSafeSerializer(keys, salt="unsubscribe", signer_kwargs={"digest_method": hashlib.sha256})
