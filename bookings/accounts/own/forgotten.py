"""A forgotten password: a link goes to the address. Whether there is an account is told to nobody but its owner, by that mail."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bookings.accounts.links import Purpose
from bookings.accounts.set_password import password_link
from bookings.desk.transaction import Transaction
from bookings.mail.letters import password_letter
from bookings.mail.outbox import write_mail
from bookings.models import AccountLink, Person
from bookings.rules.setup.settings import SiteSettings

AGAIN_AFTER = timedelta(minutes=2)
MOST_A_DAY = 5
DAY = timedelta(days=1)


def ask_for_link(tx: Transaction, address: str, site: SiteSettings) -> None:
    """Mail a password link to this address (a clean one), if it is somebody's. More often than now and then, nothing is sent."""
    person = tx.session.scalar(select(Person).where(Person.email == address, Person.deactivated_at.is_(None)))
    if person is None or not site.sends_mail:
        return
    tx.session.refresh(person, with_for_update=True)
    before = tx.session.scalars(
        select(AccountLink.created_at)
        .where(AccountLink.person_id == person.id, AccountLink.purpose == Purpose.PASSWORD, AccountLink.created_at > tx.now - DAY)
        .order_by(AccountLink.created_at.desc())
        .limit(MOST_A_DAY)
    ).all()
    if len(before) == MOST_A_DAY or (before and before[0] > tx.now - AGAIN_AFTER):
        return
    secret = password_link(tx, person.id, mailed_to=address)
    write_mail(tx, address, password_letter(person.name, f"{site.public_url}/link/{secret}"))
