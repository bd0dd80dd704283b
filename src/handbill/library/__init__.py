"""Reads content, templates and translations, built in and from the workspace, into the model."""
