"""A list of bookings as somebody of the staff reads it."""

from datetime import timedelta

from bookings.database import Database
from bookings.desk import Desk
from bookings.desk.book import book_court
from bookings.models import Viewer
from bookings.reading.bookings.filters import Filter
from bookings.reading.bookings.lists import BookingList, read_list
from tests.world.clock import at, pass_time
from tests.world.people import SAM
from tests.world.places import COURT_1


def listed(database: Database, viewer: Viewer, **wanted: object) -> BookingList:
    with database.read() as session:
        return read_list(session, Filter(staff="" if viewer.is_admin else viewer.id, **wanted))  # type: ignore[arg-type]


def ids(found: BookingList) -> list[str]:
    return [each.id for each in found.bookings]


def booked_by_the_hour(database: Database, desk: Desk, count: int) -> list[str]:
    """So many bookings of a court, each made a second after the one before."""
    made = []
    for n in range(count):
        start = at("07:00") + timedelta(hours=n)
        made.append(
            desk.do(SAM, book_court, COURT_1, start, start + timedelta(hours=1), customer={"name": f"Guest {n}"})
        )
        pass_time(database, seconds=1)
    return made
