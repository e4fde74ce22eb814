"""Pagination: the query that asks for a page of a list, and the fields beside its items."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from bookings.api.framework.bodies import Query

LARGEST_PAGE = 10_000


class PageQuery(Query):
    page: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 25


class Paging(TypedDict):
    """`items` of this `page`; there are `total` on `pages` pages."""

    page: int
    pageSize: int
    pages: int
    total: int


def paging(query: PageQuery, total: int) -> Paging:
    """The fields for this page of `total` items."""
    return {
        "page": query.page,
        "pageSize": query.page_size,
        "pages": max(1, -(-total // query.page_size)),
        "total": total,
    }
