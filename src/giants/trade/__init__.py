"""Trade among the giants: equilibrium, content, rules of origin, exposure to threats."""
