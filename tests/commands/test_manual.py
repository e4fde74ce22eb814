"""docs/operators.md and README.md: each setting, column, command and option that they name is there, and none is left out."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest
from flask import Flask

import dev
from bookings.models import Base
from bookings.server.command_line import parser
from bookings.server.commands import install
from bookings.settings import Settings
from tests.server_process import ROOT

MANUAL, README = (ROOT / "docs/operators.md").read_text(), (ROOT / "README.md").read_text()
TYPED = re.sub(r"\$\([^)]*\)", "", MANUAL + README)
"""With what a shell would fill in left out."""
FOREIGN = {"--app", "--now", "--graceful-timeout", "--no-control-socket"}  # of Flask, systemctl and gunicorn


def rows(section: str) -> Iterator[tuple[str, str]]:
    """The first cell of each line of a section's tables, and the others."""
    text = MANUAL.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return (cells for cells in re.findall(r"^\| (.*?) \| (.*) \|$", text, re.MULTILINE) if "`" in cells[0] and "…" not in cells[0])


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield before + name, command


@pytest.fixture(scope="module")
def ours() -> dict[str, click.Command]:
    app = Flask("ours")
    install(app)
    return dict(commands(app.cli))


def options_of(command: click.Command) -> set[str]:
    return {word for each in command.params if isinstance(each, click.Option) for word in each.opts}


def test_each_setting_is_explained() -> None:
    names = {name for cell, _ in rows("Settings") for name in re.findall(r"`(\w+)`", cell)}
    assert names == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("section", ["What one customer may have", "When it may be done"])
def test_each_column_has_the_default_that_is_written(section: str) -> None:
    written = list(rows(section))
    assert len(written) > 3, "the premise: they are found"
    for cell, rest in written:
        table, _, name = cell.strip("`").partition(".")
        default = Base.metadata.tables[table].columns[name].default
        assert rest.partition(" |")[0] == ("none" if default is None else f"`{default.arg}`"), cell  # type: ignore[attr-defined]


def test_each_command_is_written_with_its_arguments_and_options(ours: dict[str, click.Command]) -> None:
    written = {}
    for cell, rest in rows("Commands"):
        words = cell.strip("`").split()
        name = " ".join(word for word in words if word.islower())
        written[name] = (words[len(name.split()) :], set(re.findall(r"`(--[\w-]+)", rest)))
    assert written == {
        name: ([each.name.upper() for each in command.params if isinstance(each, click.Argument) and each.name], options_of(command))
        for name, command in ours.items()
    }


def test_what_is_typed_is_understood(ours: dict[str, click.Command]) -> None:
    lines = re.findall(r"flask --app app ([a-z][^\n`|&]*)", TYPED)
    assert len(lines) > 6, "the premise: they are found"
    for line in lines:
        name = max((each for each in ours if f"{line} ".startswith(f"{each} ")), key=len, default="")
        assert name, line
        command = ours[name]
        given, _, order = command.make_parser(click.Context(command)).parse_args(shlex.split(line.removeprefix(name)))
        assert [each for each in order if isinstance(each, click.Argument) and given[str(each.name)] is None] == [], line


def test_each_option_and_each_command_for_working_on_it_is_there(ours: dict[str, click.Command]) -> None:
    of_the_server = re.findall(r"--[a-z]+", parser().format_help())
    known = FOREIGN.union(of_the_server, *map(options_of, ours.values()))
    assert set(re.findall(r"(?<![\w-])--[a-z][\w-]*", TYPED)) - known == set()
    assert {each for each in re.findall(r"dev\.py (\w+)", TYPED) if f"dev.py {each} " not in dev.MENU} == set()
