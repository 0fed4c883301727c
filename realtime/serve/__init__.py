"""Behind ``bin/serve``: prepares the house, opens it, keeps it open, closes it. Linux, one machine."""
