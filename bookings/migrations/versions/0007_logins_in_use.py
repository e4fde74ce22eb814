"""When a log-in was used last, and what is needed to give a pair of tokens twice"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("logins", sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("refresh_tokens", sa.Column("access_signed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_logins_last_used_at", "logins", ["last_used_at"], unique=False)
    op.create_index("ix_logins_ended_at", "logins", ["ended_at"], unique=False)
    # Nobody knows when the log-ins that are there were used: their time begins now.
    now = "strftime('%Y-%m-%d %H:%M:%f000', 'now')" if op.get_bind().dialect.name == "sqlite" else "now()"
    logins = sa.table("logins", sa.column("last_used_at"), sa.column("ended_at"))
    op.execute(logins.update().where(logins.c.ended_at.is_(None)).values(last_used_at=sa.text(now)))


def downgrade() -> None:
    op.drop_index("ix_logins_ended_at", "logins")
    op.drop_index("ix_logins_last_used_at", "logins")
    op.drop_column("refresh_tokens", "access_signed_at")
    op.drop_column("logins", "last_used_at")
