"""`flask --app app venue put-in-group ID GROUP WHO` and `venue take-out-of-group ID GROUP WHO`."""

from __future__ import annotations

import click

from bookings.administration.groups import add_member, remove_member
from bookings.errors import NotFound
from bookings.models.person import RINGSIDE
from bookings.program import Ringside
from bookings.reading.administration.groups import read_groups
from bookings.reading.people.customers import customer_meant
from bookings.rules.text.canonical import fold
from bookings.server.commands.running import on_the_database


@click.command("put-in-group")
@click.argument("id")
@click.argument("group")
@click.argument("who")
@click.option("--name", default="", help="Of somebody whom the venue does not know yet.")
@click.option("--phone", default="", help="Their telephone number.")
@click.option("--until", default="", help="The last day, like 2026-12-31; else without an end.")
@on_the_database
def put_in_group(ringside: Ringside, id: str, group: str, who: str, name: str, phone: str, until: str) -> None:
    """Put somebody into a member group, by its name; WHO is their e-mail address, or their id."""
    typed = {"name": name, "phone": phone, "email" if "@" in who else "id": who}
    whom = {field: value for field, value in typed.items() if value}
    with ringside.database.read() as session:
        if "email" in whom and "name" not in whom and (known := customer_meant(session, id, "", who)) is not None:
            whom["name"] = known.name
    person = ringside.desk.do(RINGSIDE, add_member, id, _group(ringside, id, group), whom, until)
    click.echo(f"{who} is in the group now, with the id {person}.")


@click.command("take-out-of-group")
@click.argument("id")
@click.argument("group")
@click.argument("who")
@on_the_database
def take_out_of_group(ringside: Ringside, id: str, group: str, who: str) -> None:
    """Take somebody out of a member group, by its name; WHO is their e-mail address, or their id."""
    group_id, person = _group(ringside, id, group), who
    if "@" in who:
        with ringside.database.read() as session:
            known = customer_meant(session, id, "", who)
        if known is None:
            raise NotFound("This venue knows nobody with this address.")
        person = known.id
    ringside.desk.do(RINGSIDE, remove_member, id, group_id, person)
    click.echo(f"{who} is not in the group any more.")


def _group(ringside: Ringside, venue_id: str, name: str) -> str:
    """Its id. Raises NotFound, naming those that there are."""
    with ringside.database.read() as session:
        groups = read_groups(session, venue_id, RINGSIDE)[1]
    for each in groups:
        if fold(each.name) == fold(name) or each.id == name:
            return each.id
    known = "\n".join(f"  {each.name}" for each in groups)
    raise NotFound(f"There is no such group. There are:\n{known}" if known else "This venue has no groups.")
