"""Courts, coaches and providers of a table: added, and those that are found by their name or number edited. An empty cell changes
nothing, and nothing is retired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from sqlalchemy import select

from bookings.administration.imports.tried import differences, verdict_of
from bookings.administration.imports.verdicts import Outcome, Report
from bookings.administration.resources import add_resource, edit_resource
from bookings.desk.transaction import Transaction
from bookings.errors import Invalid
from bookings.models import Resource, Venue
from bookings.rules.setup.resource import KINDS_OF_VENUE
from bookings.rules.text.tables import Line


def import_resources(tx: Transaction, venue: Venue, lines: Sequence[Line]) -> Report:
    """A court that is part of another comes after those that are whole, wherever its line stands."""
    table = _Table(tx, venue, lines)
    ordered = sorted(lines, key=lambda line: line.cell("part_of") != "")
    found = [verdict_of(tx, line, partial(table.write, line)) for line in ordered]
    return Report("resources", tuple(sorted(found, key=lambda verdict: verdict.line)))


class _Table:
    """The venue's resources while the lines are gone through."""

    def __init__(self, tx: Transaction, venue: Venue, lines: Sequence[Line]) -> None:
        self._tx, self._venue = tx, venue
        here = select(Resource).where(Resource.venue_id == venue.id, Resource.retired_at.is_(None))
        self._all = list(tx.session.scalars(here.order_by(Resource.number, Resource.id)))
        self._names = Counter((self._kind(line), _plain(line.cell("name"))) for line in lines)
        self._numbers = Counter((self._kind(line), line.cell("number")) for line in lines if line.cell("number"))

    def write(self, line: Line) -> tuple[Outcome, str]:
        kind, name = self._kind(line), line.cell("name")
        self._check_once(kind, line)
        given: dict[str, object] = {field: line.cell(field) for field in ("name", "number", "sport", "colour") if line.cell(field)}
        resource = self._find(kind, name, line.cell("number"))
        now, whole = self._values(resource)["part_of"] if resource else "", line.cell("part_of")
        if whole and _plain(whole) != _plain(now):
            given["part_of"] = self._whole(whole)
        if resource is None:
            made = add_resource(self._tx, self._venue.id, {**given, "kind": kind})
            self._all.append(self._tx.session.get_one(Resource, made))
            return Outcome.NEW, ""
        before = self._values(resource)
        if all(before.get(field) == value for field, value in given.items()):
            return Outcome.UNCHANGED, ""
        edit_resource(self._tx, resource.id, given)
        detail = differences(before, self._values(resource))
        return (Outcome.CHANGED if detail else Outcome.UNCHANGED), detail

    def _check_once(self, kind: str, line: Line) -> None:
        if self._names[kind, _plain(line.cell("name"))] > 1:
            raise Invalid(f"{line.cell('name')} stands in more than one line")
        if self._numbers[kind, line.cell("number")] > 1:
            raise Invalid(f"the number {line.cell('number')} stands in more than one line")

    def _kind(self, line: Line) -> str:
        return line.cell("kind").lower() or KINDS_OF_VENUE[self._venue.kind][0]

    def _find(self, kind: str, name: str, number: str) -> Resource | None:
        """The one of this name, else the one of this number unless another line names it."""
        ours = [each for each in self._all if each.kind == kind]
        named = [each for each in ours if _plain(each.name) == _plain(name)]
        numbered = [each for each in ours if str(each.number) == number and not self._names[kind, _plain(each.name)]]
        return next(iter([*named, *numbered]), None)

    def _whole(self, name: str) -> str:
        for each in self._all:
            if each.kind == "court" and _plain(each.name) == _plain(name):
                return each.id
        raise Invalid(f"there is no court “{name[:60]}”")

    def _values(self, resource: Resource) -> dict[str, str]:
        whole = self._tx.session.get(Resource, resource.part_of) if resource.part_of else None
        known = {field: str(getattr(resource, field)) for field in ("name", "number", "sport", "colour")}
        return {**known, "part_of": whole.name if whole else ""}


def _plain(name: str) -> str:
    return " ".join(name.lower().split())
