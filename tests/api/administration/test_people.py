"""People and settings by calls: what the pages do, with the same answers."""

from __future__ import annotations

from collections.abc import Callable

from bookings.desk import Desk, book
from bookings.mail.letters import Letter
from bookings.mail.outbox import write_mail
from bookings.models import Viewer
from tests.api.conftest import Program, refused
from tests.records import booking as booking_of
from tests.world.clock import at
from tests.world.people import ADA, ANN, BOB, SAM
from tests.world.places import CLUB, COURT_1

As = Callable[[Viewer], Program]
PERSON = f"/api/v1/people/{ANN.id}"


def test_an_admin_invites_gives_rights_and_is_told_when_somebody_was_faster(as_: As) -> None:
    admin = as_(ADA)
    at_the_desk = {"role": "staff", "venues": [{"venueId": CLUB, "level": "desk"}]}
    made = admin.post("/api/v1/people", {"name": "Dora", "email": "dora@new.example", **at_the_desk})
    assert made.status_code == 201 and "/link/" in made.get_json()["link"] and not made.get_json()["mailed"]
    dora = f"/api/v1/people/{made.get_json()['id']}"
    read = admin.get(dora).get_json()
    assert (read["role"], read["venues"], read["hasPassword"]) == ("staff", [{"venueId": CLUB, "level": "desk"}], False)
    manager = {"role": "staff", "venues": [{"venueId": CLUB, "level": "manager"}], "revision": read["revision"]}
    assert admin("PUT", f"{dora}/rights", manager).get_json()["venues"][0]["level"] == "manager"
    assert refused(admin("PUT", f"{dora}/rights", manager)) == (409, "changed_meanwhile")
    assert refused(admin("PUT", f"/api/v1/people/{ADA.id}/rights", {"role": "customer"})) == (409, "last_admin")
    found = admin.get("/api/v1/people?q=dora").get_json()["items"]
    assert [each["name"] for each in found] == ["Dora"]


def test_two_are_merged_and_the_links_are_for_one_use(as_: As, served_desk: Desk) -> None:
    admin = as_(ADA)
    assert "/link/" in admin.post(f"{PERSON}/password-link", {}).get_json()["link"]
    assert refused(admin.post(f"{PERSON}/password-link", {"byMail": True}))[0] == 409
    served_desk.do(BOB, book.book_court, COURT_1, at("10:00"), at("11:00"))
    preview = admin.get(f"{PERSON}/merge/{BOB.id}").get_json()
    assert (preview["bookings"], preview["coming"], preview["problem"]) == (1, 1, "")
    assert refused(admin.post(f"{PERSON}/merge", {"otherId": BOB.id, "expected": "0"})) == (409, "changed_meanwhile")
    assert admin.post(f"{PERSON}/merge", {"otherId": BOB.id, "expected": preview["expected"]}).status_code == 200
    assert "merged into another" in admin.get(f"{PERSON}/merge/{BOB.id}").get_json()["problem"]
    assert admin.get(f"/api/v1/people/{BOB.id}").get_json()["mergedInto"] == ANN.id
    assert refused(admin.post(f"{PERSON}/merge", {"otherId": ANN.id}))[0] == 422


def test_the_desk_hands_over_an_account_that_it_made(as_: As, served_desk: Desk) -> None:
    made = served_desk.do(SAM, book.book_court, COURT_1, at("10:00"), at("11:00"), customer={"name": "Wanda Walker"})
    wanda = booking_of(served_desk.database, made).customer_id
    answer = as_(SAM).post(f"/api/v1/venues/{CLUB}/customers/{wanda}/account-link")
    assert answer.status_code == 201 and "/link/" in answer.get_json()["link"]


def test_settings_never_show_the_password(as_: As) -> None:
    admin = as_(ADA)
    mail = {"mailHost": "m.example", "mailUser": "u", "mailPassword": "Canary 7", "mailFrom": "d@d.example"}
    saved = admin.patch("/api/v1/settings", {**mail, "publicUrl": "https://d.example", "revision": 0})
    assert saved.status_code == 200 and saved.get_json()["mailPort"] == 587
    assert "Canary" not in saved.text and "Canary" not in admin.get("/api/v1/settings").text
    assert refused(admin.patch("/api/v1/settings", {"signUp": "closed", "revision": 0})) == (409, "changed_meanwhile")
    wrong = admin.patch("/api/v1/settings", {"mailPort": 0, "publicUrl": "x"})
    assert set(wrong.get_json()["error"]["fields"]) == {"mailPort", "publicUrl"}


def test_mails_that_wait_are_listed_and_one_is_removed(as_: As, served_desk: Desk) -> None:
    admin = as_(ADA)
    served_desk.do(ADA, write_mail, "dora@x.example", Letter("Hello", "Canary 7"))
    listed = admin.get("/api/v1/mails")
    assert listed.get_json()["waiting"] == 1 and "Canary" not in listed.text
    (waiting,) = listed.get_json()["first"]
    assert (waiting["to"], waiting["subject"], waiting["why"]) == ("dora@x.example", "Hello", "")
    assert admin("DELETE", f"/api/v1/mails/{waiting['id']}").status_code == 204
    assert refused(admin("DELETE", f"/api/v1/mails/{waiting['id']}"))[0] == 404
    assert [line["act"] for line in admin.get("/api/v1/log?noun=settings").get_json()["items"]] == ["mail removed"]
