"""Parts of the benchmark of understanding: routes, terse requests, speed."""
