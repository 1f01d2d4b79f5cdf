"""Jobs and wages by state, growth paths, the budget and what it builds, the region, approval, elections, migration."""
