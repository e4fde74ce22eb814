"""The first tables"""

from alembic import op

from bookings.migrations.first_tables import bookings, changes, claims, events, people, venues

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    changes.changes,
    changes.idempotency_keys,
    people.people,
    changes.topics,
    venues.venues,
    events.events,
    people.logins,
    venues.resources,
    venues.services,
    people.staff,
    changes.standings,
    bookings.blocks,
    bookings.bookings,
    events.flights,
    bookings.holds,
    events.seats,
    venues.service_providers,
    claims.claims,
    bookings.payments,
)
"""In this order, for each may refer to those before it."""


def upgrade() -> None:
    for make in TABLES:
        make()
    claims.no_overlap()


def downgrade() -> None:
    for make in reversed(TABLES):
        op.drop_table(make.__name__)
