"""The command `handbill translations preview`."""

import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handbill.cli.options import workspace_option
from handbill.cli.output import people
from handbill.cli.translations_options import folder_option, translations_folder

if TYPE_CHECKING:
    from handbill.batch.previewing import Wish

_EPILOG = """\b
Examples:
  handbill translations preview am -f wallet-card -o am.html
  handbill translations preview am -f wallet-card --watch

\b
Exit status: 0 the page was written, or watching was ended; 2 wrong usage or unreadable input.
What cannot be printed is on the page as well, with the reason.
"""


@click.command(epilog=_EPILOG)
@click.argument("language")
@click.option("-p", "--piece", "pieces", multiple=True, help="Piece, e.g. self-help; else all.")
@click.option("-f", "--format", "formats", multiple=True,
              help="Format, e.g. wallet-card; else all. The first one is drawn first.")  # fmt: skip
@click.option("--region", default="US", show_default=True, help="Region whose numbers are shown.")
@folder_option
@workspace_option
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False),
              help="File to write, LANGUAGE.html if not said.")  # fmt: skip
@click.option("--watch", is_flag=True,
              help="Show the page in the browser, and draw it anew at every save.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=0,
              help="Port of the page when watching; else a free one.")  # fmt: skip
@click.option("--no-open", is_flag=True, help="Print the address, and open no browser.")
def preview(
    language: str,
    pieces: tuple[str, ...],
    formats: tuple[str, ...],
    region: str,
    folder: Path | None,
    workspace: Path | None,
    out: Path | None,
    watch: bool,
    port: int,
    no_open: bool,
) -> int:
    """Show all pages of a language with a number on each text, to read them in their places.

    Texts that are missing, drafts or too long are marked. With --watch the page follows each
    save of the catalog: only the pictures that changed are drawn anew.
    """
    if watch and out:
        raise click.UsageError("--watch writes no file. Leave out -o, or --watch.")
    if out and out.suffix.lower() != ".html":
        raise click.UsageError(f"'{out}' does not end with .html. Choose a name that does.")
    from handbill.press.fonts import isolate_fonts

    isolate_fonts()
    from handbill.batch.previewing import Wish

    wish = Wish(
        language=language,
        folder=_folder(folder, workspace),
        pieces=pieces,
        formats=formats,
        region=region,
    )
    if watch:
        return _watch(wish, workspace, port, no_open=no_open)
    return _write(wish, workspace, out)


def _folder(asked: Path | None, workspace: Path | None) -> Path:
    """Return the folder of translations that is under work."""
    from handbill.library.roots import built_in_root

    chosen = translations_folder(asked, workspace)
    # A workspace need not have translations of its own.
    return (chosen if chosen.is_dir() else built_in_root() / "translations").resolve()


def _write(wish: "Wish", workspace: Path | None, out: Path | None) -> int:
    from handbill.batch.delivery import write_atomically
    from handbill.batch.preview_texts import library_for
    from handbill.batch.previewing import Previewer, still_preview

    previewer = Previewer(wish, library_for(workspace, wish.language))
    if not previewer.editions:
        raise click.UsageError(
            f"Nothing of this choice is meant for {wish.region}. Choose other pieces or formats."
        )
    total = len(previewer.editions)
    console = people()
    page, editions = still_preview(
        previewer,
        lambda drawn: console.print(f"drawn {drawn.piece}, {drawn.format}", markup=False),
    )
    out = out or Path(f"{previewer.language.tag}.html")
    write_atomically(out, page.encode("utf-8", "replace"))
    click.echo(out)
    refused = sum(bool(edition.reasons) for edition in editions)
    told = f"; {refused} cannot be printed yet, the page says why" if refused else ""
    console.print(f"{total} {'edition is' if total == 1 else 'editions are'} shown{told}.",
                  markup=False)  # fmt: skip
    return 0


def _watch(wish: "Wish", workspace: Path | None, port: int, *, no_open: bool) -> int:
    from handbill.studio.serving import listener_at, serve

    def ready(address: str) -> None:
        click.echo(address)
        people().print("Ctrl-C ends the preview.", markup=False)
        if not no_open:
            # Browsers of the terminal return only when they are closed.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    try:
        listener = listener_at(port)
    except OSError as error:
        raise click.ClickException(
            f"Port {port} cannot be used: {error.strerror}. Choose another with --port."
        ) from error
    with listener:
        serve(wish, workspace, listener, ready)
    people().print("The preview has ended.", markup=False)
    return 0
