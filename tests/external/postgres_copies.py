"""Filled PostgreSQL databases for one test after the other: what a test has left is taken out and the rows are put back, which
takes a part of the time of a new copy."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.external import postgres

# Changes with whatever is made, altered or dropped in a database, and with no row of a table.
SCHEMA = """SELECT
    (SELECT ARRAY[count(*), max(oid::bigint)] FROM pg_class), (SELECT ARRAY[count(*), max(oid::bigint)] FROM pg_constraint),
    (SELECT ARRAY[count(*), max(oid::bigint)] FROM pg_proc), (SELECT ARRAY[count(*), max(oid::bigint)] FROM pg_trigger),
    (SELECT ARRAY[count(*), max(xmin::text::bigint)] FROM pg_attribute)"""
END_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
WRITTEN = """SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND pg_relation_size(oid) > 0"""
COUNTERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"


class Copies:
    """Of the database at `template`, on that server. `tables` are its tables, each after those that it refers to."""

    def __init__(self, server: str, template: str, tables: Sequence[str]) -> None:
        self._server, self._template = server, template
        self._free: list[str] = []
        self._rows: dict[str, bytes] = {}
        with psycopg.connect(template) as connection:
            self._schema = connection.execute(SCHEMA).fetchone()
            self._counters = connection.execute(COUNTERS).fetchall()
            for table in tables:
                with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as rows:
                    self._rows[table] = b"".join(map(bytes, rows))

    def take(self) -> str:
        """The address of a database that is as the template, and nobody else's until it is given back."""
        return self._free.pop() if self._free else self._copied()

    def give_back(self, url: str) -> None:
        """Whoever is still connected is cut off. One in which more than rows was changed is dropped."""
        with psycopg.connect(url) as connection:
            connection.execute(END_OTHERS)
            same = connection.execute(SCHEMA).fetchone() == self._schema
            if same:
                self._put_back(connection)
        if same:
            self._free.append(url)
        else:
            postgres.drop_database(url)

    def drop(self) -> None:
        """All that were given back."""
        while self._free:
            postgres.drop_database(self._free.pop())

    def _put_back(self, connection: psycopg.Connection) -> None:
        written = sql.SQL(", ").join(sql.Identifier(table) for (table,) in connection.execute(WRITTEN))
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(written))
        for table, rows in self._rows.items():
            if rows:
                with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                    copy.write(rows)
        for name, last in self._counters:
            connection.execute("SELECT setval(%s, %s, %s)", (name, last or 1, last is not None))

    def _copied(self) -> str:
        name = f"ringside_{uuid.uuid4().hex[:12]}"
        template = sql.Identifier(urlsplit(self._template).path.lstrip("/"))
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
        return urlsplit(self._server)._replace(path=f"/{name}").geturl()
