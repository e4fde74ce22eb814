"""Venues, and what is booked there by time."""

import sqlalchemy as sa
from alembic import op


def venues() -> None:
    op.create_table(
        "venues",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("min_minutes", sa.Integer(), nullable=False),
        sa.Column("max_minutes", sa.Integer(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("cancel_hours", sa.Integer(), nullable=False),
        sa.Column("confirms_at_once", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind in ('club', 'clinic', 'theatre', 'airline')", name=op.f("ck_venues_kind")),
        sa.CheckConstraint(
            "slot_minutes between 5 and 60 and 60 % slot_minutes = 0",
            name=op.f("ck_venues_slot_minutes"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_venues"),
    )


def resources() -> None:
    op.create_table(
        "resources",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sport", sa.String(length=40), nullable=False),
        sa.Column("prices", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind in ('court', 'provider', 'coach')", name=op.f("ck_resources_kind")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_resources_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_resources"),
    )
    op.create_index("ix_resources_venue_id", "resources", ["venue_id"], unique=False)


def services() -> None:
    op.create_table(
        "services",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("venue_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("buffer_before", sa.Integer(), nullable=False),
        sa.Column("buffer_after", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "minutes > 0 and buffer_before >= 0 and buffer_after >= 0",
            name=op.f("ck_services_minutes"),
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_services_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_services"),
    )
    op.create_index("ix_services_venue_id", "services", ["venue_id"], unique=False)


def service_providers() -> None:
    op.create_table(
        "service_providers",
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("resource_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["resource_id"], ["resources.id"], name="fk_service_providers_resource_id"),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name="fk_service_providers_service_id"),
        sa.PrimaryKeyConstraint("service_id", "resource_id", name="pk_service_providers"),
    )
