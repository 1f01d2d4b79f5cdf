"""Rules of multinational firms."""
