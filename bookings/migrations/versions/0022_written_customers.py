"""A venue writes down its customers before they book"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ID = sa.String(length=36)


def upgrade() -> None:
    op.create_table(
        "venue_customers",
        sa.Column("venue_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_venue_customers_venue_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_venue_customers_person_id"),
        sa.PrimaryKeyConstraint("venue_id", "person_id", name="pk_venue_customers"),
    )
    op.create_index("ix_venue_customers_person_id", "venue_customers", ["person_id"])


def downgrade() -> None:
    op.drop_table("venue_customers")
