"""The address of an account: confirmed by a link that is mailed there; another one counts from its confirmation on."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bookings.accounts.links import GOOD_FOR, Purpose, end_links_of_before, issue_link, use_link
from bookings.accounts.set_password import check_person
from bookings.audit import Act
from bookings.desk.transaction import Desk, Transaction
from bookings.errors import Conflict, Invalid, TooMany
from bookings.mail.letters import confirm_letter, moved_letter
from bookings.mail.outbox import write_mail
from bookings.models import AccountLink, Person, Viewer
from bookings.models.person import RINGSIDE
from bookings.rules.setup.settings import SiteSettings
from bookings.rules.text.names import clean_email

DAY = timedelta(days=1)
MOST_OF_ONE, MOST_TO_ONE = 5, 3
OFTEN = "Enough links were mailed for today. Use the last one, or look again tomorrow."
NO_MAIL = "No mail can be sent from here, so an address cannot be confirmed. Ask the venue to change it."


def ask_for_confirmation(tx: Transaction, address: object, site: SiteSettings) -> str:
    """Begin to change one's own address, or to confirm the present one: mails the link, returns the clean address.

    Nothing changes until it is used. That somebody else has the address is said only to who can read its mail.
    Raises RuleViolation, Invalid, and TooMany: no account fills the boxes of others, and nobody's box is filled by many.
    """
    clean = clean_email(address)
    if not site.sends_mail:
        raise Invalid(NO_MAIL, fields={"email": NO_MAIL})
    person = tx.session.get_one(Person, tx.by.id, with_for_update=True)
    if clean == person.email and person.email_checked_at is not None:
        raise Invalid("This is your address already.", fields={"email": "This is your address already."})
    _check_count(tx, person.id, clean)
    secret = issue_link(tx, Purpose.EMAIL, person_id=person.id, email=clean)
    write_mail(tx, clean, confirm_letter(person.name, f"{site.public_url}/link/{secret}"))
    return clean


def _check_count(tx: Transaction, person_id: str, address: str) -> None:
    """Of a day's links, those of this account and those to this address."""
    of_today = (AccountLink.purpose == Purpose.EMAIL, AccountLink.expires_at > tx.now + GOOD_FOR[Purpose.EMAIL] - DAY)
    for whose, most in ((AccountLink.person_id == person_id, MOST_OF_ONE), (AccountLink.email == address, MOST_TO_ONE)):
        if (tx.session.scalar(select(func.count()).select_from(AccountLink).where(*of_today, whose)) or 0) >= most:
            raise TooMany(OFTEN, fields={"email": OFTEN})


def confirm_email(desk: Desk, secret: str, signed_in: Viewer | None, site: SiteSettings) -> str:
    """The link's address is its person's from now on; the former one is told. Returns the address.

    Raises NotFound, LinkOver, AnotherPersons, and Conflict when another account has the address.
    """
    check_person(desk, secret, signed_in)

    def use(tx: Transaction) -> str:
        link = use_link(tx, secret, Purpose.EMAIL)
        person = tx.session.get_one(Person, link.person_id, with_for_update=True, populate_existing=True)
        if tx.session.scalar(select(Person.id).where(Person.email == link.email, Person.id != person.id)):
            raise Conflict("Another account has this address. Sign in there, or ask the venue to merge the two.", code="email_taken")
        before, person.email, person.email_checked_at = person.email, link.email, tx.now
        if before != link.email:
            end_links_of_before(tx, person)
        if before is not None and before != link.email:
            tx.note(Act.ADDRESS_CHANGED, person=person.id)
            if site.sends_mail:
                write_mail(tx, before, moved_letter(person.name, str(link.email)))
        return str(link.email)

    return desk.do(RINGSIDE, use)
