"""Thin Mesa agents: an index into the World's arrays and a rule.  They read through columns and write no number."""
