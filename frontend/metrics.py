"""Metrics of the pages, for Prometheus: counts only."""

from prometheus_client import Counter

DRAWINGS = Counter("hub_drawings", "Drawings by templates: posts, parts, frames of pages", ["what"])
