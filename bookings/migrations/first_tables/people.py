"""People, their log-ins, and where they work."""

import sqlalchemy as sa
from alembic import op


def people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
    )


def logins() -> None:
    op.create_table(
        "logins",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_logins_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_logins"),
    )
    op.create_index("ix_logins_person_id", "logins", ["person_id"], unique=False)


def staff() -> None:
    op.create_table(
        "staff",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_staff_person_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_staff_venue_id"),
        sa.PrimaryKeyConstraint("person_id", "venue_id", name="pk_staff"),
    )
    op.create_index("ix_staff_venue_id", "staff", ["venue_id"], unique=False)
