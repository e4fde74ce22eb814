"""What the venues' list can be narrowed down to, by its address."""

from __future__ import annotations

import pytest
from flask import Flask

from bookings.desk import states
from bookings.live.catch_up import LONGEST_VIEW
from bookings.models import Booking
from bookings.reading.bookings.filters import LONGEST_TEXT, Filter, from_query, parse_filter, to_query
from bookings.rules.violation import RuleViolation
from tests.web.bookings.made import LIST, Made, make
from tests.web.visits import Answer, Visit, Visitor
from tests.world.people import ADA, SAM
from tests.world.places import CLUB, OTHER_CLUB, id_of

NARROWED = {
    "kind=court": ["elsewhere", "later", "court"],
    "kind=EVENT": ["seats"],
    f"venue={CLUB}&kind=court": ["later", "court"],
    "q=%20BOBBY.Birdwell%40canary%20": ["later", "visit"],
    "day=2026-03-04&kind=court": ["later"],
    "status=confirmed": [],
    "status=pending&payment=unpaid": ["elsewhere", "later", "seats", "visit", "court"],
    "q=%25": [],
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
        assert from_query(to_query(wanted)) == wanted
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
        assert from_query(not_written) is None


def test_the_longest_filter_still_fits_into_what_a_page_says_of_itself() -> None:
    longest = {
        "q": "\U0001f469" * LONGEST_TEXT, "kind": "appointment", "venue": id_of("x"), "payment": "refunded", "status": "checked_in",
        "day": "2026-03-03", "page": "9999", "before": id_of("z"),
    }  # fmt: skip
    assert len(to_query(parse_filter(longest, staff=id_of("y")))) <= LONGEST_VIEW
    with pytest.raises(RuleViolation):
        parse_filter({"q": "ü" * (LONGEST_TEXT + 1)})
