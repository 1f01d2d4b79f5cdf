"""Published models rebuilt on their published inputs, to check the solver against their tables."""
