"""Paper sizes in mm (ISO 216; ANSI/ASME Y14.1 for Letter, Tabloid and 18 × 24 in, Arch C)."""

PAPERS: dict[str, tuple[float, float]] = {
    "letter": (215.9, 279.4),
    "tabloid": (279.4, 431.8),
    "a4": (210.0, 297.0),
    "a3": (297.0, 420.0),
    "a2": (420.0, 594.0),
    "18x24": (457.2, 609.6),
    "avery-5029": (215.9, 279.4),
}

POINTS_PER_MM = 72 / 25.4
