"""Measurements, as ratios in one run; and the invented data that they run on."""
