"""The bench: onrecord beside what a user would pick instead, on one data set, in one run.

`make bench` runs it; docs/bench.md says what it measures and how. No test runs it.
"""
