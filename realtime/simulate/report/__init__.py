"""The HTML report of a rehearsal: one self-contained page with plots."""

from realtime.simulate.report.page import page

__all__ = ["page"]
