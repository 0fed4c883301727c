"""``bin/bench``: benchmarks of the service and of comparable servers, measured in the same run."""
