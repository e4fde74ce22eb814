"""The settings of the whole program: the address that people type, who may sign up, the mail server with a test."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from bookings.administration.mails import remove_mail
from bookings.administration.settings import SUBJECT, change_settings
from bookings.errors import NotAllowed
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import flashed
from bookings.mail.outbox import send_trial
from bookings.mail.smtp import NotSent
from bookings.models import Viewer
from bookings.reading.administration.mails import read_outbox
from bookings.reading.administration.revisions import revision_of
from bookings.reading.people.account import read_account
from bookings.rules.setup.settings import Encryption, SignUp, values_of
from bookings.web.administration.shell import Refused, saved, sent_revision, shell, typed

bp = Blueprint("manage_settings", __name__, url_prefix="/admin/settings")

SIGN_UPS = {SignUp.OPEN: "Open to everybody", SignUp.INVITATION: "By invitation", SignUp.CLOSED: "Closed"}
ENCRYPTIONS = {
    Encryption.STARTTLS: "STARTTLS (usually port 587)", Encryption.TLS: "TLS (usually port 465)",
    Encryption.NONE: "None (only inside your own network)",
}  # fmt: skip


@bp.get("")
def settings() -> tuple[str, int]:
    return _page(Refused())


@bp.post("")
def save() -> Response | tuple[str, int]:
    who, ringside, given, revision = _admin(), current_ringside(), typed(request.form), sent_revision()
    answer = saved(
        lambda: ringside.desk.do(who, change_settings, ringside.site.environment, given, revision), "/admin/settings", "Saved."
    )
    if not isinstance(answer, Response):
        return _page(answer, given)
    return test() if "try" in request.form else answer


@bp.post("/mails/<mail_id>/remove")
def remove(mail_id: str) -> Response | tuple[str, int]:
    who = _admin()
    answer = saved(lambda: current_ringside().desk.do(who, remove_mail, mail_id), "/admin/settings", "The mail is removed.")
    return answer if isinstance(answer, Response) else _page(answer)


@bp.post("/test")
def test() -> Response:
    """A mail to the admin who asks, handed over at once with what is saved."""
    who, ringside = _admin(), current_ringside()
    with ringside.database.read() as session:
        to, now = read_account(session, who.id).email, ringside.database.now(session)
    try:
        if not to:
            raise NotSent("Your own account has no address to which a test could go.")
        send_trial(ringside.site.get(), to, now)
        flash(f"The mail server took a test for {to}. Look whether it arrives.", "good")
    except NotSent as failure:
        flash(f"No mail was sent. {failure.reason}", "bad")
    return redirect("/admin/settings", 303)


def _admin() -> Viewer:
    who = viewer()
    if not who.is_admin:
        raise NotAllowed("Only an admin sees and changes the settings of the program.")
    return who


def _page(refused: Refused, given: Mapping[str, object] | None = None) -> tuple[str, int]:
    who, ringside = _admin(), current_ringside()
    with ringside.database.read() as session:
        outbox, revision = read_outbox(session), revision_of(session, SUBJECT.noun, SUBJECT.id)
    now = ringside.site.get()
    page = render_template(
        "administration/settings.html", values={**values_of(now), **(given or {}), "mail_password": ""}, refused=refused,
        fixed=ringside.site.environment.fixed, sign_ups=list(SIGN_UPS.items()), encryptions=list(ENCRYPTIONS.items()),
        has_password=bool(now.mail and now.mail.password), sends=now.sends_mail, outbox=outbox, flashed=flashed(),
        revision=revision if refused.revision is None else refused.revision, **shell(who, None, "/admin/settings"),
    )  # fmt: skip
    return page, refused.status
