"""Solutions of the bargain itself, chosen by `bargaining/solution`."""
