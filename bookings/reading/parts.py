"""Courts that are parts of another: who takes the whole takes all its parts, so the claims of each say what is free."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bookings.models import Resource

Together = dict[str, tuple[str, ...]]


def taken_with(session: Session, resource_ids: Collection[str]) -> Together:
    """For each of these resources what a booking of it claims: itself, and all parts of a whole."""
    found: Together = {each: (each,) for each in resource_ids}
    if not found:
        return found
    parts = select(Resource.part_of, Resource.id).where(Resource.part_of.in_(found)).order_by(Resource.number, Resource.id)
    for whole, part in session.execute(parts):
        if whole is not None:
            found[whole] += (part,)
    return found


def drawn_with(session: Session, resource_ids: Iterable[str]) -> Together:
    """For each of these resources those on which a board shows what it has: itself, its parts, the whole of which it is one."""
    found: Together = {each: (each,) for each in resource_ids}
    related = select(Resource.id, Resource.part_of).where(
        Resource.part_of.is_not(None), or_(Resource.id.in_(found), Resource.part_of.in_(found))
    )
    for part, whole in session.execute(related.order_by(Resource.number, Resource.id)):
        if whole in found:
            found[whole] += (part,)
        if part in found and whole is not None:
            found[part] += (whole,)
    return found


def retired_among(session: Session, resource_ids: Collection[str]) -> bool:
    retired = select(Resource.id).where(Resource.id.in_(resource_ids), Resource.retired_at.is_not(None)).limit(1)
    return session.scalar(retired) is not None
