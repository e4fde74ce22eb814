"""Tables by plain names: a topic's entries, and attempts to sign in"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ENTRIES = ("topic", "version", "change_id", "free", "capacity")
_ATTEMPTS = ("subject", "count", "last_at", "wait_until")


def upgrade() -> None:
    _rename_entries("standings", "topic_entries")
    _rename_attempts("tries", "login_attempts")


def downgrade() -> None:
    _rename_entries("topic_entries", "standings")
    _rename_attempts("login_attempts", "tries")


def _rename_entries(old: str, new: str) -> None:
    op.create_table(
        new,
        sa.Column("topic", sa.String(length=90), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=f"fk_{new}_change_id"),
        sa.PrimaryKeyConstraint("topic", "version", name=f"pk_{new}"),
    )
    _move(old, new, _ENTRIES)
    op.create_index(f"ix_{new}_change_id", new, ["change_id"])


def _rename_attempts(old: str, new: str) -> None:
    op.create_table(
        new,
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wait_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=f"pk_{new}"),
    )
    _move(old, new, _ATTEMPTS)
    op.create_index(f"ix_{new}_last_at", new, ["last_at"])


def _move(old: str, new: str, columns: tuple[str, ...]) -> None:
    """Rows are copied, since SQLite cannot rename a table's constraints."""
    source = sa.table(old, *(sa.column(each) for each in columns))
    target = sa.table(new, *(sa.column(each) for each in columns))
    op.get_bind().execute(target.insert().from_select(columns, sa.select(*source.c)))
    op.drop_table(old)
