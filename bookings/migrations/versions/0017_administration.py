"""What an admin sets up: terms, special days, prices, groups, plans, links, settings, and the log of it all"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.String(length=36)
LIST: dict[str, Any] = {"type_": sa.JSON(), "server_default": "[]", "nullable": False}


def upgrade() -> None:
    for column in (
        sa.Column("notice_minutes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hold_minutes", sa.Integer(), nullable=True),
        sa.Column("look_in", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("colour", sa.String(length=7), server_default="", nullable=False),
        sa.Column("special_days", **LIST),
        sa.Column("price_rules", **LIST),
    ):
        op.add_column("venues", column)
    # Said with the column, here and below: SQLite cannot add a constraint to a table that others refer to.
    op.execute(f"ALTER TABLE resources ADD COLUMN part_of VARCHAR(36) {_refers('resources', 'part_of', 'resources')}")
    op.create_index("ix_resources_part_of", "resources", ["part_of"])
    op.add_column("resources", sa.Column("hours", sa.JSON(), nullable=True))
    op.add_column("resources", sa.Column("colour", sa.String(length=7), server_default="", nullable=False))
    op.add_column("resources", sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("services", sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    for column in (
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("plan", sa.Text(), server_default="", nullable=False),
        sa.Column("on_sale_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("on_sale_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("events", column)
    for column in (
        sa.Column("destination_zone", sa.String(length=60), server_default="", nullable=False),
        sa.Column("estimated_departure", sa.DateTime(timezone=True), nullable=True),
        sa.Column("estimated_arrival", sa.DateTime(timezone=True), nullable=True),
        sa.Column("aircraft", sa.String(length=80), server_default="", nullable=False),
    ):
        op.add_column("flights", column)
    for column in (
        sa.Column("names", **LIST),
        sa.Column("date_style", sa.String(length=10), server_default="", nullable=False),
        sa.Column("email_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("people", column)
    op.execute(f"ALTER TABLE people ADD COLUMN merged_into VARCHAR(36) {_refers('people', 'merged_into', 'people')}")
    op.execute(
        "ALTER TABLE staff ADD COLUMN level VARCHAR(10) DEFAULT 'desk' NOT NULL"
        " CONSTRAINT ck_staff_level CHECK (level in ('desk', 'manager'))"
    )
    op.add_column("bookings", sa.Column("list_price", sa.BigInteger(), nullable=True))
    op.add_column("bookings", sa.Column("price_reason", sa.String(length=200), server_default="", nullable=False))
    _make_tables()


def _refers(table: str, column: str, other: str) -> str:
    return f"CONSTRAINT fk_{table}_{column} REFERENCES {other} (id)"


def _make_tables() -> None:
    op.create_table(
        "log_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("venue_id", ID, nullable=True),
        sa.Column("noun", sa.String(length=12), nullable=False),
        sa.Column("noun_id", ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_entries"),
    )
    for name, columns in (
        ("ix_log_entries_noun_noun_id_id", ["noun", "noun_id", "id"]),
        ("ix_log_entries_venue_id_id", ["venue_id", "id"]),
        ("ix_log_entries_venue_id_noun_id", ["venue_id", "noun", "id"]),
        ("ix_log_entries_by_id_id", ["by_id", "id"]),
        ("ix_log_entries_at", ["at"]),
    ):
        op.create_index(name, "log_entries", columns)
    op.create_table(
        "member_groups",
        sa.Column("id", ID, nullable=False),
        sa.Column("venue_id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_member_groups_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_member_groups"),
        sa.UniqueConstraint("venue_id", "name", name="uq_member_groups_venue_id_name"),
    )
    op.create_table(
        "memberships",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["member_groups.id"], name="fk_memberships_group_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_memberships_person_id"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name="pk_memberships"),
    )
    op.create_index("ix_memberships_person_id", "memberships", ["person_id"])
    op.create_table(
        "seat_plans",
        sa.Column("id", ID, nullable=False),
        sa.Column("venue_id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_seat_plans_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_seat_plans"),
    )
    op.create_index("ix_seat_plans_venue_id", "seat_plans", ["venue_id"])
    op.create_table(
        "customer_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("venue_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_customer_notes_venue_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_customer_notes_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_customer_notes"),
    )
    op.create_index("ix_customer_notes_person_id", "customer_notes", ["person_id"])
    op.create_index("ix_customer_notes_venue_id_person_id_at", "customer_notes", ["venue_id", "person_id", "at"])
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )
    op.create_table(
        "mails",
        sa.Column("id", ID, nullable=False),
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mails"),
    )
    op.create_index("ix_mails_next_at", "mails", ["next_at"])
    op.create_table(
        "account_links",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose in ('set_up', 'password', 'email', 'invitation')", name=op.f("ck_account_links_purpose")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_account_links_person_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_account_links"),
    )
    op.create_index("ix_account_links_person_id", "account_links", ["person_id"])
    op.create_index("ix_account_links_expires_at", "account_links", ["expires_at"])


COLUMNS = {
    "bookings": ("price_reason", "list_price"),
    "staff": ("level",),
    "people": ("merged_into", "deactivated_at", "email_checked_at", "date_style", "names"),
    "flights": ("aircraft", "estimated_arrival", "estimated_departure", "destination_zone"),
    "events": ("cancelled_at", "on_sale_until", "on_sale_from", "plan", "description"),
    "services": ("retired_at",),
    "resources": ("retired_at", "colour", "hours", "part_of"),
    "venues": ("price_rules", "special_days", "colour", "look_in", "hold_minutes", "notice_minutes"),
}
TABLES = ("account_links", "mails", "settings", "customer_notes", "seat_plans", "memberships", "member_groups", "log_entries")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_resources_part_of", "resources")
    for table, columns in COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)
