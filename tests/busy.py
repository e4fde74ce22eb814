"""What has been done at an installation before its pages are looked at: so that each of them, and the log, has something to show.

On the demo and on the test world alike. `words` are those that stand in the addresses of `tests/pages.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from bookings import demo
from bookings.accounts.calendar_feeds import make_feed
from bookings.administration.door.check_in_points import make_check_in_point
from bookings.administration.events.cancel import cancel_event
from bookings.administration.events.close_seats import close_listed
from bookings.administration.events.copy import copy_event
from bookings.administration.events.edit import edit_event, make_event
from bookings.administration.events.flights import edit_flight
from bookings.administration.events.plans import make_plan
from bookings.administration.groups import add_member, make_group
from bookings.administration.hours import set_hours, set_own_hours
from bookings.administration.leave import add_leave
from bookings.administration.people.invite import invite
from bookings.administration.people.rights import change_rights
from bookings.administration.prices import set_prices
from bookings.administration.programs.webhooks import add_webhook
from bookings.administration.resources import edit_resource
from bookings.administration.services import edit_service
from bookings.administration.settings import change_settings
from bookings.administration.venues import edit_venue
from bookings.demo import ids
from bookings.demo.people import ADMIN, STAFF, TEST, VENDOR
from bookings.desk import Desk, book, holds
from bookings.desk.customers.conversation import send_message
from bookings.desk.customers.notes import add_note
from bookings.desk.events.flight_status import operate_flight
from bookings.desk.money import pay, price
from bookings.desk.money.online.events import take_event
from bookings.desk.money.online.shares import split
from bookings.mail.booking_links import BookingLinks
from bookings.mail.unsubscribe import UnsubscribeLinks
from bookings.models import Booking, Claim, Flight, Person, Resource, Seat, Service, Venue, Viewer
from bookings.models.payments import PaymentShare
from bookings.models.person import RINGSIDE
from bookings.payments import checkout
from bookings.payments.local_bank import PAY, LocalBank, pressed
from bookings.payments.share_links import ShareLinks
from bookings.reading.bookings.linked import link_to
from bookings.rules.money.online import ProviderEvent, Told
from bookings.rules.setup.settings import Environment, SiteSettings
from bookings.rules.times.zones import iso, local_day, to_utc
from tests.server_process import SECRET
from tests.world import people, places

HALL = """Stalls, price A 42.00
A  1-8 | 9-16
B  1-8 | 9-16
Balcony, price B 28.00
C  w1 c2 3-14"""


class Installation:
    """Whose venues these are and what was made there. `people` are by the names of `tests/pages.py`."""

    def __init__(self, desk: Desk, everybody: Mapping[str, Viewer], words: Mapping[str, object]) -> None:
        self.desk, self.people = desk, everybody
        with desk.database.read() as session:
            self.emails = {name: session.get_one(Person, each.id).email or "" for name, each in everybody.items()}
        self.words = {name: str(word) for name, word in words.items()}

    def email(self, who: str) -> str:
        return self.emails[who]

    def path(self, pattern: str) -> str:
        return pattern.format(**self.words)


def busy_demo(desk: Desk) -> Installation:
    """The demo, which is made where it is not yet."""
    demo.fill(desk)
    everybody = {"admin": ADMIN.viewer, "desk": STAFF.viewer, "reception": VENDOR.viewer, "customer": TEST.viewer}
    whom = {"name": TEST.name, "email": TEST.email}
    return _worked_at(desk, everybody, whom, club=ids.CLUB, clinic=ids.CLINIC, theatre=ids.THEATRE, airline=ids.AIRLINE, show=1)


def busy_world(desk: Desk) -> Installation:
    everybody = {"admin": people.ADA, "desk": people.SAM, "reception": people.SAM, "customer": people.ANN}
    of_the_world = {"club": places.CLUB, "clinic": places.CLINIC, "theatre": places.THEATRE, "airline": places.AIRLINE}
    return _worked_at(desk, everybody, people.named(people.ANN), **of_the_world, show=places.HAMLET)


def _worked_at(desk: Desk, everybody: Mapping[str, Viewer], whom: Mapping[str, str], **words: Any) -> Installation:
    ada, clerk, customer = (everybody[name] for name in ("admin", "desk", "customer"))
    club, clinic, theatre, show = (words[name] for name in ("club", "clinic", "theatre", "show"))
    with desk.database.read() as session:
        resources = select(Resource.id).order_by(Resource.number)
        courts = session.scalars(resources.where(Resource.venue_id == club, Resource.kind == "court")).all()
        provider = session.scalars(resources.where(Resource.venue_id == clinic)).first()
        service = session.scalars(select(Service.id).where(Service.venue_id == clinic).order_by(Service.name)).first()
        flight, number = session.execute(select(Flight.event_id, Flight.id).order_by(Flight.event_id)).first() or (0, "")
        taken = select(Claim.seat_id).where(Claim.event_id == show)
        seats = select(Seat.label).where(Seat.event_id == show, Seat.id.not_in(taken))
        free = session.scalars(seats.order_by(Seat.id.desc())).all()
        zone = session.get_one(Venue, club).zone
        today = local_day(desk.database.now(session), zone)
    day = today + timedelta(days=(7 - today.weekday()) % 7 + 7)  # a Monday that nobody has booked yet

    def at(hour: int) -> datetime:
        return to_utc(datetime.combine(day, time(hour)), zone)

    do = desk.do
    do(ada, edit_venue, club, {"look_in": True, "notice_minutes": 30, "cancel_hours": 24})
    do(ada, edit_venue, theatre, {"look_in": True})
    closed = [{"date": f"{today.year + 1}-01-01", "yearly": True}, {"date": str(day + timedelta(days=30)), "hours": [["10:00", "16:00"]]}]
    do(ada, set_hours, club, {"special_days": closed}, go_on=True)
    group = do(ada, make_group, club, {"name": "Members"})
    do(ada, make_group, club, {"name": "Juniors"})
    do(ada, add_member, club, group, whom, str(day + timedelta(days=200)))
    with desk.database.read() as session:
        rules = session.get_one(Venue, club).price_rules
    do(ada, set_prices, club, [*rules, {"group": group, "days": [0, 1, 2, 3], "from": "07:00", "to": "12:00", "price": "18.00"}])
    do(ada, edit_resource, courts[0], {"name": "Centre court", "colour": "#3a7d44"})
    do(ada, edit_service, service, {"price": "86.00"})
    do(ada, set_own_hours, provider, {"hours": {str(n): [["09:00", "12:00"], ["13:00", "17:00"]] for n in range(4)}}, go_on=True)
    do(ada, add_leave, provider, str(day + timedelta(days=28)), str(day + timedelta(days=32)), "Congress in Lisbon")
    hall = do(ada, make_plan, theatre, {"name": "Small hall", "plan": HALL})
    do(ada, edit_event, show, {"description": "With one interval.", "seats_per_basket": 8})
    do(ada, close_listed, show, ", ".join(free[:2]), "Camera")
    made = {"title": "Late reading", "starts_at": f"{day}T21:00", "ends_at": f"{day}T22:30", "seat_plan": hall}
    cancelled = do(ada, make_event, theatre, made)
    do(clerk, book.book_seats, cancelled, ["A1", "A2"], customer=whom)
    do(ada, cancel_event, cancelled, "The author is ill")
    do(ada, edit_flight, number, {"gate": "B7"})
    late, delayed = _a_late_flight(desk, ada, customer, flight, day)
    do(ada, make_feed, club)
    hook = do(ada, add_webhook, club, {"url": "https://till.invalid/ringside", "name": "Till"}, private=False)
    do(customer, make_feed)
    tablet = do(ada, make_check_in_point, club, "Entrance")
    invited = do(ada, invite, {"name": "Dara Quinn", "email": "dara.quinn@example.com"}, SiteSettings())
    do(ada, change_rights, invited.person_id, "staff", {club: "manager", theatre: "desk"})
    do(ada, change_settings, Environment(), {"public_url": "https://book.example.com"})
    booking = do(clerk, book.book_court, courts[0], at(10), at(12), customer=whom, note="Two rackets, please")
    do(clerk, price.set_price, booking, "10 %", "A regular guest")
    do(clerk, pay.take_payment, booking, method="card")
    do(clerk, send_message, booking, "The court was swept this morning.\nBring shoes for clay, please.")
    do(customer, send_message, booking, "Will do. May my brother watch?")
    do(clerk, add_note, club, customer.id, "Plays left-handed; asks for court 1.")
    told = ProviderEvent("stripe", "evt_1", Told.PAID, booking_id=booking, charge="pi_1", amount=Decimal("5.00"), currency="CHF")
    do(RINGSIDE, take_event, told)
    shared, payment, share = _a_shared_court(desk, clerk, customer, courts[1], at(14), at(16), whom)
    tickets = do(clerk, book.sell_seats, show, None, quantity=2, paid="cash")
    do(clerk, holds.hold_best, show, 2)
    do(customer, holds.hold_best, flight, 2)
    flies = {"passengers": [{"firstName": "Robin", "lastName": "Vale"}], "contact": {"email": "robin@example.com"}}
    trip = do(customer, book.book_seats, flight, quantity=1, **flies)
    with desk.database.read() as session:
        link = link_to(session.get_one(Booking, booking))
    return Installation(desk, everybody, {
        **words, "court": courts[0], "provider": provider, "service": service, "free_start": iso(at(10)),
        "flight": flight, "departure": number,
        "group": group, "hall": hall,
        "cancelled": cancelled, "customer": customer.id, "person": customer.id, "clerk": invited.person_id, "booking": booking,
        "webhook": hook.id,
        "tickets": tickets, "trip": trip, "tablet": tablet.secret, "link": invited.secret or "", "answer": BookingLinks(SECRET).sign(link),
        "late": late, "delayed": delayed, "message": "stripe:evt_1", "shared": shared, "payment": payment, "share": share,
        "unsubscribe": UnsubscribeLinks(SECRET).path(customer.id, "booking"),
    })  # fmt: skip


def _a_late_flight(desk: Desk, ada: Viewer, customer: Viewer, like: int, day: date) -> tuple[str, str]:
    """A flight that is four hours late with a booking of the customer's, and a later one to which that may change."""
    [event_id, _] = desk.do(ada, copy_event, like, f"{day} 08:00\n{day} 17:00")
    with desk.database.read() as session:
        flight_id = session.scalars(select(Flight.id).where(Flight.event_id == event_id)).one()
    flies = {"firstName": "Robin", "lastName": "Weber"}
    booking = desk.do(customer, book.book_seats, event_id, None, quantity=1, passengers=[flies], contact={"email": "robin@example.com"})
    desk.do(ada, pay.take_payment, booking, method="card")
    desk.do(ada, operate_flight, flight_id, {"status": "DELAYED", "estimated_departure": f"{day}T12:00"})
    return flight_id, booking


def _a_shared_court(
    desk: Desk, clerk: Viewer, customer: Viewer, court: str, start: datetime, end: datetime, whom: Mapping[str, str]
) -> tuple[str, str, str]:
    """A booking in three shares of which one is paid, a payment at the test bank that is open, and the address of the last share."""
    booking = desk.do(clerk, book.book_court, court, start, end, customer=whom)
    desk.do(customer, split, booking, 3)
    with desk.database.read() as session:
        shares = session.scalars(select(PaymentShare.id).where(PaymentShare.booking_id == booking).order_by(PaymentShare.number)).all()
    paid, still_open = (checkout.begin_share(desk, LocalBank(), each, "", "/") for each in shares[:2])
    money = checkout.read_payment(desk, paid)
    event = pressed(PAY, money.id, money.amount, money.currency)
    assert event is not None
    checkout.receive(desk, event)
    return booking, still_open, ShareLinks(SECRET).path(shares[2])
