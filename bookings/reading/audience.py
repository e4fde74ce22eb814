"""For whom a fragment is drawn. Rendering follows the audience, so nothing private can reach a page that may not have it."""

from __future__ import annotations

from dataclasses import dataclass

from bookings.models import Viewer


@dataclass(frozen=True)
class Audience:
    """`name` is staff, owner, public, a wall's, or on a seat map manager: whoever may sell beside the rules. `person` is set where this one
    person sees their own things marked as theirs."""

    name: str
    person: str | None = None

    @property
    def is_staff(self) -> bool:
        return self.name == "staff"

    @property
    def is_wall(self) -> bool:
        """A screen that nobody touches: nothing on it leads anywhere."""
        return self in _WALLS

    @property
    def is_invited(self) -> bool:
        """Whether it is led to what is free and told why the rest is not."""
        return not self.is_staff and not self.is_wall

    @property
    def sees_present(self) -> bool:
        """Whether it is shown who is there and who is due."""
        return self.is_staff or (self.is_wall and self != PUBLIC_WALL)

    @property
    def reads_names(self) -> bool:
        """Of all customers of the venue."""
        return self.is_staff or self == WALL_WITH_NAMES

    @property
    def is_manager(self) -> bool:
        return self.name == "manager"


PUBLIC = Audience("public")
STAFF = Audience("staff")
OWNER = Audience("owner")
WALL, WALL_WITH_NAMES, PUBLIC_WALL = Audience("wall"), Audience("wall with names"), Audience("public wall")
"""A wall that the staff put up, which shows names where its venue allows that, and one that anybody put up."""
_WALLS = (WALL, WALL_WITH_NAMES, PUBLIC_WALL)
WITH_THEIR_OWN = frozenset({"public", "manager"})
"""Of these audiences each person sees their own things marked."""


def of_booking(viewer: Viewer, venue_id: str, customer_id: str) -> Audience | None:
    """As what this viewer reads a booking of that customer at that venue; None when it is not theirs to see."""
    if viewer.works_at(venue_id):
        return STAFF
    return Audience("owner", viewer.id) if customer_id == viewer.id else None


def on_wall(viewer: Viewer, venue_id: str) -> Audience:
    """Of a wall that this viewer put up."""
    return WALL if viewer.works_at(venue_id) else PUBLIC_WALL


def as_allowed(audience: Audience, *, wall_names: bool) -> Audience:
    """A wall shows names as its venue says at the moment it is drawn."""
    return WALL_WITH_NAMES if audience == WALL and wall_names else audience


def at_venue(viewer: Viewer, venue_id: str) -> Audience:
    """Staff of the venue see who; everybody else sees free and taken, with their own marked."""
    return STAFF if viewer.works_at(venue_id) else Audience("public", viewer.id or None)
