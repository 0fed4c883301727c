"""The report: one page that stands by itself, with plots, to be shown to the house."""

from realtime.simulate.report.page import page

__all__ = ["page"]
