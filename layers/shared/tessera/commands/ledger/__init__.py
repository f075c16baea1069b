"""`tessera ledger`: the ledger for the accountant."""
