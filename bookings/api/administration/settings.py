"""The calls that read and change the settings of the whole program."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from bookings.administration.settings import SUBJECT, change_settings
from bookings.api.administration.given import given
from bookings.api.framework.bodies import Body
from bookings.api.framework.calls import Call, declare
from bookings.desk import Desk
from bookings.errors import NotAllowed
from bookings.http.current import current_ringside
from bookings.models import Viewer
from bookings.reading.administration.mails import read_outbox
from bookings.reading.administration.revisions import revision_of
from bookings.rules.setup.settings import Encryption, SignUp, values_of
from bookings.wire.encode import one_of

CALLS: list[Call] = []
call = declare(CALLS, "Administration")


class SiteSettings(TypedDict):
    """`mailHost` is "" where no mail is sent, `mailPort` null then. `fixed` are the fields that the environment sets.
    `mailsBack` mails could not be delivered in the last thirty days."""

    publicUrl: str
    signUp: Annotated[str, one_of(SignUp)]
    mailHost: str
    mailPort: int | None
    mailTls: Annotated[str, one_of(Encryption)]
    mailUser: str
    mailFrom: str
    fixed: list[str]
    mailsWaiting: int
    mailsBack: int
    revision: int


class SettingsChange(Body):
    """What is left out stays as it is. An empty `mailHost` sends no mail; the password stays unless another is sent."""

    public_url: str | None = None
    sign_up: str | None = None
    mail_host: str | None = None
    mail_port: int | None = None
    mail_tls: str | None = None
    mail_user: str | None = None
    mail_password: str | None = None
    mail_from: str | None = None
    revision: int | None = Field(default=None, ge=0)


_NAMES = {
    "public_url": "publicUrl", "sign_up": "signUp", "mail_host": "mailHost", "mail_port": "mailPort", "mail_tls": "mailTls",
    "mail_user": "mailUser", "mail_from": "mailFrom", "mail_password": "mailPassword",
}  # fmt: skip


@call("GET", "/api/v1/settings", returns={200: SiteSettings}, errors={403: "Not an admin."}, allowed="admins")
def settings(viewer: Viewer) -> SiteSettings:
    """The settings of the program."""
    return _read(viewer)


@call(
    "PATCH",
    "/api/v1/settings",
    returns={200: SiteSettings},
    errors={403: "Not an admin.", 409: "Somebody changed them since `revision`."},
    allowed="admins",
)
def change_site_settings(viewer: Viewer, body: SettingsChange, desk: Desk) -> SiteSettings:
    """Change the settings of the program. They hold at once."""
    desk.do(viewer, change_settings, current_ringside().site.environment, given(body), body.revision)
    return _read(viewer)


def _read(viewer: Viewer) -> SiteSettings:
    if not viewer.is_admin:
        raise NotAllowed("Only an admin sees the settings of the program.")
    ringside = current_ringside()
    with ringside.database.read() as session:
        outbox, revision = read_outbox(session), revision_of(session, SUBJECT.noun, SUBJECT.id)
    values = values_of(ringside.site.get())
    return {
        "publicUrl": values["public_url"],
        "signUp": values["sign_up"],
        "mailHost": values["mail_host"],
        "mailPort": values["mail_port"] or None,
        "mailTls": values["mail_tls"],
        "mailUser": values["mail_user"],
        "mailFrom": values["mail_from"],
        "fixed": sorted(_NAMES[name] for name in ringside.site.environment.fixed),
        "mailsWaiting": outbox.waiting,
        "mailsBack": outbox.back,
        "revision": revision,
    }
