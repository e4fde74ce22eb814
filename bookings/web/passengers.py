"""The page between a basket and its booking: who travels in the seats of a flight, and from the desk for whom they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from bookings.errors import NameMismatch, Refusal
from bookings.http.current import current_ringside, viewer
from bookings.http.responses import by_htmx, redirect_to
from bookings.reading.people.account import read_account
from bookings.reading.seats.baskets import Basket, read_basket
from bookings.reading.seats.maps import read_seat_map
from bookings.rules.passengers import ADULT, CHILD, INFANT, TITLES
from bookings.rules.violation import RuleViolation
from bookings.web.board_forms import customer_of_form, override_of

OF_THE_CUSTOMER = ("name", "email", "phone")
KINDS = ((ADULT, "Adult, 12 or older"), (CHILD, "Child, 2 to 11"))
FIELDS = {"type": "type", "title": "title", "first": "firstName", "last": "lastName", "born": "dateOfBirth"}
"""What the fields of a seat are called, each followed by the seat's label: first-12A; those of an infant on the lap there as
infant-first-12A."""
ON_A_LAP = "infant-"


def page(event_id: int, violation: RuleViolation | Refusal | None = None) -> Response | None:
    """The form, with what was typed and what is wrong with it; None where there is nothing to ask for."""
    who, address = viewer(), f"/events/{event_id}/check-out"
    with current_ringside().database.read() as session:
        now = current_ringside().database.now(session)
        seat_map = read_seat_map(session, event_id, who.id, now)
        basket = read_basket(session, event_id, who.id, now, currency=seat_map.currency)
        email = read_account(session, who.id).email
    if not basket.asks:
        return None
    if by_htmx():
        return redirect_to(address)
    body = render_template(
        "pages/passengers.html", seat_map=seat_map, basket=basket, now=now, zone=seat_map.zone, address=address, kinds=KINDS,
        titles=[("", "None"), *zip(TITLES, TITLES, strict=True)],
        typed=request.form or ({} if basket.for_customer else {"email": email or "", **_name(who.name, basket)}),
        errors=_errors(violation, basket) if violation else {}, message=violation.message if violation else "",
        overridable=violation is not None and (violation.overridable or _field(violation) == "override"),
        known=(violation.known,) if isinstance(violation, NameMismatch) else (),
    )  # fmt: skip
    return make_response(body, violation.status if isinstance(violation, Refusal) else 422 if violation else 200)


def typed(form: Mapping[str, str]) -> dict[str, Any]:
    """What the form gives to the desk: the passengers by their seats, the contact, the customer. Nothing where nothing was asked for."""
    customer = customer_of_form(form, staff="customer-name" in form, prefix="customer-")
    at_the_desk = "customer-name" in form
    whom: dict[str, Any] = {"customer": customer} if customer else {}
    if at_the_desk and form.get("paid"):
        whom["paid"] = form["paid"]
    if why := override_of(form):
        whom["override"] = why
    labels = [name.removeprefix("first-") for name in form if name.startswith("first-")]
    if not labels:
        return whom
    people = {label: {field: form.get(f"{name}-{label}", "") for name, field in FIELDS.items()} for label in labels}
    contact = {"email": form.get("email", ""), "phone": form.get("phone", "")}
    infants = [
        {"type": INFANT, **{field: form.get(f"{ON_A_LAP}{name}-{label}", "") for name, field in FIELDS.items() if name != "type"}}
        for label in _with_infants(form, labels)
    ]
    return {**whom, "passengers": people, "contact": contact, **({"infants": infants} if infants else {})}


def _with_infants(form: Mapping[str, str], labels: Iterable[str]) -> list[str]:
    """The seats for which something is written about an infant on the lap."""
    asked = [name for name in FIELDS if name not in ("type", "title")]
    return [label for label in labels if any(form.get(f"{ON_A_LAP}{name}-{label}", "").strip() for name in asked)]


def _name(name: str, basket: Basket) -> dict[str, str]:
    """Who is signed in is the likeliest to sit in the first seat."""
    first, _, last = name.partition(" ")
    return {f"first-{basket.seats[0].label}": first, f"last-{basket.seats[0].label}": last}


def _field(violation: RuleViolation | Refusal) -> str | None:
    return violation.field if isinstance(violation, RuleViolation) else None


def _errors(violation: RuleViolation | Refusal, basket: Basket) -> dict[str, str]:
    """The sentence at its field: passengers.0.firstName is that of the first seat."""
    if violation.overridable and "override" in request.form:  # sent without a reason
        return {"override": "Write down why."}
    if isinstance(violation, Refusal):
        return {f"customer-{name}": violation.message for name in violation.fields if name in OF_THE_CUSTOMER}
    if violation.field == "override":
        return {"override": violation.message}
    if violation.field in OF_THE_CUSTOMER:
        return {f"customer-{violation.field}": violation.message}
    where, _, rest = (violation.field or "").partition(".")
    if where == "contactInfo":
        return {rest: violation.message}
    number, _, field = rest.partition(".")
    if where != "passengers" or not number.isdecimal():
        return {}
    name = next((name for name, field_name in FIELDS.items() if field_name == field), "first")
    seats = [seat.label for seat in basket.seats]
    places = [*(f"{{}}-{label}" for label in seats), *(f"{ON_A_LAP}{{}}-{label}" for label in _with_infants(request.form, seats))]
    return {places[int(number)].format(name): violation.message} if int(number) < len(places) else {}
