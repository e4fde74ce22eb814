"""The pages on which people are looked after."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from bookings.desk import book
from bookings.models import Person, Staff
from tests.web.visits import Visitor
from tests.world.clock import at
from tests.world.people import ADA, ANN, BOB, MAX, NORA, SAM, TESS, email_of
from tests.world.places import CLUB, COURT_1, THEATRE

Visit = Callable[..., Visitor]


def person_of(site: Flask, person: str) -> Person:
    with site.extensions["ringside"].database.read() as session:
        found: Person = session.get_one(Person, person)
        return found


def level_of(site: Flask, person: str, venue: str) -> str | None:
    with site.extensions["ringside"].database.read() as session:
        row = session.get(Staff, (person, venue))
        return row.level if row else None


def test_an_admin_finds_anybody_and_gives_rights(site: Flask, visit: Visit) -> None:
    admin, customer = visit(ADA), visit(ANN)
    people = admin.open("/admin/people?q=annabel")
    assert f"/admin/people/{ANN.id}" in people.text and BOB.name not in people.words
    page = admin.open(f"/admin/people/{ANN.id}")
    rights = f"/admin/people/{ANN.id}/rights"
    saved = admin.fill_in(page, {"role": "staff", f"level-{CLUB}": "manager"}, action=rights)
    assert "Saved." in saved.words and level_of(site, ANN.id, CLUB) == "manager"
    customer.open("/bookings", 302)
    late = admin.fill_in(page, {"role": "admin"}, action=rights, answers=409)
    assert f"{ADA.name}: Role customer staff" in late.words
    half = admin.open(f"/admin/people/{BOB.id}")
    refused = admin.fill_in(half, {f"level-{CLUB}": "desk"}, action=f"/admin/people/{BOB.id}/rights", answers=422)
    assert "is no customer" in refused.error_at("role") and f"level-{CLUB}" in refused.text
    own = admin.open(f"/admin/people/{ADA.id}")
    refused = admin.fill_in(own, {"role": "customer"}, action=f"/admin/people/{ADA.id}/rights", answers=409)
    assert "the last admin" in refused.words
    assert "the last admin" in admin.fill_in(own, action=f"/admin/people/{ADA.id}/deactivate", answers=409).words


def test_a_correction_keeps_what_was_typed(site: Flask, visit: Visit) -> None:
    admin, here = visit(ADA), f"/admin/people/{ANN.id}"
    refused = admin.fill_in(admin.open(here), {"name": "Anna", "email": email_of(BOB)}, action=here, answers=422)
    assert "Merge the two" in refused.error_at("email") and refused.value_of("name") == "Anna"
    admin.fill_in(refused, {"email": "anna@new.example"}, action=here)
    assert (person_of(site, ANN.id).name, person_of(site, ANN.id).email) == ("Anna", "anna@new.example")


def test_a_link_is_shown_once_and_works(site: Flask, visit: Visit) -> None:
    admin, here = visit(ADA), f"/admin/people/{ANN.id}"
    page = admin.fill_in(admin.open(here), action=f"{here}/link", answers=200)
    link = page.page.one("input", **{"aria-label": "Link"})["value"]
    assert link not in admin.open(here).text
    somebody = visit()
    inside = somebody.fill_in(somebody.open(link.removeprefix("http://localhost")), {"new": "another horse 8"})
    assert ANN.name in inside.words
    assert "Deactivated" in admin.fill_in(admin.open(here), action=f"{here}/deactivate").words
    somebody.open("/account", 302)
    refused = visit().send("/login", {"email": email_of(ANN), "password": "another horse 8"}, answers=401)
    assert "deactivated" in refused.words
    assert "Active again" in admin.fill_in(admin.open(here), action=f"{here}/reactivate").words


def test_two_who_are_one_are_merged_by_name(site: Flask, visit: Visit) -> None:
    booking = site.extensions["ringside"].desk.do(BOB, book.book_court, COURT_1, at("10:00"), at("11:00"))
    admin, here = visit(ADA), f"/admin/people/{ANN.id}/merge"
    link = f"{here}?other={BOB.id}"
    assert link in admin.open(f"{here}?q=bobby").text
    looked = admin.open(link)
    assert f"{BOB.name} becomes {ANN.name} 1 booking, 1 of it to come" in looked.words
    site.extensions["ringside"].desk.do(BOB, book.book_court, COURT_1, at("12:00"), at("13:00"))
    assert "not what you were shown any more" in admin.fill_in(looked, action=here, answers=409).words
    assert person_of(site, BOB.id).merged_into is None
    assert "not what you were shown" in admin.send(here, answers=409, other=BOB.id).words, "nothing was looked at"
    looked = admin.fill_in(looked, action=here, answers=409)
    assert "2 bookings, 2 of them to come" in looked.words and "Merged" in admin.fill_in(looked, action=here).words
    assert person_of(site, BOB.id).merged_into == ANN.id
    assert "Customer: merged" in visit(ANN).open(f"/bookings/{booking}").words
    assert "was merged into" in admin.open(f"/admin/people/{BOB.id}").words
    assert BOB.name not in admin.open("/admin/people?q=bobby").words
    assert "one and the same" in admin.send(here, answers=422, other=ANN.id).words
    for other, why in ((ADA, "more rights"), (BOB, "merged into another"), (ANN, "one and the same")):
        page = admin.open(f"{here}?other={other.id}")
        assert why in page.words and not page.page.all("button", **{"data-tone": "bad"})
    admin.open(f"{here}?other=nobody", 404)


def test_an_admin_invites_somebody_to_work_at_a_venue_and_never_at_none(site: Flask, visit: Visit) -> None:
    admin, dora = visit(ADA), {"name": "Dora", "email": "dora@new.example"}
    nowhere = admin.fill_in(admin.open("/admin/people"), {**dora, "level": "desk"}, answers=422)
    assert "Choose the venue" in nowhere.error_at("venue") and nowhere.value_of("name") == "Dora"
    customer = admin.fill_in(nowhere, {"venue": CLUB, "level": "customer"}, answers=422)
    assert "is no customer" in customer.error_at("level")
    invited = admin.fill_in(nowhere, {"venue": CLUB}, answers=200)
    assert "for 7 days" in invited.words and "on this machine alone" in invited.words
    assert "Dora" in admin.open("/admin/people").words
    there, clerk = invited.page.one("input", **{"aria-label": "Link"})["value"].removeprefix("http://localhost"), visit()
    page = clerk.open(there)
    assert "You are invited" in page.words and "Seehof Tennis" in page.words and "signed out" not in page.words
    assert clerk.send(there, new="another horse 8").goes_to == f"/venues/{CLUB}/board"
    everywhere = {"name": "Dina", "email": "dina@new.example", "level": "admin", "venue": CLUB}
    assert "Hand this link to Dina" in admin.fill_in(nowhere, everywhere, answers=200).words


def test_a_manager_looks_after_who_works_at_their_venues(site: Flask, visit: Visit) -> None:
    manager = visit(MAX)
    people = manager.open("/admin/people")
    assert SAM.name in people.words and NORA.name not in people.words and ADA.name not in people.words
    assert "Nobody is found" in manager.open("/admin/people?q=annabel").words
    page = manager.open(f"/admin/people/{TESS.id}")
    assert "Deactivate" not in page.words and "Merge" not in page.words
    manager.fill_in(page, {f"level-{CLUB}": "manager", f"level-{THEATRE}": ""})
    assert (level_of(site, TESS.id, CLUB), level_of(site, TESS.id, THEATRE)) == ("manager", None)
    invited = manager.fill_in(people, {"name": "Dora", "email": "dora@new.example", "venue": CLUB}, answers=200)
    assert "Hand this link to Dora" in invited.words
    refused = manager.fill_in(people, {"name": "Dora", "email": "nobody", "venue": CLUB}, answers=422)
    assert "not an e-mail address" in refused.error_at("email") and refused.value_of("name") == "Dora"
    for path in (f"/admin/people/{ANN.id}", f"/admin/people/{NORA.id}"):
        manager.open(path, 404)
    for who in (ANN, SAM):
        visit(who).open("/admin/people", 403)
