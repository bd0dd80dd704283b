"""The checks, one module for each kind; their ids stand in `handbill.model.findings`."""
