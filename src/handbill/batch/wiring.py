"""What a library hands to the layers that know nothing of it."""

from handbill.composing.pages import Composer
from handbill.library.library import Library
from handbill.model.numbers import printed_number
from handbill.model.regions import Hotline, Region
from handbill.planning.selection import Shelf
from handbill.preflight.phones import Known, known_ways


def composer_of(library: Library) -> Composer:
    """Return a composer for a library."""
    return Composer(
        pieces=library.pieces,
        formats=library.formats,
        languages=library.languages,
        catalogs=library.catalogs,
        organizations=library.organizations,
        claims=library.claims,
        sources=library.sources(),
        templates={name: place.path for name, place in library.templates().items()},
    )


def shelf_of(library: Library) -> Shelf:
    """Return what the library offers to a plan."""
    return Shelf(
        regions=library.regions,
        pieces=library.pieces,
        formats=library.formats,
        languages=library.languages,
        organizations=library.organizations,
        catalogs=library.catalogs,
        faulty=library.faulty,
    )


def directory_of(library: Library) -> tuple[Known, ...]:
    """Return every number of every region, those kept out of print as well."""
    return tuple(known for region in library.regions.values() for known in _known_numbers(region))


def _known_numbers(region: Region) -> list[Known]:
    country = region.country()
    found = [
        Known(
            dialled=(entry.number,),
            printed=entry.number,
            name="emergency number",
            region=region.code,
            current=True,
            reason="",
        )
        for entry in region.emergency
    ]
    for hotline in region.hotlines:
        found += known_channels(hotline, region.code, country)
    return found


def known_channels(hotline: Hotline, code: str, country: str) -> list[Known]:
    """Return the numbers of a hotline as the directory of a region knows them."""
    return [
        Known(
            dialled=known_ways(channel, country),
            printed=printed_number(channel, country, country),
            name=hotline.name,
            region=code,
            current=hotline.print,
            reason=hotline.reason,
        )
        for channel in hotline.channels
        if channel.number
    ]
