"""Rules of cartels."""
