"""Whole lists as files: NDJSON, CSV and Parquet, made page by page as they are sent."""
