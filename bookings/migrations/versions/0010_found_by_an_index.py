"""Terms under which people are found, and the indexes that lists of bookings and changes are read by"""

import sqlalchemy as sa
from alembic import op

from bookings.rules.text.canonical import canonical_email
from bookings.rules.text.search_terms import terms_of

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("bookings", ("customer_id", "venue_id", "created_at")),
    ("bookings", ("customer_id", "ends_at")),
    ("bookings", ("customer_id", "starts_at")),
    ("bookings", ("venue_id", "starts_at", "ends_at")),
    ("bookings", ("venue_id", "status", "starts_at")),
    ("bookings", ("venue_id", "created_at", "id")),
    ("bookings", ("venue_id", "status", "created_at", "id")),
    ("changes", ("event_id", "at")),
)
_FORMER: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("bookings", ("customer_id",), "ix_bookings_customer_id"),
    ("bookings", ("venue_id", "starts_at"), "ix_bookings_venue_id_starts_at"),
    ("bookings", ("created_at", "id"), "ix_bookings_created_at"),
)
_AT_ONCE = 1_000

_people = sa.table(
    "people",
    sa.column("id", sa.String),
    sa.column("email", sa.String),
    sa.column("name", sa.String),
    sa.column("phone", sa.String),
)


def upgrade() -> None:
    by_code_points = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
    terms = op.create_table(
        "person_terms",
        sa.Column("term", by_code_points, nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_person_terms_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("term", "person_id", name="pk_person_terms"),
    )
    _fill(terms)
    op.create_index("ix_person_terms_person_id", "person_terms", ["person_id"])
    for table, columns in _INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
    for table, _, name in _FORMER:
        op.drop_index(name, table)


def downgrade() -> None:
    for table, columns, name in _FORMER:
        op.create_index(name, table, list(columns))
    for table, columns in _INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    op.drop_table("person_terms")


def _fill(terms: sa.Table) -> None:
    """Everybody who is known, some at a time; an address that has a plainer form is kept in that, where nobody has it."""
    connection = op.get_bind()
    last = ""
    while True:
        some = sa.select(_people).where(_people.c.id > last).order_by(_people.c.id).limit(_AT_ONCE)
        people = connection.execute(some).all()
        if not people:
            return
        last = people[-1].id
        rows = []
        for person in people:
            email = person.email and canonical_email(person.email)
            if email != person.email:
                taken = connection.execute(sa.select(_people.c.id).where(_people.c.email == email)).first()
                if taken is None:
                    connection.execute(_people.update().where(_people.c.id == person.id).values(email=email))
            rows += [{"term": term, "person_id": person.id} for term in terms_of(person.name, email, person.phone)]
        connection.execute(terms.insert(), rows)
