"""The verbs of Tessera, one file each: pure decisions over the ports they are given."""
