"""Equilibria of the threat stage, chosen by `bargaining/resolve`."""
