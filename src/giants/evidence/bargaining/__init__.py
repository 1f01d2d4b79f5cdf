"""Stylised facts of coercion, and the dated episodes with the model that is estimated on them."""
