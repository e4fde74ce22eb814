"""Prints figures in columns."""

from __future__ import annotations

from collections.abc import Sequence


def show(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The first column is of names; a row shorter than the heads leaves the rest empty."""
    cells = [list(heads), *([*row, *[""] * (len(heads) - len(row))] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for name, *figures in cells:
        aligned = [figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True)]
        print("  ".join([name.ljust(widths[0]), *aligned]))


def times(value: float) -> str:
    """A ratio."""
    return f"x{value:.2f}"
