"""Editions become checked files: workers, atomic delivery, manifest."""
