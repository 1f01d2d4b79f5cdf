"""Rules of Mexico's region plank."""
