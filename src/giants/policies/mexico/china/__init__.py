"""Rules of Mexico's china plank."""
