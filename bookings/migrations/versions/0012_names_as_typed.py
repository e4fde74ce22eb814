"""A booking keeps its customer's name as the venue typed it, and is found by that there alone"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COLUMNS = {"customer_name": 120, "customer_email": 254, "customer_phone": 40}


def upgrade() -> None:
    for name, length in COLUMNS.items():
        op.add_column("bookings", sa.Column(name, sa.String(length=length), nullable=True))
    _terms(sa.Column("venue_id", sa.String(length=36), server_default="", nullable=False), key=("venue_id",))


def downgrade() -> None:
    op.execute("DELETE FROM person_terms WHERE venue_id <> ''")
    _terms()
    for name in COLUMNS:
        op.drop_column("bookings", name)


def _terms(*more: sa.Column[str], key: tuple[str, ...] = ()) -> None:
    """The table anew, with what was in it: its key changes, which SQLite cannot do in place."""
    by_code_points = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
    op.execute("CREATE TABLE former_terms AS SELECT term, person_id FROM person_terms")
    op.drop_table("person_terms")
    op.create_table(
        "person_terms",
        sa.Column("term", by_code_points, nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        *more,
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_person_terms_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("term", "person_id", *key, name="pk_person_terms"),
    )
    op.create_index("ix_person_terms_person_id", "person_terms", ["person_id"])
    op.execute("INSERT INTO person_terms (term, person_id) SELECT term, person_id FROM former_terms")
    op.drop_table("former_terms")
