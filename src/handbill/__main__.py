"""Lets `python -m handbill` do what `handbill` does."""

from handbill.cli.main import main

main()
