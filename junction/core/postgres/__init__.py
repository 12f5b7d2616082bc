"""The embedded PostgreSQL: where it lies, how it starts, stops and survives, without Django."""

from .cluster import Cluster, ClusterFailed
from .places import make_home

__all__ = ["Cluster", "ClusterFailed", "make_home"]
