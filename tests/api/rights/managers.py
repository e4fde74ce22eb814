"""Every call of the administration, and what the five roles are answered: its managers and admins may set a venue up, others nothing."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from tests.pictures import picture
from tests.world.people import ADA, ANN, BOB, CLEO, MAX, NORA, SAM, TESS
from tests.world.places import (
    AIRLINE,
    CHECK_UP,
    CLINIC,
    CLUB,
    COURT_1,
    COURT_2,
    COURT_3,
    DR_VOGEL,
    FLIGHT,
    HAMLET,
    MARTA,
    RS_101,
    SURGERY,
    THEATRE,
)  # fmt: skip

ROLES = {"customer": ANN, "staff elsewhere": NORA, "desk": SAM, "manager": MAX, "admin": ADA}
CUSTOMERS = f"/api/v1/venues/{CLUB}/customers"
NEW_VENUE = {"name": "Lindenhof", "kind": "club", "timeZone": "Europe/Zurich", "currency": "CHF"}

GROUPS, NO_GROUP = f"/api/v1/venues/{CLUB}/groups", f"/api/v1/venues/{CLUB}/groups/none"
QUOTE = f"courtId={COURT_1}&start=2026-03-03T09:00:00Z&end=2026-03-03T10:00:00Z"
NEW_EVENT = {"title": "M", "start": "2026-03-10T19:30", "end": "2026-03-10T22:00", "plan": "Hall, price A 5\nA 1-5"}
NEW_FLIGHT = {
    "flightNumber": "RS 9", "origin": "ZRH", "destination": "LIS", "destinationZone": "Europe/Lisbon",
    "start": "2026-03-10T07:00", "end": "2026-03-10T09:00", "plan": "Economy, price Y 5\n1-2 AB",
}  # fmt: skip
LOGO = b64encode(picture("PNG")).decode()
EVENT, PLANS = f"/api/v1/events/{HAMLET}", f"/api/v1/venues/{THEATRE}/seat-plans"

HOOKS = f"/api/v1/venues/{CLUB}/webhooks"
HOOK = f"{HOOKS}/none"
CALLED = {"url": "https://93.184.216.34/hook"}

# Method, path, body: what the five roles are answered, in the order of ROLES.
MATRIX: dict[str, tuple[str, str, Any, list[int]]] = {
    "GET /api/v1/venues/{venueId}/webhooks": ("GET", HOOKS, None, [404, 404, 404, 200, 200]),
    "POST /api/v1/venues/{venueId}/webhooks": ("POST", HOOKS, CALLED, [404, 404, 404, 201, 201]),
    "PATCH /api/v1/venues/{venueId}/webhooks/{webhookId}": ("PATCH", HOOK, {"paused": True}, [404, 404, 404, 404, 404]),
    "DELETE /api/v1/venues/{venueId}/webhooks/{webhookId}": ("DELETE", HOOK, None, [404, 404, 403, 404, 404]),
    "POST /api/v1/venues/{venueId}/webhooks/{webhookId}/secret": ("POST", f"{HOOK}/secret", None, [404, 404, 403, 404, 404]),
    "POST /api/v1/venues/{venueId}/webhooks/{webhookId}/test": ("POST", f"{HOOK}/test", None, [404, 404, 404, 404, 404]),
    "POST /api/v1/venues/{venueId}/webhooks/{webhookId}/replay": ("POST", f"{HOOK}/replay", {"fromVersion": 1}, [404, 404, 403, 404, 404]),
    "GET /api/v1/venues/{venueId}/webhooks/{webhookId}/deliveries": ("GET", f"{HOOK}/deliveries", None, [404, 404, 404, 404, 404]),
    "POST /api/v1/venues": ("POST", "/api/v1/venues", NEW_VENUE, [403, 403, 403, 403, 201]),
    "GET /api/v1/venues/{venueId}/terms": ("GET", f"/api/v1/venues/{CLUB}/terms", None, [404, 404, 404, 200, 200]),
    "PATCH /api/v1/venues/{venueId}/terms": (
        "PATCH", f"/api/v1/venues/{CLUB}/terms", {"bookableDays": 9}, [404, 404, 403, 200, 200],
    ),
    "PUT /api/v1/venues/{venueId}/logo": ("PUT", f"/api/v1/venues/{CLUB}/logo", {"image": LOGO}, [404, 404, 404, 200, 200]),
    "DELETE /api/v1/venues/{venueId}/logo": ("DELETE", f"/api/v1/venues/{CLUB}/logo", None, [404, 404, 403, 200, 200]),
    "GET /api/v1/venues/{venueId}/hours": ("GET", f"/api/v1/venues/{CLUB}/hours", None, [404, 404, 404, 200, 200]),
    "PUT /api/v1/venues/{venueId}/hours": ("PUT", f"/api/v1/venues/{CLUB}/hours", {"specialDays": []}, [404, 404, 403, 200, 200]),
    "GET /api/v1/venues/{venueId}/resources": ("GET", f"/api/v1/venues/{CLUB}/resources", None, [404, 404, 404, 200, 200]),
    "POST /api/v1/venues/{venueId}/resources": (
        "POST", f"/api/v1/venues/{CLUB}/resources", {"name": "Court 4"}, [404, 404, 403, 201, 422],
    ),
    "PATCH /api/v1/venues/{venueId}/resources/{resourceId}": (
        "PATCH", f"/api/v1/venues/{CLUB}/resources/{COURT_2}", {"colour": "#aabbcc"}, [404, 404, 403, 200, 200],
    ),
    "POST /api/v1/venues/{venueId}/resources/{resourceId}/split": (
        "POST", f"/api/v1/venues/{CLUB}/resources/{COURT_1}/split", {"names": ["1a", "1b"]}, [404, 404, 403, 201, 422],
    ),
    "PUT /api/v1/venues/{venueId}/resources/{resourceId}/retired": (
        "PUT", f"/api/v1/venues/{CLUB}/resources/{COURT_2}/retired", {"retired": True}, [404, 404, 403, 200, 200],
    ),
    "PUT /api/v1/venues/{venueId}/resources/{resourceId}/hours": (
        "PUT", f"/api/v1/venues/{CLUB}/resources/{MARTA}/hours", {"hours": None}, [404, 404, 403, 200, 200],
    ),
    "DELETE /api/v1/venues/{venueId}/resources/{resourceId}": (
        "DELETE", f"/api/v1/venues/{CLUB}/resources/{COURT_3}", None, [404, 404, 403, 204, 404],
    ),
    "GET /api/v1/venues/{venueId}/check-in-points": (
        "GET", f"/api/v1/venues/{CLUB}/check-in-points", None, [404, 404, 404, 200, 200],
    ),
    "POST /api/v1/venues/{venueId}/check-in-points": (
        "POST", f"/api/v1/venues/{CLUB}/check-in-points", {"name": "Entrance"}, [404, 404, 404, 201, 201],
    ),
    "DELETE /api/v1/venues/{venueId}/check-in-points/{pointId}": (
        "DELETE", f"/api/v1/venues/{CLUB}/check-in-points/none", None, [404] * 5,
    ),
    "GET /api/v1/venues/{venueId}/calendars": ("GET", f"/api/v1/venues/{CLUB}/calendars", None, [404, 404, 404, 200, 200]),
    "GET /api/v1/venues/{venueId}/services": ("GET", f"/api/v1/venues/{CLINIC}/services", None, [404, 404, 404, 200, 200]),
    "POST /api/v1/venues/{venueId}/services": (
        "POST", f"/api/v1/venues/{CLINIC}/services", {"name": "X-ray", "minutes": 30, "price": 80}, [404, 404, 403, 201, 422],
    ),
    "PATCH /api/v1/venues/{venueId}/services/{serviceId}": (
        "PATCH", f"/api/v1/venues/{CLINIC}/services/{CHECK_UP}", {"minutes": 60}, [404, 404, 403, 200, 200],
    ),
    "PUT /api/v1/venues/{venueId}/services/{serviceId}/retired": (
        "PUT", f"/api/v1/venues/{CLINIC}/services/{CHECK_UP}/retired", {"retired": True}, [404, 404, 403, 200, 200],
    ),
    "DELETE /api/v1/venues/{venueId}/services/{serviceId}": (
        "DELETE", f"/api/v1/venues/{CLINIC}/services/{SURGERY}", None, [404, 404, 403, 204, 404],
    ),
    "GET /api/v1/venues/{venueId}/leave": ("GET", f"/api/v1/venues/{CLINIC}/leave", None, [404, 404, 404, 200, 200]),
    "POST /api/v1/venues/{venueId}/leave": (
        "POST", f"/api/v1/venues/{CLINIC}/leave",
        {"resourceId": DR_VOGEL, "first": "2099-03-05", "last": "2099-03-06", "reason": "Congress"}, [404, 404, 403, 201, 409],
    ),
    "DELETE /api/v1/venues/{venueId}/leave/{leaveId}": (
        "DELETE", f"/api/v1/venues/{CLINIC}/leave/none", None, [404, 404, 404, 404, 404],
    ),
    "GET /api/v1/venues/{venueId}/prices": ("GET", f"/api/v1/venues/{CLUB}/prices", None, [404, 404, 404, 200, 200]),
    "PUT /api/v1/venues/{venueId}/prices": (
        "PUT", f"/api/v1/venues/{CLUB}/prices", {"rules": [{"price": 20}]}, [404, 404, 403, 200, 200],
    ),
    "GET /api/v1/venues/{venueId}/prices/quote": (
        "GET", f"/api/v1/venues/{CLUB}/prices/quote?{QUOTE}", None, [404, 404, 404, 200, 200],
    ),
    "GET /api/v1/venues/{venueId}/groups": ("GET", GROUPS, None, [404, 404, 404, 200, 200]),
    "POST /api/v1/venues/{venueId}/groups": ("POST", GROUPS, {"name": "Members"}, [404, 404, 403, 201, 422]),
    "PATCH /api/v1/venues/{venueId}/groups/{groupId}": ("PATCH", NO_GROUP, {"name": "X"}, [404, 404, 403, 404, 404]),
    "DELETE /api/v1/venues/{venueId}/groups/{groupId}": ("DELETE", NO_GROUP, None, [404, 404, 403, 404, 404]),
    "GET /api/v1/venues/{venueId}/groups/{groupId}/members": (
        "GET", f"{NO_GROUP}/members", None, [404, 404, 404, 404, 404],
    ),
    "POST /api/v1/venues/{venueId}/groups/{groupId}/members": (
        "POST", f"{NO_GROUP}/members", {"userName": "X"}, [404, 404, 403, 404, 404],
    ),
    "DELETE /api/v1/venues/{venueId}/groups/{groupId}/members/{userId}": (
        "DELETE", f"{NO_GROUP}/members/{ANN.id}", None, [404, 404, 403, 404, 404],
    ),
    "GET /api/v1/venues/{venueId}/import/{noun}": ("GET", f"/api/v1/venues/{CLUB}/import/customers", None, [404, 404, 404, 200, 200]),
    "POST /api/v1/venues/{venueId}/import/{noun}": (
        "POST", f"/api/v1/venues/{CLUB}/import/customers", {"csv": "name,email\nKim,kim@example.com\n"}, [404, 404, 404, 200, 200],
    ),
    "GET /api/v1/settings": ("GET", "/api/v1/settings", None, [403, 403, 403, 403, 200]),
    "GET /api/v1/mails": ("GET", "/api/v1/mails", None, [403, 403, 403, 403, 200]),
    "DELETE /api/v1/mails/{mailId}": ("DELETE", "/api/v1/mails/none", None, [403, 403, 403, 403, 404]),
    "PATCH /api/v1/settings": ("PATCH", "/api/v1/settings", {"signUp": "open"}, [403, 403, 403, 403, 200]),
    "GET /api/v1/venues/{venueId}/customers": ("GET", f"{CUSTOMERS}?q=sam", None, [404, 404, 200, 200, 200]),
    "GET /api/v1/venues/{venueId}/customers/{personId}": ("GET", f"{CUSTOMERS}/{SAM.id}", None, [404, 404, 200, 200, 200]),
    "POST /api/v1/venues/{venueId}/customers/{personId}/notes": (
        "POST", f"{CUSTOMERS}/{SAM.id}/notes", {"text": "Left-handed"}, [404, 404, 201, 201, 201],
    ),
    "PATCH /api/v1/venues/{venueId}/customers/{personId}/notes/{noteId}": (
        "PATCH", f"{CUSTOMERS}/{SAM.id}/notes/none", {"text": "Right-handed"}, [404] * 5,
    ),
    "DELETE /api/v1/venues/{venueId}/customers/{personId}/notes/{noteId}": (
        "DELETE", f"{CUSTOMERS}/{SAM.id}/notes/none", None, [404, 404, 200, 200, 200],
    ),
    "GET /api/v1/log": ("GET", "/api/v1/log", None, [403, 403, 403, 200, 200]),
    "GET /api/v1/log, of a venue": ("GET", f"/api/v1/log?venueId={CLUB}", None, [403, 403, 403, 200, 200]),
    "GET /api/v1/people": ("GET", "/api/v1/people", None, [403, 403, 403, 200, 200]),
    "GET /api/v1/people/{personId}": ("GET", f"/api/v1/people/{TESS.id}", None, [403, 403, 403, 200, 200]),
    "GET /api/v1/people/{personId}, a customer": ("GET", f"/api/v1/people/{BOB.id}", None, [403, 403, 403, 404, 200]),
    "POST /api/v1/people": ("POST", "/api/v1/people", {"name": "D", "email": "d@example.com"}, [403, 403, 403, 403, 201]),
    "PATCH /api/v1/people/{personId}": ("PATCH", f"/api/v1/people/{BOB.id}", {"phone": "044 123 45 67"}, [403, 403, 403, 403, 200]),
    "PUT /api/v1/people/{personId}/rights": ("PUT", f"/api/v1/people/{BOB.id}/rights", {"role": "customer"}, [403, 403, 403, 403, 200]),
    "POST /api/v1/people/{personId}/deactivate": ("POST", f"/api/v1/people/{BOB.id}/deactivate", None, [403, 403, 403, 403, 200]),
    "POST /api/v1/people/{personId}/reactivate": ("POST", f"/api/v1/people/{BOB.id}/reactivate", None, [403, 403, 403, 403, 200]),
    "POST /api/v1/people/{personId}/password-link": (
        "POST", f"/api/v1/people/{BOB.id}/password-link", {}, [403, 403, 403, 403, 201],
    ),
    "GET /api/v1/people/{personId}/merge/{otherId}": (
        "GET", f"/api/v1/people/{BOB.id}/merge/{CLEO.id}", None, [403, 403, 403, 403, 200],
    ),
    "POST /api/v1/people/{personId}/merge": (
        "POST", f"/api/v1/people/{BOB.id}/merge", {"otherId": CLEO.id}, [403, 403, 403, 403, 200],
    ),
    "POST /api/v1/venues/{venueId}/staff": (
        "POST", f"/api/v1/venues/{CLUB}/staff", {"name": "E", "email": "e@example.com"}, [404, 404, 403, 201, 201],
    ),
    "POST /api/v1/venues/{venueId}/customers/{personId}/account-link": (
        "POST", f"/api/v1/venues/{CLUB}/customers/{BOB.id}/account-link", None, [404, 404, 404, 404, 404],
    ),
    "PUT /api/v1/venues/{venueId}/staff/{personId}": (
        "PUT", f"/api/v1/venues/{CLUB}/staff/{TESS.id}", {"level": "desk"}, [404, 404, 403, 200, 200],
    ),
    "DELETE /api/v1/venues/{venueId}/staff/{personId}": (
        "DELETE", f"/api/v1/venues/{CLUB}/staff/{TESS.id}", None, [404, 404, 403, 204, 404],
    ),
    "POST /api/v1/venues/{venueId}/events": ("POST", f"/api/v1/venues/{THEATRE}/events", NEW_EVENT, [404, 404, 403, 201, 201]),
    "GET /api/v1/events/{eventId}/setup": ("GET", f"{EVENT}/setup", None, [404, 404, 404, 200, 200]),
    "POST /api/v1/events/{eventId}/copies": (
        "POST", f"{EVENT}/copies", {"dates": ["2026-03-20"], "dryRun": True}, [404, 404, 404, 200, 200],
    ),
    "POST /api/v1/events/{eventId}/closed-seats": (
        "POST", f"{EVENT}/closed-seats", {"seats": "A1", "reason": "Camera"}, [404, 404, 403, 201, 422],
    ),
    "DELETE /api/v1/events/{eventId}/closed-seats/{closureId}": ("DELETE", f"{EVENT}/closed-seats/none", None, [404] * 5),
    "PATCH /api/v1/flights/{flightId}": ("PATCH", f"/api/v1/flights/{RS_101}", {"gate": "A1"}, [404, 404, 403, 200, 200]),
    "POST /api/v1/events/{eventId}/cancel": (
        "POST", f"/api/v1/events/{FLIGHT}/cancel", {"reason": "Fog"}, [404, 404, 403, 200, 409],
    ),
    "POST /api/v1/venues/{venueId}/flights": ("POST", f"/api/v1/venues/{AIRLINE}/flights", NEW_FLIGHT, [404, 404, 403, 201, 201]),
    "GET /api/v1/venues/{venueId}/seat-plans": ("GET", PLANS, None, [404, 404, 404, 200, 200]),
    "POST /api/v1/venues/{venueId}/seat-plans": ("POST", PLANS, {"name": "H", "plan": "H, price A 5\nA 1"}, [404, 404, 403, 201, 422]),
    "POST /api/v1/venues/{venueId}/seat-plans/check": ("POST", f"{PLANS}/check", {"plan": "A"}, [404, 404, 404, 200, 200]),
    "PATCH /api/v1/seat-plans/{planId}": ("PATCH", "/api/v1/seat-plans/none", {"name": "H"}, [404] * 5),
    "DELETE /api/v1/seat-plans/{planId}": ("DELETE", "/api/v1/seat-plans/none", None, [404] * 5),
}  # fmt: skip
