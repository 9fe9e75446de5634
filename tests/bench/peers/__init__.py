"""What a user would pick instead: each over onrecord's tables, as its documentation shows it.

Every peer runs in an environment of its own, made from the .txt file beside it, and answers the
same JSON under the same addresses.
"""
