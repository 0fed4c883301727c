"""``bin/serve``: prepares the Hub, starts its processes, supervises them, stops them. Linux, one machine."""
