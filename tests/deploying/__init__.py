"""The files of docs/deploy: linted, and run as far as they can be on any machine."""
