"""`tessera check`: what is wrong with a programme, what it changes, and for whom."""
