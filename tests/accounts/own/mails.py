"""The mails of a site that can send some, and the links in them."""

from __future__ import annotations

import re

from sqlalchemy import select

from bookings.database import Database
from bookings.models import Mail
from bookings.rules.setup.settings import MailServer, SiteSettings
from tests import records

SITE = SiteSettings("https://desk.example.com", mail=MailServer("mail.example.com", 25), mail_from="desk@example.com")
NEW = "another horse 8"


def mails(database: Database) -> list[Mail]:
    return records.found(database, select(Mail).order_by(Mail.created_at, Mail.id))


def secret_in(mail: Mail) -> str:
    (found,) = re.findall(r"https://desk.example.com/link/([\w-]+)", mail.text)
    return str(found)
