"""The venues' bookings in one list: who sees which, in which order, and what the page follows."""

from __future__ import annotations

from flask import Flask

from bookings.desk import book
from bookings.models import Person, Venue, Viewer
from tests.web.bookings.made import LIST, Made, make
from tests.web.visits import Visit, Visitor
from tests.world.clock import NEXT_DAY, at, minutes, pass_time
from tests.world.people import ADA, ANN, BOB, NORA, SAM, canaries, named
from tests.world.places import CLUB, COURT_1


def test_an_admin_sees_all_and_staff_those_of_their_venues_the_newest_first(made: Made, visit: Visit) -> None:
    assert visit(ADA).open(LIST).rows() == [made.elsewhere, made.later, made.seats, made.visit, made.court]
    own = visit(SAM).open(LIST)
    assert own.rows() == [made.later, made.seats, made.visit, made.court]
    assert visit(NORA).open(LIST).rows() == [made.elsewhere]
    assert "Nordstadt" not in own.words


def test_customers_read_whose_list_it_is(made: Made, visit: Visit) -> None:
    answer = visit(ANN).open(LIST, 403)
    assert "for the venues' staff" in answer.words
    assert not [word for word in canaries(BOB) if word in answer.text]
    assert visit().open(LIST + "?status=pending", 302).goes_to == "/login?next=/admin/bookings%3Fstatus%3Dpending"


def test_staff_without_bookings_read_that_they_come_by_themselves(visit: Visit) -> None:
    assert "No bookings yet" in visit(NORA).open(LIST).words


def test_names_with_markup_stand_in_the_list_as_they_were_typed(made: Made, visit: Visit) -> None:
    made.desk.database.write(
        lambda session: setattr(session.get_one(Person, ANN.id), "name", "<img src=x onerror=alert(1)>")
    )
    page = visit(ADA).open(LIST)
    assert "<img" not in page.text and "<img src=x onerror=alert(1)>" in page.words


def test_what_is_live_carries_no_token(made: Made, visit: Visit) -> None:
    page = visit(ADA).open(LIST)
    assert page.page.value("csrf_token") and page.page.one(id="region").value("csrf_token") is None


def test_a_page_follows_each_venue_whose_bookings_it_shows(made: Made, visit: Visit) -> None:
    def followed(person: Viewer, query: str = "") -> list[str]:
        versions = visit(person).open(LIST + query).page.all("data", class_="version")
        return [each["value"].removeprefix("venue:").split("|")[0] for each in versions if "user:" not in each["value"]]

    with made.desk.database.read() as session:
        every = {venue.id for venue in session.query(Venue)}
    assert set(followed(ADA)) == every
    assert set(followed(SAM)) == set(SAM.venues)
    assert followed(ADA, f"?venue={CLUB}") == [CLUB]
    assert f"staff={SAM.id}" in visit(SAM).open(LIST).text


def test_a_list_is_paged_in_its_order(each_site: Flask) -> None:
    made, ada = make(each_site), Visitor(each_site, ADA)
    for n in range(24):
        start = at("07:00", NEXT_DAY) + minutes(30 * n)
        pass_time(made.desk.database, minutes=1)
        made.desk.do(SAM, book.book_court, COURT_1, start, start + minutes(30), customer=named(SAM))
    first, second = ada.open(LIST), ada.open(f"{LIST}?page=2")
    assert (len(first.rows()), len(second.rows())) == (25, 4)
    assert not set(first.rows()) & set(second.rows())
    assert "1 to 25 of 29" in first.words and "26 to 29 of 29" in second.words
    assert 'aria-current="page">2<' in second.text and 'href="/admin/bookings" rel="prev"' in second.text
