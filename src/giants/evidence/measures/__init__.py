"""The index of today from bundled tables, how much of it is a choice, and the one-sector reference world."""
