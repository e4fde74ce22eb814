"""The commands for whoever runs the program on its machine: `flask --app app GROUP COMMAND`, one module for each group.

They use the settings and the database of the server and may be typed while it runs, also on SQLite: what they write is read by it
as another process's changes are. Only what changes tables has them for itself.
"""

from __future__ import annotations

import os

from flask import Flask


def run_by_flask() -> bool:
    """Whether this process is Flask's command line, and not a server."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true"


def install(app: Flask) -> None:
    from bookings.server.commands import (
        admins,
        backups,
        check,
        databases,
        groups,
        mails,
        passwords,
        tables,
        venues,
        webhooks,
    )

    for command in (
        admins.group, backups.backup, backups.restore, check.command, databases.group, mails.group, passwords.command,
        venues.group, webhooks.group,
    ):  # fmt: skip
        app.cli.add_command(command)
    for command in (tables.import_csv, tables.export_csv, groups.put_in_group, groups.take_out_of_group):
        venues.group.add_command(command)
