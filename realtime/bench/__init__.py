"""``bin/bench``: what the service costs, measured against its peers in the same run."""
