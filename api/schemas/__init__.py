"""The wire format.

A schema validates what comes in, documents it, and is compiled into the SELECT that writes what
goes out.
"""
