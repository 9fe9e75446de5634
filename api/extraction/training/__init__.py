"""Training of the networks: needs PyTorch, which nothing else here does."""
