"""Printed help against human trafficking, in every language, checked before it leaves."""

__version__ = "0.1.0"
