"""`tessera demo`: a record shop's real orders through the API of a stack, and what came of them."""
