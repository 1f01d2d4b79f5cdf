"""The published national model, the block by itself, and the stylised facts of the drug war."""
