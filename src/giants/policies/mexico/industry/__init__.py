"""Rules of Mexico's industry plank."""
