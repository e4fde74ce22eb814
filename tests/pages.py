"""Every page there is: its name, who looks at it, its address, and whether pictures show its whole length.

The words in braces are those of `tests/busy.py`, which also does what some of the pages show. An address of the program that
no line leads to fails a test (`tests/web/test_pages_by_role.py`).
"""

from __future__ import annotations

from typing import NamedTuple

ADMIN, DESK, RECEPTION, CUSTOMER, NOBODY = "admin", "desk", "reception", "customer", ""


class Page(NamedTuple):
    name: str
    who: str
    path: str
    whole: bool = False


CLUB, CLINIC, THEATRE, AIRLINE = (f"/admin/venues/{{{kind}}}" for kind in ("club", "clinic", "theatre", "airline"))
TO_BOOK = (
    Page("home-staff", DESK, "/"),
    Page("home", CUSTOMER, "/"),
    Page("board", DESK, "/venues/{club}/board"),
    Page("board-customer", CUSTOMER, "/venues/{club}/board"),
    Page("board-clinic", RECEPTION, "/venues/{clinic}/board"),
    Page("appointment-services", CUSTOMER, "/venues/{clinic}/appointments"),
    Page("appointment-times", CUSTOMER, "/venues/{clinic}/appointments/{service}", True),
    Page("appointment-confirm", CUSTOMER, "/venues/{clinic}/appointments/{service}/confirm?provider={provider}&start={free_start}"),
    Page("events", CUSTOMER, "/events"),
    Page("seats", CUSTOMER, "/events/{show}", True),
    Page("seats-list", CUSTOMER, "/events/{show}?view=list"),
    Page("arena", CUSTOMER, "/events/3", True),
    Page("flight", CUSTOMER, "/events/{flight}", True),
    Page("check-out", CUSTOMER, "/events/{flight}/check-out", True),
    Page("chosen", CUSTOMER, "/events/{show}/choose?party=2", True),
    Page("departures", CUSTOMER, "/departures"),
    Page("find-flights", CUSTOMER, "/flights?passengers=2", True),
    Page("find-trip", NOBODY, "/trips"),
    Page("cabin", CUSTOMER, "/bookings/{trip}/seats", True),
    Page("documents", CUSTOMER, "/bookings/{trip}/documents", True),
    Page("board-wall", DESK, "/venues/{club}/wall"),
    Page("map-wall", DESK, "/events/{show}/wall"),
    Page("departures-wall", CUSTOMER, "/departures?wall=1"),
    Page("bookings", CUSTOMER, "/bookings"),
    Page("waiting", CUSTOMER, "/waiting", True),
    Page("missing", CUSTOMER, "/events/999999"),
)
AT_THE_DESK = (
    Page("admin", DESK, "/admin/bookings", True),
    Page("departures-desk", ADMIN, "/departures?venue={airline}"),
    Page("flight-desk", ADMIN, "/departures/{departure}", True),
    Page("disruption", ADMIN, "/departures/{late}/disruption", True),
    Page("boarding", ADMIN, "/departures/{late}/boarding", True),
    Page("manifest", ADMIN, "/departures/{late}/manifest", True),
    Page("choose-flight", CUSTOMER, "/bookings/{delayed}/flight", True),
    Page("shares", CUSTOMER, "/bookings/{shared}/shares", True),
    Page("booking-delayed", CUSTOMER, "/bookings/{delayed}", True),
    Page("box-office", DESK, "/events/{show}", True),
    Page("box-office-form", DESK, "/events/{show}/check-out", True),
    Page("board-new", DESK, "/venues/{club}/board?panel=new"),
    Page("board-set-aside", ADMIN, "/venues/{club}/board?date=today&court={court}&time=23:30"),
    Page("customers", DESK, "/venues/{club}/customers?q=an"),
    Page("figures", DESK, "/venues/{club}/figures", True),
    Page("figures-theatre", ADMIN, "/venues/{theatre}/figures?span=month", True),
    Page("customer", DESK, "/venues/{club}/customers/{customer}", True),
    Page("booking-desk", DESK, "/bookings/{booking}", True),
    Page("waiting-list", DESK, "/events/{show}/waiting", True),
    Page("door", DESK, "/venues/{theatre}/door?event={show}", True),
    Page("door-sheet", DESK, "/venues/{theatre}/door/sheet?event={show}", True),
    Page("day-sheets", DESK, "/venues/{club}/day-sheets", True),
    Page("door-by-time", DESK, "/venues/{club}/door", True),
    Page("conversation", DESK, "/bookings/{booking}/messages", True),
    Page("booking-conversation", CUSTOMER, "/bookings/{booking}", True),
    Page("tickets", DESK, "/bookings/{tickets}/tickets", True),
)
ADMINISTRATION = (
    Page("venues", ADMIN, "/admin/venues"),
    Page("terms", ADMIN, f"{CLUB}/terms", True),
    Page("terms-airline", ADMIN, f"{AIRLINE}/terms", True),
    Page("hours", ADMIN, f"{CLUB}/hours", True),
    Page("courts", ADMIN, f"{CLUB}/courts", True),
    Page("court", ADMIN, f"{CLUB}/courts/{{court}}", True),
    Page("coaches", ADMIN, f"{CLUB}/coaches", True),
    Page("prices", ADMIN, f"{CLUB}/prices?edit=2", True),
    Page("groups", ADMIN, f"{CLUB}/groups", True),
    Page("group", ADMIN, f"{CLUB}/groups/{{group}}", True),
    Page("import-empty", ADMIN, f"{CLUB}/import", True),
    Page("self-check-in-tablets", ADMIN, f"{CLUB}/self-check-in", True),
    Page("managed-calendars", ADMIN, f"{CLUB}/calendars", True),
    Page("webhooks", ADMIN, f"{CLUB}/webhooks", True),
    Page("webhook", ADMIN, f"{CLUB}/webhooks/{{webhook}}", True),
    Page("providers", ADMIN, f"{CLINIC}/providers", True),
    Page("provider", ADMIN, f"{CLINIC}/providers/{{provider}}", True),
    Page("services", ADMIN, f"{CLINIC}/services", True),
    Page("service", ADMIN, f"{CLINIC}/services/{{service}}", True),
    Page("managed-events", ADMIN, f"{THEATRE}/events"),
    Page("plan", ADMIN, f"{THEATRE}/events/{{show}}#plan"),
    Page("managed-event", ADMIN, f"{THEATRE}/events/{{show}}", True),
    Page("cancelled-event", ADMIN, f"{THEATRE}/events/{{cancelled}}", True),
    Page("new-event", ADMIN, f"{THEATRE}/events/new", True),
    Page("halls", ADMIN, f"{THEATRE}/halls"),
    Page("hall", ADMIN, f"{THEATRE}/halls/{{hall}}", True),
    Page("new-hall", ADMIN, f"{THEATRE}/halls/new", True),
    Page("flights", ADMIN, f"{AIRLINE}/flights"),
    Page("managed-flight", ADMIN, f"{AIRLINE}/flights/{{flight}}", True),
    Page("new-flight", ADMIN, f"{AIRLINE}/flights/new", True),
    Page("people", ADMIN, "/admin/people"),
    Page("person", ADMIN, "/admin/people/{person}", True),
    Page("person-staff", ADMIN, "/admin/people/{clerk}", True),
    Page("merge", ADMIN, "/admin/people/{person}/merge?q=example", True),
    Page("merge-preview", ADMIN, "/admin/people/{clerk}/merge?other={person}", True),
    Page("payments", ADMIN, "/admin/payments", True),
    Page("payment-to-settle", ADMIN, "/admin/payments?row={message}", True),
    Page("settings", ADMIN, "/admin/settings", True),
    Page("log", ADMIN, "/admin/log"),
    Page("log-of-a-venue", ADMIN, "/admin/log?venue={club}"),
)
SET_UP = (
    Page("set-up", ADMIN, "/set-up/venue", True),
    Page("set-up-again", ADMIN, "/set-up/{club}/venue", True),
    Page("set-up-hours", ADMIN, "/set-up/{club}/hours", True),
    Page("set-up-courts", ADMIN, "/set-up/{club}/courts", True),
    Page("set-up-prices", ADMIN, "/set-up/{club}/prices", True),
    Page("set-up-services", ADMIN, "/set-up/{clinic}/services", True),
    Page("set-up-fees", ADMIN, "/set-up/{clinic}/fees", True),
    Page("set-up-hall", ADMIN, "/set-up/{theatre}/hall", True),
    Page("set-up-categories", ADMIN, "/set-up/{theatre}/categories", True),
    Page("set-up-show", ADMIN, "/set-up/{theatre}/show", True),
    Page("set-up-cabin", ADMIN, "/set-up/{airline}/cabin", True),
    Page("set-up-fares", ADMIN, "/set-up/{airline}/fares", True),
    Page("set-up-flight", ADMIN, "/set-up/{airline}/flight", True),
)
OWN = (
    Page("notifications", CUSTOMER, "/notifications", True),
    Page("notifications-staff", DESK, "/notifications", True),
    Page("account", CUSTOMER, "/account", True),
    Page("calendars", CUSTOMER, "/account/calendars", True),
    Page("calendars-staff", DESK, "/account/calendars", True),
    Page("delete-account", CUSTOMER, "/account/delete"),
    Page("forgotten", NOBODY, "/forgotten"),
    Page("sign-in", NOBODY, "/login"),
    Page("sign-up", NOBODY, "/sign-up"),
    Page("self-check-in", NOBODY, "/self-check-in/{tablet}"),
    Page("link", NOBODY, "/link/{link}"),
    Page("test-bank", NOBODY, "/payments/test/{payment}", True),
    Page("share", NOBODY, "{share}", True),
    Page("unsubscribe", NOBODY, "{unsubscribe}"),
    Page("answer", NOBODY, "/answer/{answer}/coming"),
    Page("answer-cancel", NOBODY, "/answer/{answer}/cancel"),
    Page("events-looking-in", NOBODY, "/events"),
    Page("seats-looking-in", NOBODY, "/events/{show}", True),
    Page("board-looking-in", NOBODY, "/venues/{club}/board"),
)
PAGES = (*TO_BOOK, *AT_THE_DESK, *ADMINISTRATION, *SET_UP, *OWN)

NO_PAGES = {
    "static", "metrics.metrics", "health.alive", "health.ready",  # for machines
    "live.poll", "boards.customers", "moving.verdict",  # parts of pages
    "log.as_file", "mismatches.as_file", "admin.bookings_file", "customers.search_file", "door.arrivals_file", "day_sheets.sheets_file",
    "profile.export", "imports.download", "logos.logo",
    "calendars.booking", "calendars.feed", "figures.figures_as_file", "boarding.manifest_file",  # files
    "events.back", "customers.back", "booked_seats.back",  # lead back to a page when a form was sent before the log-in
    "trips.trip", "booked_seats.boarding_passes",  # with a booking's code, after the check-in: tests/web/bookings
    "checkout.done",  # leads back from the payment provider: tests/web/payments
    "set_up.page",  # only of an empty installation: tests/web/test_first_admin.py, tests/from_nothing
}  # fmt: skip

MANUAL = {
    "Setting up and looking after a venue": ("home-staff",),
    "The first day": ("venues",),
    "How every page works": ("terms", "hours", "courts", "prices"),
    "Venue": ("terms", "terms-airline"),
    "Hours": ("hours",),
    "Courts, coaches, providers, services": ("court", "provider", "service", "coaches"),
    "Prices and groups": ("prices", "group"),
    "Events and flights": ("managed-event", "managed-flight", "departures", "flight-desk", "disruption", "boarding", "manifest"),
    "People": ("people", "person", "sign-in"),
    "Import": ("import-empty",),
    "Selling at the desk": ("board-new", "day-sheets", "board-set-aside", "booking-desk", "customers", "customer", "notifications-staff"),
    "The door": ("home-staff", "box-office", "door", "door-sheet", "self-check-in-tablets"),
    "Figures": ("figures",),
    "Calendars": ("managed-calendars", "calendars", "account", "booking-desk"),
    "Payments": ("payments", "payment-to-settle"),
    "Webhooks": ("webhooks", "webhook"),
    "Settings": ("settings",),
    "The log": ("log",),
}
"""The sections of docs/administrators.md and the pages that they are about."""
