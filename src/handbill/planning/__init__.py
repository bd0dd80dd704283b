"""A selection of names becomes editions, and a reason for each edition left out."""
