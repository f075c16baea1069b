"""`tessera import`: members and past orders of another programme."""
