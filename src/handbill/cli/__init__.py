"""The command line: the only part, with the studio, that prints."""
