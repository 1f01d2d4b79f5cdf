"""Published tables of trade policy beside ours, and two published models rebuilt on their own inputs."""
