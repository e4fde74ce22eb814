"""Every page and every form of the administration, the set-up and of customers, by who may: found in the program's own addresses.

Without scripts throughout. A page that is not in `tests/pages.py`, or a form that stands on none, fails here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from bookings.database import Database
from bookings.desk import book
from bookings.settings import Settings
from bookings.web.administration.shell import OF_A_VENUE, OF_ALL
from tests.busy import Installation, busy_world
from tests.live.open_pages.page import PAGES as WATCHED
from tests.pages import ADMINISTRATION, AT_THE_DESK, CUSTOMER, MANUAL, NO_PAGES, OWN, PAGES, SET_UP, Page
from tests.server_process import ROOT, SECRET
from tests.web.markup import Element
from tests.web.visits import Answer, Visitor
from tests.world.clock import NOW, TOMORROW, at, set_clock
from tests.world.people import ADA, ANN, BOB, CLEO, MAX, NORA, SAM, canaries
from tests.world.places import COURT_2, OTHER_COURT

ROLES = {"customer": ANN, "elsewhere": NORA, "desk": SAM, "manager": MAX, "admin": ADA}
ORDER = [*ROLES]
WHO = {"customer": "customer", "desk": "desk", "reception": "desk", "admin": "admin"}
# Who is the least that sees a page; all others of these groups are for managers of the venue.
LEAST = {
    **dict.fromkeys(["customers", "customer"], "desk"),
    **dict.fromkeys(["settings", "set-up", "person", "merge", "merge-preview"], "admin"),
}
STRANGERS = {  # whose name, address and id stand on no page of this role
    "customer": [BOB, CLEO], "elsewhere": [ANN, BOB], "desk": [CLEO, NORA], "manager": [CLEO, NORA],
}  # fmt: skip
WHILE_TYPING = {"manage_hours.hours_draft", "set_up_steps.price_effect", "set_up_steps.offers", "manage_event.drawing"}
# Only with a mail server, with mails that wait, with a logo, of a customer without a password: tests of settings, logos and walk-ins.
NOT_THERE = {"manage_settings.test", "manage_settings.remove", "manage_venues.remove_logo", "customers.account_link"}
OF_THESE = ("/admin/", "/set-up/", "/venues/<venue_id>/customers")
CHECKED = (*ADMINISTRATION, *SET_UP, *(page for page in AT_THE_DESK if page.name.startswith("customer")))


class Site:
    """The pages of a busy installation, put back after each form that was sent."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.file, self.pristine = folder / "site.db", folder / "pristine.db"
        shutil.copy(template, self.file)
        database = Database(f"sqlite:///{self.file}")
        set_clock(database, NOW)
        settings = Settings(database_url=database.url, secret_key=SECRET, rate_limits="off")
        self.app: Flask = create_app(settings)
        ringside = self.app.extensions["ringside"]
        ringside.database.skew = database.skew
        self.installation: Installation = busy_world(ringside.desk)
        ringside.desk.do(BOB, book.book_court, COURT_2, at("10:00", TOMORROW), at("11:00", TOMORROW), note=f"{BOB.name}'s secret")
        ringside.desk.do(CLEO, book.book_court, OTHER_COURT, at("10:00", TOMORROW), at("11:00", TOMORROW), note=f"{CLEO.name}'s secret")
        self.visitors = {role: Visitor(self.app, person) for role, person in ROLES.items()}
        self.tokens = {role: visitor.token() for role, visitor in self.visitors.items()}
        ringside.database.checkpoint()
        shutil.copy(self.file, self.pristine)

    def put_back(self) -> None:
        self.app.extensions["ringside"].database.engine.dispose()
        for leftover in self.file.parent.glob("site.db-*"):
            leftover.unlink()
        shutil.copy(self.pristine, self.file)

    def get(self, role: str, page: Page) -> Answer:
        return Answer(self.visitors[role].client.get(self.installation.path(page.path).partition("#")[0]))

    def post(self, role: str, action: str, fields: dict[str, str]) -> Answer:
        return Answer(self.visitors[role].client.post(action, data={**fields, "csrf_token": self.tokens[role]}))

    def endpoint(self, path: str, method: str = "GET") -> str:
        found: str = self.app.url_map.bind("").match(path.partition("?")[0].partition("#")[0], method)[0]
        return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("roles"), sqlite_template)
    yield site
    site.app.extensions["ringside"].database.close()


def test_every_address_has_a_page_in_the_table(site: Site) -> None:
    addresses = {
        rule.endpoint
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.websocket and not rule.rule.startswith("/api")
    }
    assert {site.endpoint(site.installation.path(page.path)) for page in PAGES} == addresses - NO_PAGES


@pytest.mark.parametrize("page", CHECKED, ids=lambda page: page.name)
def test_a_page_is_seen_by_those_who_may_and_shows_nobody_to_others(site: Site, page: Page) -> None:
    least = ORDER.index(LEAST.get(page.name, "manager"))
    for place, role in enumerate(ORDER):
        answer = site.get(role, page)
        assert answer.status in ((200, 302, 303) if place >= least else (403, 404)), (page.name, role, answer.status)
        secrets = [word for stranger in STRANGERS.get(role, ()) for word in (*canaries(stranger), f"{stranger.name}'s secret")]
        assert [word for word in secrets if word in answer.text] == [], (page.name, role)


def test_whatever_is_live_is_held_against_a_fresh_page(site: Site) -> None:
    """Of each kind of page at least one is among those of tests/live/open_pages, which adds a booking's own, and of those on which
    only the bell is live the account."""
    walked = {site.endpoint(path) for _, path in WATCHED} | {"bookings.one", "booked_seats.cabin", "shares.page"}
    live = {
        site.endpoint(site.installation.path(page.path))
        for page in PAGES
        if page.who in WHO and any("|bell@" not in each["value"] for each in versions_of(site, page))
    }
    account = site.endpoint("/account")
    assert (live - {"events.choose"}) | {account} == walked  # that one is drawn as events.seats is
    assert all(versions_of(site, page) for page in OWN if page.who == CUSTOMER), "the bell is on every page"


def versions_of(site: Site, page: Page) -> list[Element]:
    return site.get(WHO[page.who], page).page.all("data", **{"class": "version"})


def forms_of(site: Site, page: Page) -> list[Element]:
    answer = site.get("admin" if page not in AT_THE_DESK else "desk", page)
    return [] if answer.status != 200 else answer.page.one(id="main").all("form", method="post")


def test_every_form_stands_on_a_page(site: Site) -> None:
    found = {site.endpoint(form["action"], "POST") for page in CHECKED for form in forms_of(site, page)}
    wanted = {
        rule.endpoint
        for rule in site.app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.rule.startswith(OF_THESE)
    }
    assert wanted - found == WHILE_TYPING | NOT_THERE


@pytest.mark.parametrize("page", CHECKED, ids=lambda page: page.name)
def test_a_form_is_answered_as_it_stands_and_refused_to_those_who_do_not_see_it(site: Site, page: Page) -> None:
    least = ORDER.index(LEAST.get(page.name, "manager"))
    sender = "admin" if page not in AT_THE_DESK else "desk"
    for form in forms_of(site, page):
        fields = form.filled()
        buttons = form.all("button")
        assert "csrf_token" in fields and buttons, f"{page.name}: {form['action']} cannot be sent without scripts"
        sends = [button.attributes.get("name") for button in buttons if button.attributes.get("type") != "button"]
        assert len(sends) == 1 or sends[0] not in ("draw", "mend", "more"), f"{page.name}: Enter does not send {form['action']}"
        for role in ORDER[:least]:
            answer = site.post(role, form["action"], fields)
            assert answer.status in (403, 404), (page.name, form["action"], role, answer.status)
        pressed = {button["name"]: button["value"] for button in buttons[-1:] if "name" in button and "value" in button}
        answer = site.post(sender, form["action"], {**fields, **pressed})
        assert answer.status in (200, 303, 409, 422), (page.name, form["action"], answer.status, answer.words[:200])
        site.put_back()


READ = ("a", "button", "h1", "h2", "h3", "label", "legend", "option")


def manual() -> dict[str, set[str]]:
    """What docs/administrators.md writes in italics, by section."""
    text = (ROOT / "docs/administrators.md").read_text().replace("**", "")
    sections = re.split(r"^#+ (.*)\n", text, flags=re.MULTILINE)[1:]
    found = re.compile(r"(?<!\w)\*([^*]+)\*(?!\w)")
    return {title: {" ".join(each.split()) for each in found.findall(body)} for title, body in zip(*[iter(sections)] * 2, strict=True)}


def named_on(site: Site, name: str, *tags: str) -> set[str]:
    """The words of these elements of a page, without units and the like behind them."""
    page = next(each for each in PAGES if each.name == name)
    answer = site.get("admin", page) if page.who else Visitor(site.app).open(page.path)
    return {each.words.partition(" (")[0] for tag in tags for each in answer.page.all(tag)}


@pytest.mark.parametrize("section", MANUAL)
def test_what_the_manual_names_stands_on_its_pages(site: Site, section: str) -> None:
    shown = set[str]().union(*(named_on(site, name, *READ) for name in MANUAL[section]))
    assert {each for each in manual()[section] if not any(f"{words} ".startswith(f"{each} ") for words in shown)} == set()


def test_the_manual_leaves_no_page_term_or_setting_out(site: Site) -> None:
    sections = manual()
    assert {title for title, named in sections.items() if named} == set(MANUAL)
    pages, named = {each.word for each in OF_A_VENUE} | {word for _, word, _ in OF_ALL}, set(sections).union(*sections.values())
    assert {word for word in pages if not any(word.title() in each.title() for each in named)} == set()
    for section, name in (("Venue", "terms"), ("Settings", "settings")):
        assert named_on(site, name, "label") - sections[section] == set(), name
