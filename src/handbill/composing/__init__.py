"""An edition becomes HTML: texts, slots, telephone numbers, line breaks, QR."""
