"""Rules of Mexico, plank by plank."""
