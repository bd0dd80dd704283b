"""Groups of commands whose modules are imported only when a command is used."""

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows its commands by name and help text, and imports the one that is used.

    `commands_in` names for each command its module in `handbill.cli`, the object in that module,
    and its help text.
    """

    def __init__(
        self, *args: Any, commands_in: Mapping[str, tuple[str, str, str]], **settings: Any
    ) -> None:
        super().__init__(*args, **settings)
        self._commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click passes it
        """Return the names of all commands."""
        return list(self._commands_in)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click passes it
        """Return a command, imported now."""
        if cmd_name not in self._commands_in:
            return None
        module, name, _ = self._commands_in[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"handbill.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is meant, or tell which ones come near."""
        if args and not args[0].startswith("-") and args[0] not in self._commands_in:
            from handbill.cli.output import near_names

            ctx.fail(f"There is no command '{args[0]}'.{near_names(args[0], self._commands_in)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  click passes it
        """Write the commands with their help texts."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in self._commands_in.items()])
