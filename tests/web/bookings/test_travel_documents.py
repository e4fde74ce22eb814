"""The form of travel documents: whoever booked and the airline's staff read it, nobody else, and no page that is live has it."""

from __future__ import annotations

from bookings.desk import Desk, book
from bookings.desk.travel_documents import write_documents
from tests import records
from tests.web.visits import Visit
from tests.world.people import ANN, ANN_FLIES, ANNS_CONTACT, BOB, NORA, SAM
from tests.world.places import RS_101


def test_it_keeps_what_was_typed_and_is_read_by_both_sides_alone(visit: Visit, desk: Desk) -> None:
    here = f"/bookings/{desk.do(ANN, book.book_flight, RS_101, 'economy', [ANN_FLIES], ANNS_CONTACT, seats=['1A'])}"
    ann = visit(ANN)
    assert "Travel documents, 1 missing" in ann.open(here).words
    typed = {"number-0": "CANARY77", "nationality-0": "CH", "expires-0": "2026-01-01"}
    page = ann.fill_in(ann.open(f"{here}/documents"), typed, answers=422)
    assert "has to be good on the day" in page.error_at("expires-0") and page.value_of("number-0") == "CANARY77"
    kept = ann.fill_in(page, {"expires-0": "2031-01-01"})
    assert "The travel documents are kept." in kept.words and "missing" not in kept.words and "CANARY77" not in kept.text
    assert visit(SAM).open(f"{here}/documents").value_of("number-0") == "CANARY77" and "CANARY77" not in visit(SAM).open(here).text
    for other in (BOB, NORA):
        visit(other).open(f"{here}/documents", 404)
    visit(None).open(f"{here}/documents", 302)
    old = ann.open(f"{here}/documents")
    desk.do(SAM, write_documents, here.removeprefix("/bookings/"), [{}])
    assert "Somebody else has written" in ann.fill_in(old, {"number-0": "CANARY78"}, answers=409).words
    assert records.booking(desk.database, here.removeprefix("/bookings/")).documents == [{}]
