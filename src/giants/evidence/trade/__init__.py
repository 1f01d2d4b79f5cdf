"""Published tables of trade policy beside ours, two published models rebuilt, duties as collected, own tariffs."""
