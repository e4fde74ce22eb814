"""A list as it is typed into a step: what is new is added, what is there is changed, what was taken out goes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from bookings.errors import Invalid

Row = Mapping[str, object]


def save_list(
    rows: Sequence[Row],
    present: Collection[str],
    *,
    add: Callable[[Row], str],
    edit: Callable[[str, Row], object],
    remove: Callable[[str], object],
    empty: str,
    key: str = "",
) -> list[str]:
    """Returns the ids in the order of the rows. A row without a name counts as none; `present` are the ids that are there.

    Raises Invalid: what is wrong in the second row is at "name-2" and so on, behind `key`; `empty` when nothing would be left.
    """
    named = [(number, row) for number, row in enumerate(rows, 1) if row.get("name")]
    if not named:
        raise Invalid(empty, fields={f"{key}name-1": empty})
    ids: list[str] = []
    wrong: dict[str, str] = {}
    for gone in sorted(set(present) - {str(row.get("id")) for _, row in named}):
        remove(gone)
    for number, row in named:
        own = str(row.get("id") or "")
        given = {name: value for name, value in row.items() if name != "id"}
        try:
            if own in present:
                edit(own, given)
                ids.append(own)
            else:
                ids.append(add(given))
        except Invalid as refusal:
            wrong |= {f"{key}{field}-{number}": sentence for field, sentence in refusal.fields.items()}
    if wrong:
        raise Invalid(next(iter(wrong.values())), fields=wrong)
    return ids
