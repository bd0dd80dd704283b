"""Messages for translators: the template, and catalogs brought up to date with it."""
