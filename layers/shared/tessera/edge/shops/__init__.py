"""Shops' platforms that call us: who they are, what they say, and what of it is meant for the ledger."""
