"""The page with the settings of the whole program, and its test of the mail server."""

from __future__ import annotations

from flask import Flask

from bookings.rules.setup.settings import SignUp
from tests.external.smtp import mail_server
from tests.web.visits import Visit
from tests.world.people import ADA, ANN, MAX, email_of


def test_an_admin_sets_up_mail_and_sends_a_test(site: Flask, visit: Visit) -> None:
    admin = visit(ADA)
    page = admin.open("/admin/settings")
    assert "Send a test" not in page.words
    with mail_server() as server:
        typed = {"mail_host": "127.0.0.1", "mail_port": str(server.port), "mail_tls": "none", "mail_from": "desk@example.com"}
        refused = admin.fill_in(page, typed, answers=422)
        assert "address that people type" in refused.error_at("public_url") and refused.value_of("mail_host") == "127.0.0.1"
        secret = {"mail_user": "desk", "mail_password": "Canary 7"}
        saved = admin.fill_in(refused, {"public_url": "https://desk.example.com", **secret})
        assert "Saved." in saved.words and "Canary" not in saved.text
        taken = admin.fill_in(saved, action="/admin/settings/test")
        assert f"took a test for {email_of(ADA)}" in taken.words
        assert server.wait_for(1)["To"] == email_of(ADA)
        server.answers["RCPT"] = "550 <b>nobody</b>"
        assert "answered 550: <b>nobody</b>" in admin.fill_in(saved, action="/admin/settings/test").words
    assert "could not be reached" in admin.fill_in(saved, action="/admin/settings/test").words


def test_signing_up_can_be_closed(site: Flask, visit: Visit) -> None:
    admin = visit(ADA)
    admin.fill_in(admin.open("/admin/settings"), {"sign_up": "closed"}, action="/admin/settings")
    assert site.extensions["ringside"].site.get().sign_up == SignUp.CLOSED


def test_nobody_else_sees_them(visit: Visit) -> None:
    for who in (ANN, MAX):
        visit(who).open("/admin/settings", 403)
        visit(who).send("/admin/settings", answers=403)
        visit(who).send("/admin/settings/test", answers=403)
