"""Figures in one legible style, and the pieces that scripts and the report are made of."""
