"""Mutants: good editions with one fault planted by script, and the check meant for each."""

from tests.preflight.mutants.fonts import FONTS
from tests.preflight.mutants.inks import CLAIMS, CODES, COLORS
from tests.preflight.mutants.numbers import NUMBERS
from tests.preflight.mutants.pages import PAGES
from tests.preflight.mutants.tags import TAGS
from tests.preflight.mutants.texts import TEXTS

MUTANTS = (*NUMBERS, *TEXTS, *FONTS, *COLORS, *CODES, *PAGES, *TAGS, *CLAIMS)
"""Every mutant."""
