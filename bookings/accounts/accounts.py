"""Accounts: signing up, in and out. Ending a log-in is a change: every process reads it."""

from __future__ import annotations

from sqlalchemy import select

from bookings import audit
from bookings.accounts.ended_logins import end_all_logins, end_logins
from bookings.accounts.links import Purpose, end_links_of_before, issue_link
from bookings.accounts.passwords import hash_password, is_password, matching_form
from bookings.audit import Act
from bookings.database.base import new_id
from bookings.desk.transaction import Desk, Transaction
from bookings.errors import Invalid, NotAllowed, NotSignedIn
from bookings.mail.letters import confirm_letter
from bookings.mail.outbox import write_mail
from bookings.models import Login, Person, Role, Viewer
from bookings.models.person import RINGSIDE
from bookings.rules.setup.settings import SignUp, SiteSettings
from bookings.rules.text.names import check_password, clean_email, clean_name, prepare_password
from bookings.rules.violation import RuleViolation

USUAL = SiteSettings()
NO_MATCH = "Email and password do not match."
EMAIL_TAKEN = "There is an account with this email already. Sign in with it. If the venue entered you and you never set a password, "
BY_MAIL = "have a link mailed to you, under Forgotten password."
BY_THE_DESK = "ask at its desk: it hands you a link."
DEACTIVATED = "This account is deactivated. Ask the venue, or whoever runs this program."


def sign_up(desk: Desk, *, email: str, password: str, name: str, site: SiteSettings = USUAL) -> str:
    """Make a customer's account and return the person's id. Raises RuleViolation or Invalid per field, NotAllowed where
    accounts are by invitation or none are made.

    An address that the desk wrote down without a password can be taken by nobody this way: a link that is mailed there, or
    handed out by the venue, is needed. Where mail is sent, the address is asked to be confirmed.
    """
    check_sign_up(site)
    address, full_name = clean_email(email), clean_name(name)
    check_password(password, known=(address, full_name))
    secret = hash_password(password)  # before the transaction: it takes its time

    def make(tx: Transaction) -> str:
        if tx.session.scalar(select(Person.id).where(Person.email == address)):
            remedy = EMAIL_TAKEN + (BY_MAIL if site.sends_mail else BY_THE_DESK)
            raise Invalid(remedy, code="email_taken", fields={"email": remedy})
        person = Person(
            id=new_id(), email=address, name=full_name, password_hash=secret, role=Role.CUSTOMER, created_at=tx.now
        )
        tx.session.add(person)
        tx.note(Act.SIGNED_UP, person=person.id)
        if site.sends_mail:
            tx.session.flush()
            link = issue_link(tx, Purpose.EMAIL, person_id=person.id, email=address)
            write_mail(tx, address, confirm_letter(full_name, f"{site.public_url}/link/{link}"))
        return person.id

    return desk.do(RINGSIDE, make)


def check_sign_up(site: SiteSettings) -> None:
    """Raises NotAllowed, in words, where not everybody may make an account."""
    if site.sign_up == SignUp.INVITATION:
        raise NotAllowed("Accounts are made by invitation here. Ask the venue for one.")
    if site.sign_up == SignUp.CLOSED:
        raise NotAllowed("No new accounts are made here.")


def sign_in(desk: Desk, *, email: str, password: str) -> tuple[str, str]:
    """Begin a log-in: returns (person's id, log-in's id). Raises NotSignedIn, the same for an unknown address and a wrong password."""
    person = _by_address(desk, email)
    form = matching_form(person.password_hash if person else None, password)
    if person is None or form is None:
        raise NotSignedIn(NO_MATCH, code="no_match")
    if form != prepare_password(password):
        desk.do(RINGSIDE, _hash_anew, person.id, person.password_hash, hash_password(password))
    return person.id, desk.do(RINGSIDE, begin_login, person.id)


def _by_address(desk: Desk, email: str) -> Person | None:
    try:
        address = clean_email(email)
    except RuleViolation:
        return None  # whatever cannot be an address is nobody's
    with desk.database.read() as session:
        return session.scalar(select(Person).where(Person.email == address))


def _hash_anew(tx: Transaction, person_id: str, before: str | None, secret: str) -> None:
    """The same password in its present form, unless it was changed meanwhile."""
    person = tx.session.get_one(Person, person_id, with_for_update=True)
    if person.password_hash == before:
        person.password_hash = secret


def begin_login(tx: Transaction, person_id: str) -> str:
    """A log-in of this person, its id. Raises NotSignedIn for one who is deactivated."""
    # Whoever deactivates holds the row: after that nobody begins.
    if tx.session.scalar(select(Person.deactivated_at).where(Person.id == person_id).with_for_update(read=True)):
        raise NotSignedIn(DEACTIVATED, code="deactivated")
    login = Login(id=new_id(), person_id=person_id, created_at=tx.now, last_used_at=tx.now)
    tx.session.add(login)
    tx.note(Act.SIGNED_IN, person=person_id, login=login.id)
    return login.id


def sign_out(tx: Transaction, login_id: str, why: str = "signed out") -> None:
    """End this log-in, here and in every socket that was opened with it."""
    login = tx.session.get(Login, login_id, with_for_update=True)
    if login is None or login.person_id != tx.by.id or login.ended_at is not None:
        return
    end_logins(tx, login.person_id, [login], why)


def check_new_password(desk: Desk, by: Viewer, new: str) -> str:
    """The address by which tries to give this person's password are counted. Raises RuleViolation when `new` may be none."""
    with desk.database.read() as session:
        person = session.get_one(Person, by.id)
    check_password(new, field="new", known=(person.email or "", person.name))
    return person.email or person.id


def change_password(desk: Desk, by: Viewer, *, old: str, new: str) -> None:
    """Set a new password and end every other log-in of this person. Raises RuleViolation, Invalid."""
    check_new_password(desk, by, new)
    with desk.database.read() as session:
        person = session.get(Person, by.id)
    if person is None or not is_password(person.password_hash, old):
        audit.record(Act.PASSWORD_CHANGE_REFUSED, person=by.id)
        raise Invalid("The old password is not right.", fields={"old": "not right"})
    secret = hash_password(new)

    def change(tx: Transaction) -> None:
        row = tx.session.get_one(Person, by.id, with_for_update=True)
        row.password_hash = secret
        end_links_of_before(tx, row)
        tx.note(Act.PASSWORD_CHANGED, person=by.id)
        end_all_logins(tx, by.id, "new password", keep=by.login_id)

    desk.do(by, change)
