"""A forgotten password in a real browser, through a real mail."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from bookings.administration.settings import change_settings
from bookings.rules.setup.settings import Environment
from tests.browsers import Window
from tests.external.smtp import link_in, mail_server
from tests.server_process import Served
from tests.world.people import ADA, ANN, email_of

pytestmark = pytest.mark.browser


def test_whoever_forgot_their_password_comes_in_by_a_mail(browser: Browser, served: Served) -> None:
    with mail_server() as server:
        given = {
            "public_url": served.url, "mail_host": "127.0.0.1", "mail_port": server.port, "mail_tls": "none",
            "mail_from": "desk@example.com",
        }  # fmt: skip
        served.desk.do(ADA, change_settings, Environment(), given)
        window = Window(browser, served.url)
        page = window.page
        page.goto(f"{served.url}/login")
        page.get_by_role("link", name="Forgotten your password?").click()
        while not page.get_by_label("Email").count():  # until the server knows of the mail server, within a second
            page.reload()
        page.get_by_label("Email").fill(email_of(ANN))
        page.get_by_role("button", name="Mail me a link").click()
        page.get_by_text("a mail with a link is on its way").wait_for()
        page.goto(served.url + link_in(server.wait_for(1)))
        page.get_by_label("New password").fill("another horse 8")
        page.get_by_role("button", name="Set the password").click()
        page.get_by_text("The password is set, and you are signed in.").wait_for()
        page.get_by_text(ANN.name).first.wait_for(state="attached")
        assert window.faults == []
        window.close()
