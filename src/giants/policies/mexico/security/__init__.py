"""Rules of Mexico's security plank."""
