"""The seats of an event after a plan: put up, moved, taken away. A seat in use keeps its name and where it is."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert, select, update

from bookings.desk.events.seats_in_use import end_what_ran_out
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import Event, Seat
from bookings.reading.seats.in_use import read_seats_in_use
from bookings.reading.seats.plan_texts import seats_of_event
from bookings.rules.seats.plan_text import PlanSeat, SeatPlanText, read_plan

MOST_NAMED = 5


def plan_without_faults(text: str) -> SeatPlanText:
    """What the text says. Raises Invalid with each line that has to be mended."""
    plan = read_plan(text)
    if plan.faults:
        sentences = [f"Line {fault.line}: {fault.message}" if fault.line else fault.message for fault in plan.faults]
        raise Invalid(
            "Nothing was saved: the seat plan has lines to mend.",
            code="bad_plan",
            fields={"plan": " ".join(sentences[:MOST_NAMED])},
        )
    return plan


def put_up(tx: Transaction, event: Event, plan: SeatPlanText) -> None:
    """Give an event these seats and prices. Raises Invalid where a seat in use would be lost or put elsewhere."""
    before = {seat.label: seat for seat in seats_of_event(tx.session, event.id)}
    after = {seat.label: seat for seat in plan.seats}
    event.categories, event.facilities = plan.price_table, [list(each) for each in plan.facilities]
    if before == after:
        return
    if before:
        end_what_ran_out(tx, event.id)
        if wrong := lost_seats(before, after, read_seats_in_use(tx.session, event.id)):
            raise Invalid(
                "Nothing was saved: seats that are in use keep their names and places.",
                code="seats_in_use",
                fields={"plan": " ".join(wrong[:MOST_NAMED])},
            )
    gone = before.keys() - after.keys()
    rows = tx.session.execute(select(Seat.label, Seat.id).where(Seat.event_id == event.id))
    ids = {row.label: row.id for row in rows}
    if gone:
        going = delete(Seat).where(Seat.id.in_([ids[label] for label in gone]))
        tx.session.execute(going, execution_options={"synchronize_session": False})
    moved = [seat.values() | {"id": ids[seat.label]} for seat in plan.seats if before.get(seat.label, seat) != seat]
    if moved:
        tx.session.execute(update(Seat), moved)
    new = [seat.values() | {"event_id": event.id} for seat in plan.seats if seat.label not in before]
    if new:
        tx.session.execute(insert(Seat), new)
    event.seats_version += 1
    tx.session.flush()


def lost_seats(before: Mapping[str, PlanSeat], after: Mapping[str, PlanSeat], in_use: Mapping[str, str]) -> list[str]:
    """A sentence for each seat in use that the plan leaves out or puts elsewhere, in the order of the plan."""
    sentences = []
    for label in sorted(in_use.keys() & before.keys(), key=lambda label: before[label][3:6]):
        was, then = before[label], after.get(label)
        where = f"in {was.section}, row {was.row}" if not was.of_an_area else f"in {was.section}"
        if then is None:
            sentences.append(f"{label} ({where}) is {in_use[label]}, so it has to stay in the plan.")
        elif (was.section, was.row, was.number) != (then.section, then.row, then.number):
            sentences.append(f"{label} is {in_use[label]}, so it stays {where}.")
    return sentences
