"""Rules of Mexico's diplomacy plank."""
