"""The server: its process, its worker, and what clients may do to them."""
