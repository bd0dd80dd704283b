"""A finished PDF becomes findings: it is read back as a printer and a reader would."""
