"""`flask --app app webhooks …`: list, add, change, rotate, test, replay, remove."""

from __future__ import annotations

import click

from bookings.administration.programs.webhooks import remove_webhook, replay_webhook, rotate_secret
from bookings.models.person import RINGSIDE
from bookings.program import Ringside
from bookings.reading.administration.programs.webhooks import read_deliveries, read_webhooks
from bookings.rules.programs.webhooks import KINDS
from bookings.rules.times.zones import iso
from bookings.server.commands.running import on_the_database
from bookings.webhooks.sender import send_test
from bookings.webhooks.set_up import change_webhook, set_up_webhook

group = click.Group("webhooks", help="Addresses that are told of what happens at a venue. VENUE and ID are ids.")
kinds_option = click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Of what; else of everything.")


@group.command("list")
@click.argument("venue")
@on_the_database
def show(ringside: Ringside, venue: str) -> None:
    """Print a venue's webhooks with their ids, and how their last calls went."""
    with ringside.database.read() as session:
        for hook in read_webhooks(session, venue, RINGSIDE)[1]:
            state = f"stopped: {hook.stopped_for or 'paused'}" if hook.stopped_at else f"told up to {hook.version} of {hook.head}"
            click.echo(f"{hook.id}  {hook.name}  {hook.url}  ({state})")
            for each in read_deliveries(session, hook.id, 5):
                click.echo(f"  {iso(each.at)}  {each.kind}  {each.version or ''}  {each.status or each.error}  {each.milliseconds} ms")


@group.command("add")
@click.argument("venue")
@click.argument("url")
@click.option("--name", default="", help="What it is called; else its host.")
@kinds_option
@on_the_database
def add(ringside: Ringside, venue: str, url: str, name: str, kinds: tuple[str, ...]) -> None:
    """Have URL told of what happens at a venue. Prints its secret, this once."""
    given = {"url": url, "name": name, "kinds": list(kinds)}
    made = set_up_webhook(ringside.desk, RINGSIDE, venue, given, private=ringside.settings.webhook_private_networks)
    click.echo(f"{made.id}\nSecret, shown this once: {made.secret}")


@group.command("change")
@click.argument("venue")
@click.argument("id")
@click.option("--url", help="Another address.")
@click.option("--name", help="Another name.")
@kinds_option
@click.option("--pause", is_flag=True, help="Stop calling it.")
@click.option("--resume", is_flag=True, help="Go on where it stopped.")
@on_the_database
def change(
    ringside: Ringside, venue: str, id: str, url: str | None, name: str | None, kinds: tuple[str, ...], pause: bool, resume: bool
) -> None:
    """Change what is given. The rest stays as it is."""
    typed = {"url": url, "name": name, "kinds": list(kinds) or None, "paused": pause if pause != resume else None}
    given = {field: value for field, value in typed.items() if value is not None}
    change_webhook(ringside.desk, RINGSIDE, venue, id, given, private=ringside.settings.webhook_private_networks)
    click.echo("Saved.")


@group.command("rotate")
@click.argument("venue")
@click.argument("id")
@on_the_database
def rotate(ringside: Ringside, venue: str, id: str) -> None:
    """Give it another secret, which is printed this once. For a day calls are signed with both."""
    click.echo(f"Secret, shown this once: {ringside.desk.do(RINGSIDE, rotate_secret, venue, id).secret}")


@group.command("test")
@click.argument("venue")
@click.argument("id")
@on_the_database
def test(ringside: Ringside, venue: str, id: str) -> None:
    """Call it once, now, and print what it answered."""
    answer = send_test(ringside.desk, RINGSIDE, venue, id, private=ringside.settings.webhook_private_networks)
    click.echo(f"{answer.status or answer.error}, after {answer.milliseconds} ms\n{answer.answer}".rstrip())


@group.command("replay")
@click.argument("venue")
@click.argument("id")
@click.argument("version", type=int)
@on_the_database
def replay(ringside: Ringside, venue: str, id: str, version: int) -> None:
    """Tell it again of everything from VERSION of the venue's changes on."""
    ringside.desk.do(RINGSIDE, replay_webhook, venue, id, version)
    click.echo(f"It is told again from version {version} on.")


@group.command("remove")
@click.argument("venue")
@click.argument("id")
@on_the_database
def remove(ringside: Ringside, venue: str, id: str) -> None:
    """Remove it, with what is known of its calls."""
    ringside.desk.do(RINGSIDE, remove_webhook, venue, id)
    click.echo("The webhook is removed.")
