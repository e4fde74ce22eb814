"""The page with the settings of the whole program, and its test of the mail server."""

from __future__ import annotations

from flask import Flask

from bookings.mail.letters import trial_letter
from bookings.mail.outbox import write_mail
from bookings.rules.setup.settings import SignUp
from tests.external.smtp import mail_server
from tests.web.visits import Visit, desk_of
from tests.world.people import ADA, ANN, MAX, email_of


def test_an_admin_sets_up_mail_and_sends_a_test(site: Flask, visit: Visit) -> None:
    admin = visit(ADA)
    page = admin.open("/admin/settings")
    assert "Save, and send a test to me" in page.words
    with mail_server() as server:
        typed = {"mail_host": "127.0.0.1", "mail_port": str(server.port), "mail_tls": "none", "mail_from": "desk@example.com"}
        refused = admin.fill_in(page, typed, answers=422)
        assert "address that people type" in refused.error_at("public_url") and refused.value_of("mail_host") == "127.0.0.1"
        secret = {"mail_user": "desk", "mail_password": "Canary 7"}
        saved = admin.fill_in(refused, {"public_url": "https://desk.example.com", **secret, "try": "1"})
        assert "Saved." in saved.words and f"took a test for {email_of(ADA)}" in saved.words and "Canary" not in saved.text
        assert server.wait_for(1)["To"] == email_of(ADA)
        server.answers["RCPT"] = "550 <b>nobody</b>"
        assert "answered 550: <b>nobody</b>" in admin.fill_in(saved, action="/admin/settings/test").words
    failed = admin.fill_in(saved, action="/admin/settings/test").words
    assert "could not be reached" in failed and "Errno" not in failed


def test_mails_that_wait_for_a_server_are_listed_and_removed(site: Flask, visit: Visit) -> None:
    desk_of(site).do(ADA, write_mail, "ann@old.example", trial_letter())
    admin = visit(ADA)
    page = admin.open("/admin/settings")
    assert "ann@old.example" in page.words and "as soon as there is a mail server" in page.words
    (remove,) = [form["action"] for form in page.page.all("form") if form["action"].endswith("/remove")]
    visit(MAX).send(remove, answers=403)
    gone = admin.fill_in(page, action=remove)
    assert "The mail is removed." in gone.words and "0 waiting" in gone.words
    assert "Mail A test, to ann@old.example" in admin.open("/admin/log?noun=settings").words


def test_signing_up_can_be_closed(site: Flask, visit: Visit) -> None:
    admin = visit(ADA)
    admin.fill_in(admin.open("/admin/settings"), {"sign_up": "closed"}, action="/admin/settings")
    assert site.extensions["ringside"].site.get().sign_up == SignUp.CLOSED


def test_nobody_else_sees_them(visit: Visit) -> None:
    for who in (ANN, MAX):
        visit(who).open("/admin/settings", 403)
        visit(who).send("/admin/settings", answers=403)
        visit(who).send("/admin/settings/test", answers=403)
