"""Why an episode of a finished run went as it did, and what the run does without it."""
