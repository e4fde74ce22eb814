"""What people are told becomes mails of the outbox, once it is due and they have not read it on their pages."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup
from sqlalchemy import select

from bookings.desk.log.lines import cut
from bookings.desk.transaction import Desk, Transaction
from bookings.mail.html import html_mail, linked
from bookings.mail.letters import FOOT, Letter
from bookings.mail.outbox import GIVEN_UP_AFTER, write_mail
from bookings.mail.unsubscribe import UnsubscribeLinks
from bookings.models import Notification, NotificationMail, Person, Venue
from bookings.models.person import RINGSIDE
from bookings.reading.people.channels import read_reachable
from bookings.rules.notifications.groups import Group, address_of, channels_of, group_of
from bookings.rules.setup.settings import SiteSettings

AT_ONCE = 50
LONGEST_SUBJECT = 200


class Addresses(NamedTuple):
    """`thing` is what it is about, `choices` where one chooses what one is sent, `unsubscribe` ends it."""

    thing: str
    choices: str
    unsubscribe: str


def write_due_mails(desk: Desk, site: SiteSettings, links: UnsubscribeLinks) -> int:
    """Put what is due into the outbox. Returns how much was due; all that is left for later calls is not."""
    with desk.database.read() as session:
        due = select(NotificationMail.id).where(NotificationMail.due_at <= desk.database.now(session)).limit(1)
        if session.scalar(due) is None:
            return 0
    return desk.do(RINGSIDE, turn_into_mails, site, links)


def turn_into_mails(tx: Transaction, site: SiteSettings, links: UnsubscribeLinks) -> int:
    """In one transaction what is due goes from here into the outbox. What was read, is old, is not wanted any more, or could not
    be sent because there is no mail server, is sent to nobody."""
    due = (
        select(NotificationMail, Person, Venue.name, Notification.read_at)
        .join(Person, Person.id == NotificationMail.person_id)
        .outerjoin(Venue, Venue.id == NotificationMail.venue_id)
        .outerjoin(Notification, Notification.id == NotificationMail.notification_id)
        .where(NotificationMail.due_at <= tx.now)
        .order_by(NotificationMail.due_at, NotificationMail.id)
        .limit(AT_ONCE)
        .with_for_update(of=NotificationMail, skip_locked=True)
    )
    rows = tx.session.execute(due).all()
    reachable = read_reachable(tx.session, {person.id for _, person, _, _ in rows})
    for told, person, venue, read_at in rows:
        wanted = person.id in reachable and channels_of(told.kind, reachable[person.id]).email
        fresh = told.created_at > tx.now - GIVEN_UP_AFTER
        if site.sends_mail and wanted and fresh and read_at is None and person.email:
            group = group_of(told.kind)
            at = Addresses(
                site.public_url + (address_of(told.kind, told.booking_id) or "/notifications"),
                f"{site.public_url}/notifications#choices",
                site.public_url + links.path(person.id, group.name),
            )
            write_mail(tx, person.email, notification_letter(person.name, venue or "Ringside", told, group, at))
        tx.session.delete(told)
    return len(rows)


def notification_letter(name: str, venue: str, told: NotificationMail, group: Group, at: Addresses) -> Letter:
    """The venue says who tells it; what it is about is one link away."""
    why = f"In your account, e-mails of the kind {group.title} are on."
    stop = f"No more e-mails of this kind: {at.unsubscribe}\nChoose what reaches you: {at.choices}"
    text = f"Hello {name},\n\n{told.title}\n\n{told.message}\n\n{at.thing}\n\n{venue}\n\n{why}\n{stop}{FOOT}"
    foot = Markup("{} {}. {}. {}").format(
        why, linked("No more e-mails of this kind", at.unsubscribe), linked("Choose what reaches you", at.choices), FOOT.strip()
    )  # fmt: skip
    act = "Open the booking" if told.booking_id else "Open your waiting lists" if group.name == "waiting" else "Open your notifications"
    html = html_mail(about=f"{venue}, to {name}", title=told.title, message=told.message, act=act, link=at.thing, foot=foot)
    return Letter(cut(f"{told.title}, {venue}", LONGEST_SUBJECT), text, html, at.unsubscribe)
