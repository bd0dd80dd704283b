"""What things are: frozen structs and pure rules. No input or output, nothing above it."""
