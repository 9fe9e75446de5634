"""The quotes engine."""
