"""Reminds the customers of bookings, by notification and by mail, in one transaction."""

from __future__ import annotations

from bookings.desk.reminders.due import remind
from bookings.desk.transaction import Transaction
from bookings.mail.booking_links import BookingLinks
from bookings.mail.letters import reminder_letter
from bookings.mail.outbox import write_mail
from bookings.rules.setup.settings import SiteSettings


def send_reminders(tx: Transaction, site: SiteSettings, links: BookingLinks) -> int:
    """Those that are due, so many at a time. Returns how many bookings were looked at."""
    looked_at, reminded = remind(tx)
    for each in reminded:
        if each.email and site.sends_mail:
            write_mail(tx, each.email, reminder_letter(each.name, each.words, f"{site.public_url}/answer/{links.sign(each.link)}"))
    return looked_at
