"""Sweeps: thousands of runs that are planned once, computed in chunks, and survive interruption."""
