"""Signed links in mails: who has one confirms, moves or cancels the booking that it names. Nothing of them is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from itsdangerous import BadData, URLSafeSerializer

from bookings.errors import NotFound
from bookings.reading.bookings.linked import BookingLink

LONGEST = 400
NO_LINK = "There is no such link. Perhaps a part of it is missing: open it once more from where you have it."


class BookingLinks:
    def __init__(self, secret: str, older: Sequence[str] = ()) -> None:
        """`secret` signs; what was signed with one of the `older` ones is good as well."""
        self._serializer = URLSafeSerializer([*older, secret], salt="booking link")

    def sign(self, link: BookingLink) -> str:
        """What stands behind /answer/ in the link's address."""
        text: str = self._serializer.dumps([link.booking_id, link.person_id, int(link.starts_at.timestamp())])
        return text

    def read(self, text: str) -> BookingLink:
        """Raises NotFound for what was not signed here."""
        try:
            booking_id, person_id, starts_at = self._serializer.loads(text[:LONGEST])
        except (BadData, ValueError):
            raise NotFound(NO_LINK) from None
        return BookingLink(booking_id, person_id, datetime.fromtimestamp(starts_at, UTC))
