"""The addresses of shares: each names one by its id, signed, and whoever has it pays that share."""

from __future__ import annotations

from dataclasses import dataclass, field

from itsdangerous import BadData, URLSafeSerializer

from bookings.errors import NotFound


@dataclass(frozen=True)
class ShareLinks:
    """`secret` signs; what was signed with one of the `older` ones is good as well."""

    secret: str = field(repr=False)
    older: tuple[str, ...] = field(default=(), repr=False)

    def path(self, share_id: str) -> str:
        return f"/pay/{self._signed.dumps(share_id)}"

    def read(self, token: str) -> str:
        """The id of the share. Raises NotFound for what was not signed here."""
        try:
            return str(self._signed.loads(token))
        except BadData:
            raise NotFound("This link does not lead to anything to pay. Copy the whole of it.") from None

    @property
    def _signed(self) -> URLSafeSerializer:
        return URLSafeSerializer([*reversed(self.older), self.secret], salt="share of a payment")
