"""Rules of Mexican state governments."""
