"""The venues' bookings in one list: who sees which, what it can be narrowed down to, and what each row offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask

from bookings.desk import Desk, book, states
from bookings.desk.money import pay
from bookings.live import element_ids
from bookings.live.catch_up import LONGEST_VIEW
from bookings.models import Booking, Person, Venue, Viewer
from bookings.reading.bookings.filters import LONGEST_TEXT, Filter, filter_of, parse_filter, written
from bookings.rules.status import MOVES, BookingStatus
from bookings.rules.violation import RuleViolation
from tests.web.markup import Element
from tests.web.visits import Answer, Visitor
from tests.world.clock import NEXT_DAY, TODAY, TOMORROW, at, minutes, pass_time, set_clock
from tests.world.people import ADA, ANN, BOB, NORA, SAM, canaries, named
from tests.world.places import CHECK_UP, CLINIC, CLUB, COURT_1, COURT_2, HAMLET, OTHER_CLUB, OTHER_COURT, id_of

Visit = Callable[..., Visitor]
LIST = "/admin/bookings"


@dataclass(frozen=True)
class Made:
    """Five bookings, each made a minute after the one before."""

    desk: Desk
    court: str
    visit: str
    seats: str
    later: str
    elsewhere: str


@pytest.fixture
def made(site: Flask) -> Made:
    return make(site)


def make(site: Flask) -> Made:
    desk: Desk = site.extensions["ringside"].desk

    def after_a_minute(by: Viewer, verb: Callable[..., str], *args: object) -> str:
        pass_time(desk.database, minutes=1)
        return desk.do(by, verb, *args)

    return Made(
        desk,
        court=after_a_minute(ANN, book.book_court, COURT_1, at("10:00"), at("11:00")),
        visit=after_a_minute(BOB, book.book_service, CHECK_UP, at("09:00")),
        seats=after_a_minute(ANN, book.book_seats, HAMLET, ["A1", "A2"]),
        later=after_a_minute(BOB, book.book_court, COURT_2, at("10:00", NEXT_DAY), at("11:00", NEXT_DAY)),
        elsewhere=after_a_minute(ANN, book.book_court, OTHER_COURT, at("08:00"), at("09:00")),
    )


# -- who sees which ----------------------------------------------------------------------------------------------------


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


# -- filters -----------------------------------------------------------------------------------------------------------


NARROWED = {
    "kind=court": ["elsewhere", "later", "court"],
    "kind=appointment": ["visit"],
    "kind=EVENT": ["seats"],
    f"venue={CLINIC}": ["visit"],
    f"venue={CLUB}&kind=court": ["later", "court"],
    "q=canarini": ["elsewhere", "seats", "court"],
    "q=%20BOBBY.Birdwell%40canary%20": ["later", "visit"],
    "day=2026-03-03": ["elsewhere", "visit", "court"],
    "day=2026-03-04&kind=court": ["later"],
    "status=confirmed": [],
    "status=pending&payment=unpaid": ["elsewhere", "later", "seats", "visit", "court"],
    "payment=paid": [],
    "q=%25": [],
    "q=_": [],
    "q=%5C": [],
    "q=nobody": [],
}


def test_the_list_is_narrowed_down_by_its_address(each_site: Flask) -> None:
    made, ada = make(each_site), Visitor(each_site, ADA)
    for query, names in NARROWED.items():
        page = ada.open(f"{LIST}?{query}")
        assert page.rows() == [getattr(made, name) for name in names], query
        assert ("No bookings match" in page.words) == (not names), query


def test_a_code_finds_its_booking_however_it_is_typed(made: Made, visit: Visit) -> None:
    with made.desk.database.read() as session:
        code = session.get_one(Booking, made.seats).pnr
    for typed in (code, code.lower(), code[:4], f"{code[:3]}-{code[3:]}", f" {code[:2]} {code[2:4]} {code[4:]}".lower()):
        assert made.seats in visit(ADA).open(f"{LIST}?q={typed}").rows()


def test_figures_count_all_that_the_other_filters_leave_and_lead_there(made: Made, visit: Visit) -> None:
    made.desk.do(SAM, states.confirm, made.court)
    made.desk.do(SAM, states.cancel, made.later)
    page = visit(ADA).open(f"{LIST}?kind=court&status=confirmed")
    assert figures(page) == {
        "all": ("3", "?kind=court"), "pending": ("1", "?kind=court&status=pending"),
        "confirmed": ("1", "?kind=court&status=confirmed"), "checked in": ("0", "?kind=court&status=checked_in"),
        "completed": ("0", "?kind=court&status=completed"), "no-show": ("0", "?kind=court&status=no_show"),
        "cancelled": ("1", "?kind=court&status=cancelled"),
    }  # fmt: skip
    assert [link.one("span").words for link in page.page.all("a", class_="count", aria_current="true")] == ["confirmed"]


def figures(page: Answer) -> dict[str, tuple[str, str]]:
    found = page.page.all("a", class_="count")
    return {link.one("span").words: (link.one("b").words, link["href"].removeprefix(LIST)) for link in found}


REFUSED = {
    "status=lost": "status",
    "payment=gold": "payment",
    "kind=castle": "courts, appointments, events and flights",
    "day=2026-02-30": "no day 2026-02-30",
    "day=tomorrow": "year, month and day",
    "page=x": "no such page",
    "page=0": "no such page",
    "venue=5b1d2f34-0000-4000-8000-000000000000": "no such venue",
    "q=" + "long " * 60: "too long to search",
    "page=" + "9" * 60: "no such page",
    "page=" + "0" * 60: "no such page",
    "page=%C2%B2": "no such page",
    "q=%00": "cannot be shown",
}


def test_a_filter_that_cannot_be_is_explained_above_the_whole_list(made: Made, visit: Visit) -> None:
    ada = visit(ADA)
    for query, words in REFUSED.items():
        page = ada.open(f"{LIST}?{query}", 422)
        assert words in page.words, query
        assert len(page.rows()) == 5


def test_what_was_typed_stays_in_the_form(made: Made, visit: Visit) -> None:
    typed = visit(ADA).open(f'{LIST}?q="><script>&kind=court')
    assert typed.value_of("q") == '"><script>' and '<option value="court" selected>' in typed.text
    refused = visit(ADA).open(f"{LIST}?q=Ann&status=lost", 422)
    assert refused.value_of("q") == "Ann"


def test_staff_cannot_list_another_venue(made: Made, visit: Visit) -> None:
    page = visit(SAM).open(f"{LIST}?venue={OTHER_CLUB}", 422)
    assert made.elsewhere not in page.rows() and "Nordstadt" not in page.text


def test_a_filter_and_its_text_are_one_and_the_same() -> None:
    for wanted in (
        Filter(),
        parse_filter({"q": "Zoë @ é", "day": "2026-03-03", "page": "3", "status": "no-show"}, staff="s"),
        parse_filter({"page": "0" * 80 + "3", "before": id_of("last")}),
    ):
        assert filter_of(written(wanted)) == wanted
    for not_written in (
        "status=PENDING",
        "q=a&q=b",
        "page=1",
        "kind=court&",
        "&",
        "x=1",
        "page=2&kind=court",
        "q=+a",
        "%",
    ):
        assert filter_of(not_written) is None


def test_the_longest_filter_still_fits_into_what_a_page_says_of_itself() -> None:
    longest = {
        "q": "\U0001f469" * LONGEST_TEXT, "kind": "appointment", "venue": id_of("x"), "payment": "refunded", "status": "checked_in",
        "day": "2026-03-03", "page": "9999", "before": id_of("z"),
    }  # fmt: skip
    assert len(written(parse_filter(longest, staff=id_of("y")))) <= LONGEST_VIEW
    with pytest.raises(RuleViolation):
        parse_filter({"q": "ü" * (LONGEST_TEXT + 1)})


# -- rows --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [TODAY, TOMORROW])
def test_a_row_offers_the_moves_of_its_state_at_that_time_and_no_others(made: Made, visit: Visit, day: date) -> None:
    set_clock(made.desk.database, at("10:30", day))
    ada, today = visit(ADA), day == TOMORROW
    for status in BookingStatus:
        set_state(made, status)
        options = row_of(ada.open(LIST), made.court).all("option")
        early = set() if today else {"COMPLETED", "NO_SHOW"}
        assert {each["value"] for each in options if "selected" not in each} == {str(move) for move in MOVES[status]} - early
        assert [each["value"] for each in options if "selected" in each] == [status]


def test_a_row_offers_the_likeliest_next_step(made: Made, visit: Visit) -> None:
    set_clock(made.desk.database, at("10:30"))
    ada = visit(ADA)
    unpaid = {
        "PENDING": "Approve", "CONFIRMED": "Take 26.00", "CHECKED_IN": "Take 26.00", "COMPLETED": "Take 26.00",
        "NO_SHOW": "Take 26.00", "CANCELLED": None,
    }  # fmt: skip
    paid = {
        "PENDING": "Approve", "CONFIRMED": "Check in", "CHECKED_IN": "Complete", "COMPLETED": None, "NO_SHOW": None,
        "CANCELLED": None,
    }  # fmt: skip
    assert {status: step_at(made, ada, status) for status in unpaid} == unpaid
    set_state(made, "CONFIRMED")
    made.desk.do(SAM, pay.take_payment, made.court)
    assert {status: step_at(made, ada, status) for status in paid} == paid


def set_state(made: Made, status: str) -> None:
    made.desk.database.write(lambda session: setattr(session.get_one(Booking, made.court), "status", status))


def step_at(made: Made, ada: Visitor, status: str) -> str | None:
    set_state(made, status)
    buttons = row_of(ada.open(LIST), made.court).one(class_="act num").all("button")
    return buttons[0].words.split(" by card")[0].split(" ,")[0] if buttons else None


def row_of(page: Answer, booking: str) -> Element:
    return page.page.one(id=element_ids.booking(booking))


def test_a_next_step_without_scripts_leads_back_to_the_same_list(made: Made, visit: Visit) -> None:
    page = visit(ADA).open(f"{LIST}?kind=court&page=1")
    back = page.value_of("back")
    assert back is not None
    (button,) = row_of(page, made.court).one(class_="act num").all("button")
    answer = visit(ADA).send(button["formaction"], status="CONFIRMED", back=back)
    assert answer.goes_to == f"{LIST}?kind=court"


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
        return [each["value"].removeprefix("venue:").split("|")[0] for each in versions]

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
