"""Reminds the customers of bookings in one transaction: by notification, and by a mail in which they can answer."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from bookings.desk.log.lines import cut
from bookings.desk.reminders.due import Reminded, remind
from bookings.desk.transaction import Transaction
from bookings.mail.booking_links import BookingLinks
from bookings.mail.html import html_mail, linked
from bookings.mail.letters import FOOT, Letter
from bookings.mail.notifications import LONGEST_SUBJECT
from bookings.mail.outbox import write_mail
from bookings.mail.unsubscribe import UnsubscribeLinks
from bookings.reading.people.channels import read_reachable
from bookings.rules.notifications.groups import channels_of, group_of
from bookings.rules.notifications.words import REMINDER
from bookings.rules.setup.settings import SiteSettings

ANSWERS = {"I am coming": "coming", "Another time": "move", "Cancel it": "cancel"}


@dataclass(frozen=True)
class Links:
    bookings: BookingLinks
    unsubscribe: UnsubscribeLinks


def send_reminders(tx: Transaction, site: SiteSettings, links: Links) -> int:
    """Those that are due, so many at a time. Returns how many bookings were looked at.

    Whoever has no account is written to where the venue or they themselves typed it; whoever has one, as they chose.
    """
    looked_at, reminded = remind(tx)
    reachable = read_reachable(tx.session, {each.link.person_id for each in reminded})
    for each in reminded:
        chosen = reachable.get(each.link.person_id)
        wanted = chosen is not None and channels_of(REMINDER.kind, chosen).email if each.has_account else True
        if each.email and wanted and site.sends_mail:
            write_mail(tx, each.email, reminder_letter(each, site.public_url, links))
    return looked_at


def reminder_letter(reminded: Reminded, site_address: str, links: Links) -> Letter:
    """With a link to each answer, and where there is an account one that ends such mails."""
    words, venue = reminded.words, reminded.words["venue"]
    address = f"{site_address}/answer/{links.bookings.sign(reminded.link)}"
    answers = {act: f"{address}/{answer}" for act, answer in ANSWERS.items()}
    title = REMINDER.title.format(**words)
    message = f"{words['what']} at {venue} begins {words['begins']}.\n{words['when']}\nYour code: {words['code']}"
    good = "The links work without signing in, until it begins. Whoever has this mail can use them: do not pass it on."
    stop = site_address + links.unsubscribe.path(reminded.link.person_id, group_of(REMINDER.kind).name) if reminded.has_account else ""
    text = f"Hello {reminded.name},\n\n{message}\n\n" + "\n\n".join(f"{act}:\n{link}" for act, link in answers.items())
    text += f"\n\n{good}" + (f"\n\nNo more e-mails of this kind: {stop}" if stop else "") + FOOT
    foot = Markup("{} {}{}").format(good, Markup("{}. ").format(linked("No more e-mails of this kind", stop)) if stop else "", FOOT.strip())
    (act, link), *others = answers.items()
    html = html_mail(
        about=f"{venue}, to {reminded.name}", title=title, message=message, act=act, link=link, foot=foot, others=dict(others)
    )
    return Letter(cut(title, LONGEST_SUBJECT), text, html, stop)
