"""All that is kept about a person, for themselves. Notes that a venue's staff wrote for each other are not in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bookings.models import (
    Booking,
    CalendarFeed,
    Change,
    Event,
    Hold,
    Login,
    MemberGroup,
    Membership,
    Message,
    Notification,
    NotificationChoice,
    NotificationMail,
    Payment,
    Person,
    Resource,
    Service,
    Staff,
    Venue,
    VenueCustomer,
    Wish,
)


def read_export(session: Session, person_id: str) -> dict[str, Any]:
    """Plain values for `wire.encode`."""
    person = session.get_one(Person, person_id)
    bookings = session.scalars(select(Booking).where(Booking.customer_id == person_id).order_by(Booking.created_at, Booking.id)).all()
    return {
        "account": {
            "id": person.id,
            "name": person.name,
            "email": person.email,
            "emailCheckedAt": person.email_checked_at,
            "phone": person.phone,
            "role": person.role,
            "dateStyle": person.date_style,
            "names": person.names,
            "createdAt": person.created_at,
        },
        "worksAt": _pairs(
            session,
            select(Venue.name, Staff.level).join(Staff, Staff.venue_id == Venue.id).where(Staff.person_id == person_id),
        ),
        "groups": _pairs(
            session,
            select(MemberGroup.name, Membership.until)
            .join(Membership, Membership.group_id == MemberGroup.id)
            .where(Membership.person_id == person_id),
        ),
        "writtenDownAt": [
            {"venue": venue, "name": each.name or None, "email": each.email or None, "phone": each.phone or None}
            for each, venue in session.execute(
                select(VenueCustomer, Venue.name)
                .join(Venue, Venue.id == VenueCustomer.venue_id)
                .where(VenueCustomer.person_id == person_id)
                .order_by(Venue.name, Venue.id)
            )
        ],
        "logIns": [
            {"began": login.created_at, "lastUsed": login.last_used_at, "ended": login.ended_at}
            for login in session.scalars(select(Login).where(Login.person_id == person_id).order_by(Login.created_at))
        ],
        "calendarAddresses": [
            {"venue": venue, "place": resource, "made": made}
            for venue, resource, made in session.execute(
                select(Venue.name, Resource.name, CalendarFeed.created_at)
                .select_from(CalendarFeed)
                .outerjoin(Venue, Venue.id == CalendarFeed.venue_id)
                .outerjoin(Resource, Resource.id == CalendarFeed.resource_id)
                .where(CalendarFeed.person_id == person_id)
                .order_by(CalendarFeed.created_at)
            )
        ],
        "baskets": [
            {"event": hold.event_id, "began": hold.began_at, "expires": hold.expires_at}
            for hold in session.scalars(select(Hold).where(Hold.person_id == person_id))
        ],
        "waitingLists": [
            {"event": each.event_id, "party": each.party, "joined": each.joined_at, "state": each.state, "ended": each.ended_at}
            for each in session.scalars(select(Wish).where(Wish.person_id == person_id).order_by(Wish.id))
        ],
        "notifications": [
            {"at": each.created_at, "kind": each.kind, "title": each.title, "message": each.message, "readAt": each.read_at}
            for each in session.scalars(
                select(Notification).where(Notification.person_id == person_id).order_by(Notification.created_at, Notification.id)
            )
        ],
        "notificationsToMail": [
            {"at": each.created_at, "kind": each.kind, "title": each.title, "message": each.message}
            for each in session.scalars(select(NotificationMail).where(NotificationMail.person_id == person_id))
        ],
        "notificationChoices": [
            {"kind": each.group, "page": each.page, "email": each.email}
            for each in session.scalars(
                select(NotificationChoice).where(NotificationChoice.person_id == person_id).order_by(NotificationChoice.group)
            )
        ],
        "bookings": _bookings(session, person_id, bookings),
    }


def _bookings(session: Session, person_id: str, bookings: Any) -> list[dict[str, Any]]:
    mine = select(Booking.id).where(Booking.customer_id == person_id)
    names = {
        table: {row.id: row for row in session.scalars(select(table).where(table.id.in_({each for each in ids if each})))}  # type: ignore[attr-defined]
        for table, ids in (
            (Venue, [each.venue_id for each in bookings]),
            (Resource, [each for one in bookings for each in (one.resource_id, one.coach_id)]),
            (Service, [each.service_id for each in bookings]),
            (Event, [each.event_id for each in bookings]),
        )
    }
    ledger: dict[str, list[Mapping[str, Any]]] = {}
    for line in session.scalars(select(Payment).where(Payment.booking_id.in_(mine)).order_by(Payment.at, Payment.id)):
        ledger.setdefault(str(line.booking_id), []).append(
            {"at": line.at, "amount": line.amount, "currency": line.currency, "method": line.method, "status": line.status}
        )
    history: dict[str, list[Mapping[str, Any]]] = {}
    for change in session.scalars(select(Change).where(Change.booking_id.in_(mine)).order_by(Change.id)):
        history.setdefault(str(change.booking_id), []).append({"at": change.at, "what": change.kind})

    written: dict[str, list[Mapping[str, Any]]] = {}
    for message in session.scalars(select(Message).where(Message.booking_id.in_(mine)).order_by(Message.id)):
        by = "the venue" if message.from_venue else "you"
        written.setdefault(message.booking_id, []).append({"at": message.at, "by": by, "text": message.text})

    def name(table: type[Any], key: object) -> str | None:
        row = names[table].get(key)
        return None if row is None else str(getattr(row, "title" if table is Event else "name"))

    return [
        {
            "id": each.id,
            "code": each.pnr,
            "kind": each.kind,
            "venue": name(Venue, each.venue_id),
            "place": name(Resource, each.resource_id),
            "coach": name(Resource, each.coach_id),
            "service": name(Service, each.service_id),
            "event": name(Event, each.event_id),
            "seats": each.seats,
            "starts": each.starts_at,
            "ends": each.ends_at,
            "status": each.status,
            "payment": each.payment_status,
            "price": each.price,
            "paid": each.paid,
            "refunded": each.refunded,
            "fee": each.fee,
            "currency": each.currency,
            "bookedAs": {"name": each.customer_name, "email": each.customer_email, "phone": each.customer_phone},
            "passengers": each.passengers,
            "travelDocuments": each.documents,
            "contact": each.contact,
            "players": each.players,
            "places": each.places,
            "note": each.note,
            "cancelReason": each.cancel_reason,
            "created": each.created_at,
            "ledger": ledger.get(each.id, []),
            "history": history.get(each.id, []),
            "messages": written.get(each.id, []),
        }
        for each in bookings
    ]


def _pairs(session: Session, query: Any) -> list[dict[str, Any]]:
    return [{"name": name, "level" if isinstance(more, str) else "until": more} for name, more in session.execute(query)]
