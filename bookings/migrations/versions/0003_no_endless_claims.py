"""No claim of more than two days, so that what lies over a moment is found without walking through the past"""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from bookings.database.base import Instant
from bookings.rules.times.spans import split_span

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_claims = sa.table(
    "claims",
    sa.column("id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("resource_id", sa.String),
    sa.column("starts_at", Instant),
    sa.column("ends_at", Instant),
    sa.column("hold_id", sa.String),
    sa.column("booking_id", sa.String),
    sa.column("block_id", sa.String),
)
_resources = sa.table("resources", sa.column("id", sa.String), sa.column("venue_id", sa.String))
_venues = sa.table("venues", sa.column("id", sa.String), sa.column("zone", sa.String))


def upgrade() -> None:
    _split_long_claims()
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _postgresql() if on_postgresql else _sqlite():
        op.execute(statement)
    op.create_index("ix_bookings_created_at", "bookings", ["created_at", "id"])
    op.create_index("ix_events_venue_id_ends_at", "events", ["venue_id", "ends_at"])
    op.create_index("ix_events_ends_at", "events", ["ends_at"])
    op.drop_index("ix_events_venue_id", "events")


def downgrade() -> None:
    op.create_index("ix_events_venue_id", "events", ["venue_id"])
    op.drop_index("ix_events_ends_at", "events")
    op.drop_index("ix_events_venue_id_ends_at", "events")
    op.drop_index("ix_bookings_created_at", "bookings")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE claims DROP CONSTRAINT ck_claims_length")
        op.execute("ALTER TABLE bookings DROP CONSTRAINT ck_bookings_length")
        return
    for name, moment in _MOMENTS:
        op.execute(f"DROP TRIGGER claims_length_{name}")
        op.execute(f"DROP TRIGGER bookings_length_{name}")
        op.execute(f"DROP TRIGGER claims_overlap_{name}")
        op.execute(_overlap(name, moment, ""))


_MOMENTS = (("insert", "INSERT"), ("update", "UPDATE"))
_JUST = "0.000001"  # of a day: what a difference of julian days may be off by


def _postgresql() -> Sequence[str]:
    longer = "resource_id IS NOT NULL AND ends_at - starts_at > interval '31 days'"
    found = op.get_bind().execute(sa.text(f"SELECT 1 FROM bookings WHERE {longer} LIMIT 1")).first()  # noqa: S608
    return (
        "ALTER TABLE claims ADD CONSTRAINT ck_claims_length CHECK (ends_at - starts_at <= interval '2 days')",
        # A longer one from before stays as it is.
        f"ALTER TABLE bookings ADD CONSTRAINT ck_bookings_length CHECK (NOT ({longer})){' NOT VALID' if found else ''}",
    )


def _sqlite() -> Sequence[str]:
    """Triggers where PostgreSQL has constraints: SQLite adds none to a table that is there."""
    near = " AND starts_at > strftime('%Y-%m-%d %H:%M:%f', NEW.starts_at, '-2 days')"
    found: list[str] = []
    for name, moment in _MOMENTS:
        found += [
            f"DROP TRIGGER claims_overlap_{name}",
            _overlap(name, moment, near),
            f"""CREATE TRIGGER claims_length_{name} BEFORE {moment} ON claims
            WHEN NEW.resource_id IS NOT NULL AND julianday(NEW.ends_at) - julianday(NEW.starts_at) > 2 + {_JUST}
            BEGIN SELECT RAISE(ABORT, 'claims longer than two days'); END""",
            f"""CREATE TRIGGER bookings_length_{name} BEFORE {moment} ON bookings
            WHEN NEW.resource_id IS NOT NULL AND julianday(NEW.ends_at) - julianday(NEW.starts_at) > 31 + {_JUST}
            BEGIN SELECT RAISE(ABORT, 'bookings longer than 31 days'); END""",
        ]
    return found


def _overlap(name: str, moment: str, near: str) -> str:
    return f"""CREATE TRIGGER claims_overlap_{name} BEFORE {moment} ON claims
        WHEN NEW.resource_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM claims WHERE resource_id = NEW.resource_id AND id IS NOT NEW.id
            AND starts_at < NEW.ends_at{near} AND NEW.starts_at < ends_at)
        BEGIN SELECT RAISE(ABORT, 'claims overlap'); END"""  # noqa: S608 (the names are ours)


def _split_long_claims() -> None:
    """What takes several days is claimed by the day."""
    connection = op.get_bind()
    spans = sa.select(_claims, _venues.c.zone).where(
        _claims.c.resource_id == _resources.c.id, _resources.c.venue_id == _venues.c.id
    )
    for row in connection.execute(spans).mappings().all():
        if row["ends_at"] - row["starts_at"] <= timedelta(days=2):
            continue
        claim = {name: value for name, value in row.items() if name not in ("id", "zone")}
        connection.execute(_claims.delete().where(_claims.c.id == row["id"]))
        connection.execute(
            _claims.insert(),
            [
                claim | {"starts_at": start, "ends_at": end}
                for start, end in split_span(row["starts_at"], row["ends_at"], row["zone"])
            ],
        )
