"""Appointments of several people at once: those of one group share their provider's time, each with a place of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_MOMENTS = (("insert", "INSERT"), ("update", "UPDATE"))
_CHECK = "place IS NULL OR (group_key IS NOT NULL AND place BETWEEN 1 AND places)"
_THERE = sa.text("place IS NOT NULL")
_SPAN = "resource_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&"


def upgrade() -> None:
    op.add_column("services", sa.Column("places", sa.Integer(), server_default="1", nullable=False))
    op.add_column("bookings", sa.Column("places", sa.Integer(), server_default="1", nullable=False))
    op.add_column("claims", sa.Column("group_key", sa.String(120), nullable=True))
    op.add_column("claims", sa.Column("places", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("claims", sa.Column("place", sa.Integer(), nullable=True))
        op.execute(f"ALTER TABLE claims ADD CONSTRAINT ck_claims_place CHECK ({_CHECK})")
        op.execute("ALTER TABLE claims DROP CONSTRAINT ex_claims_overlap")
        # What belongs to no group differs from everything else.
        _exclude(f"{_SPAN}, (coalesce(group_key, id::text)) WITH <>")
    else:
        op.execute(f"ALTER TABLE claims ADD COLUMN place INTEGER CONSTRAINT ck_claims_place CHECK ({_CHECK})")
        _triggers(" AND (NEW.group_key IS NULL OR group_key IS NULL OR group_key <> NEW.group_key)")
    op.create_index("uq_claims_place", "claims", ["group_key", "place"], unique=True, sqlite_where=_THERE, postgresql_where=_THERE)


def downgrade() -> None:
    """Bookings of a group lose their claims but for one: elsewhere nothing can have the time of two."""
    op.drop_index("uq_claims_place", "claims")
    first = "SELECT min(id) FROM claims WHERE group_key IS NOT NULL GROUP BY group_key, kind, starts_at"
    op.execute(f"DELETE FROM claims WHERE group_key IS NOT NULL AND id NOT IN ({first})")  # noqa: S608
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE claims DROP CONSTRAINT ex_claims_overlap")
        _exclude(_SPAN)
    else:
        _triggers("")
    for column in ("place", "places", "group_key"):
        op.drop_column("claims", column)
    op.drop_column("bookings", "places")
    op.drop_column("services", "places")


def _exclude(columns: str) -> None:
    op.execute(f"ALTER TABLE claims ADD CONSTRAINT ex_claims_overlap EXCLUDE USING gist ({columns}) WHERE (resource_id IS NOT NULL)")


def _triggers(but: str) -> None:
    for name, moment in _MOMENTS:
        op.execute(f"DROP TRIGGER claims_overlap_{name}")
        op.execute(
            f"""CREATE TRIGGER claims_overlap_{name} BEFORE {moment} ON claims
        WHEN NEW.resource_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM claims WHERE resource_id = NEW.resource_id AND id IS NOT NEW.id
            AND starts_at < NEW.ends_at AND starts_at > strftime('%Y-%m-%d %H:%M:%f', NEW.starts_at, '-2 days')
            AND NEW.starts_at < ends_at{but})
        BEGIN SELECT RAISE(ABORT, 'claims overlap'); END"""  # noqa: S608 (the names are ours)
        )
