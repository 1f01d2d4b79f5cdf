"""Rules of the Latin American partners."""
