"""Long lists come a page at a time."""

from __future__ import annotations

from typing_extensions import TypedDict

from bookings.api.schemas import Paged


class Paging(TypedDict):
    """`items` of this `page`; there are `total` on `pages` pages."""

    page: int
    pageSize: int
    pages: int
    total: int


def paging(query: Paged, total: int) -> Paging:
    return {
        "page": query.page,
        "pageSize": query.page_size,
        "pages": max(1, -(-total // query.page_size)),
        "total": total,
    }
