"""Recording of a rencontre: RTP packets are spooled while it goes on, and composed into one film later."""
