"""Everything Handbill knows, read once."""

from pathlib import Path, PurePosixPath

import msgspec

from handbill.library.catalogs import read_catalogs
from handbill.library.content import (
    read_claims,
    read_formats,
    read_languages,
    read_phrases,
    read_pieces,
    read_printers,
    reference_faults,
)
from handbill.library.glossary import read_glossary
from handbill.library.organizations import read_organizations
from handbill.library.postings import read_postings, with_notices
from handbill.library.regions import read_regions
from handbill.library.roots import Place, layers, overlay, roots
from handbill.model.catalogs import Catalog
from handbill.model.claims import Claim
from handbill.model.content import Phrase, Piece, SourceText, source_texts
from handbill.model.faults import Fault, InputError
from handbill.model.formats import Format, Printer
from handbill.model.glossary import Glossary
from handbill.model.languages import Language
from handbill.model.organizations import Organization
from handbill.model.postings import Posting
from handbill.model.regions import Region


class Library(msgspec.Struct, frozen=True):
    """All content, formats and translations, built in and from the workspace."""

    roots: tuple[Path, ...]
    regions: dict[str, Region]
    pieces: dict[str, Piece]
    """What can be printed: the pieces with texts of their own, and each law's notice."""
    texts: dict[str, Piece]
    """The pieces whose files hold translatable texts."""
    postings: dict[str, Posting]
    phrases: dict[str, Phrase]
    languages: dict[str, Language]
    organizations: dict[str, Organization]
    claims: dict[str, Claim]
    formats: dict[str, Format]
    printers: dict[str, Printer]
    """The printers a workspace knows, by the name it gives them."""
    glossary: Glossary
    catalogs: dict[str, Catalog]
    faulty: dict[str, tuple[Fault, ...]]
    """The faults of catalogs that are left out, by language."""

    def sources(self) -> dict[str, SourceText]:
        """Return every translatable text by address."""
        return _sources(self.texts, self.phrases)

    def templates(self) -> dict[str, Place]:
        """Return every template, style and drawing by its path below `templates/`."""
        return overlay(self.roots, "templates", "**/*.*")


def load_library(
    workspace: Path | None = None, *, with_catalogs: bool = True, spare_faulty: bool = False
) -> Library:
    """Read the built-in files and, over them, the workspace's.

    Without catalogs, those who mend translations can work on broken ones. With `spare_faulty`,
    a catalog with faults keeps its own language from being printed and no other.

    Raises:
        InputError: with every fault of every file.
    """
    faults: list[Fault] = []
    faulty: dict[str, tuple[Fault, ...]] = {}
    if workspace is not None and not workspace.is_dir():
        raise InputError([Fault(str(workspace), "", "There is no such folder. "
                          "'handbill init DIR' makes a workspace.")])  # fmt: skip
    all_roots = roots(workspace)

    def files(folder: str, pattern: str) -> dict[str, Place]:
        return overlay(all_roots, folder, pattern)

    pieces = read_pieces(files("content/pieces", "*.toml"), faults)
    phrases = read_phrases(layers(all_roots, "content/phrases.toml"), faults)
    languages = read_languages(layers(all_roots, "content/languages.toml"), faults)
    regions = read_regions(files("content/regions", "*.toml"), faults)
    postings = read_postings(files("content/postings", "*.toml"), faults)
    glossary = read_glossary(files("content/glossary", "*.toml"), frozenset(languages), faults)
    library = Library(
        roots=all_roots,
        regions=regions,
        pieces=with_notices(pieces, postings),
        texts=pieces,
        postings=postings,
        phrases=phrases,
        languages=languages,
        organizations=read_organizations(
            files("content/organizations", "*/organization.toml"), faults
        ),
        claims=read_claims(layers(all_roots, "content/claims.toml"), faults),
        formats=read_formats(files("templates/formats", "*/format.toml"), faults),
        printers=read_printers(layers(all_roots, "content/printers.toml"), faults),
        glossary=glossary,
        catalogs=read_catalogs(
            files("translations", "*/LC_MESSAGES/handbill.po") if with_catalogs else {},
            languages,
            _sources(pieces, phrases),
            glossary,
            faults,
            faulty if spare_faulty else None,
        ),
        faulty=faulty,
    )
    folders = [PurePosixPath(name).parts[0] for name in files("templates/formats", "*/format.toml")]
    faults += reference_faults(library.texts, folders, library.claims)
    if faults:
        raise InputError(faults)
    return library


def _sources(pieces: dict[str, Piece], phrases: dict[str, Phrase]) -> dict[str, SourceText]:
    texts = source_texts(tuple(pieces.values()), tuple(phrases.values()))
    return {source.address: source for source in texts}
