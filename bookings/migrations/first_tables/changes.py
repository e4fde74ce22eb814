"""What happened: changes, where they stand on topics, and the answers to repeated requests."""

import sqlalchemy as sa
from alembic import op


def changes() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(length=36), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("booking_id", sa.String(length=36), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("venue_id", sa.String(length=36), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
    )
    op.create_index("ix_changes_at", "changes", ["at"], unique=False)
    op.create_index("ix_changes_booking_id", "changes", ["booking_id"], unique=False)


def topics() -> None:
    op.create_table(
        "topics",
        sa.Column("topic", sa.String(length=90), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name="pk_topics"),
    )


def standings() -> None:
    op.create_table(
        "standings",
        sa.Column("topic", sa.String(length=90), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name="fk_standings_change_id"),
        sa.PrimaryKeyConstraint("topic", "version", name="pk_standings"),
    )
    op.create_index("ix_standings_change_id", "standings", ["change_id"], unique=False)


def idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key", name="pk_idempotency_keys"),
    )
    op.create_index(
        "ix_idempotency_keys_created_at",
        "idempotency_keys",
        ["created_at"],
        unique=False,
    )
