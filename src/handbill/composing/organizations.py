"""The slot of the organization: how readers reach the partner who hands a piece out."""

from markupsafe import Markup

from handbill.composing.slots import number_markup
from handbill.model.organizations import Organization


def contact_markup(organization: Organization | None, edition_country: str) -> Markup:
    """Return an organization's contact as an edition for a country prints it; empty without one.

    A number is marked as a number, so that preflight asks for it on the page, digit by digit.
    """
    if organization is None or organization.contact is None:
        return Markup()
    text = organization.contact_text(edition_country)
    if organization.contact.kind == "call":
        return number_markup(text)
    return Markup('<bdi dir="ltr" lang="en" class="figure">{}</bdi>').format(text)
