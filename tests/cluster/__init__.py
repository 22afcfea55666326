"""Tests on a real cluster, and the cluster that they run on."""
