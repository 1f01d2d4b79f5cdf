"""A page in the browser that steps one run, served by this machine only."""
