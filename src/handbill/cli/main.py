"""The entry point. It imports nothing heavy, so that `handbill --help` answers at once."""

import sys
from typing import Any

import click

from handbill import __version__
from handbill.cli.lazy import LazyGroup

_COMMANDS = {
    "make": "Print editions for regions.",
    "build": "Print everything a run file asks for.",
    "contact-sheet": "Show all pieces, formats and languages as one picture, to review.",
    "list": "List regions, languages, pieces, formats, organizations, laws or editions.",
    "hotlines": "Show every line recorded for a region, with its sources.",
    "callsheet": "Print what to ask when confirming a region's lines by telephone.",
    "directory": "Keep the directory true: confirm, compare, import, export.",
    "preflight": "Check finished PDFs, Handbill's own and anybody's.",
    "check": "Check all content, templates and translations.",
    "doctor": "Check this machine: system libraries and fonts.",
    "init": "Make a workspace for your own content.",
    "calibrate": "Make a sheet that shows how to align your printer's backs.",
    "translations": "Work on the catalogs of translations.",
}

_EPILOG = """\b
Examples:
  handbill make US -l es -p self-help -f wallet-card
  handbill build countries.toml --dry-run
  handbill list editions US
  handbill hotlines MX
"""


@click.group(
    cls=LazyGroup,
    commands_in={
        name: (f"{name.replace('-', '_')}_command", "command", text)
        for name, text in _COMMANDS.items()
    },
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="handbill")
def command() -> None:
    """Print help against human trafficking, in every language, checked before it leaves."""


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line and exit: 0 done, 1 something rejected, 2 wrong input, 130 stopped."""
    try:
        status = command.main(arguments, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped. Nothing half-written was left behind.", err=True)
        sys.exit(130)
    except Exception as error:
        from handbill.cli.output import input_faults

        faults = input_faults(error)
        if faults is None:
            raise
        for line in faults:
            click.echo(line, err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)
