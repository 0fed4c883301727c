"""Behind ``bin/simulate``: believable people come to a Hub, and are asked afterwards whether it held."""
