"""Readers: one module for each format, small, over a library that knows it."""
