"""Multinational firms: where they invest, when they wait, what capacity they build, and who owns it."""
