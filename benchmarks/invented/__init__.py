"""Invented data for benchmarks and tests."""
