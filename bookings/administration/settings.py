"""The settings of the whole program, changed by admins."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select, text

from bookings.desk.log import Subject, Words, check_revision, logged
from bookings.desk.transaction import Transaction
from bookings.errors import NotAllowed
from bookings.models import ChangeKind, Noun, Setting
from bookings.reading.settings import read_kept
from bookings.rules import topics
from bookings.rules.setup.settings import Environment, SiteSettings, read_settings

SUBJECT = Subject(Noun.SETTINGS, "", "Settings")
_PRESENT = text("INSERT INTO settings (name, value) VALUES ('mail', '{}'), ('site', '{}') ON CONFLICT (name) DO NOTHING")


def change_settings(
    tx: Transaction, environment: Environment, given: Mapping[str, object], revision: int | None = None
) -> None:
    """Change the settings that are given. Raises NotAllowed, ChangedMeanwhile, Invalid."""
    if not tx.by.is_admin:
        raise NotAllowed("Only an admin changes the settings of the program.")
    tx.session.execute(_PRESENT)
    rows = {row.name: row for row in tx.session.scalars(select(Setting).order_by(Setting.name).with_for_update())}
    check_revision(tx, SUBJECT, revision)
    before = after = read_kept(tx.session)
    after = read_settings(given, before, environment)
    with logged(tx, SUBJECT, lambda: describe_settings(read_kept(tx.session), before)) as line:
        mail = after.mail
        rows["mail"].value = {**(vars(mail) if mail else {}), **({"from": after.mail_from} if after.mail_from else {})}
        rows["site"].value = {"public_url": after.public_url, "sign_up": str(after.sign_up)}
        tx.session.flush()
    if line.entry is not None:
        tx.record(ChangeKind.SETUP_CHANGED, [topics.settings()])


def describe_settings(settings: SiteSettings, before: SiteSettings) -> Words:
    """In words, for the log. Of the password only whether there is one, and whether it is another than `before`."""
    mail = settings.mail
    kept = "set" if mail and mail.password else None
    if mail and mail.password and before.mail and before.mail.password not in ("", mail.password):
        kept = "another"
    return {
        "Public address": settings.public_url or None,
        "Sign-up": str(settings.sign_up),
        "Mail server": str(mail) if mail else None,
        "Mail user": mail.user or None if mail else None,
        "Mail password": kept,
        "Mails come from": settings.mail_from or None,
    }
