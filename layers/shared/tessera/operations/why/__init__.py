"""Why an entry of the ledger was made: one answer for each kind of cause, read again from what is known of it."""
