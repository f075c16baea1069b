"""Orders as the shop's platform tells of them: in many deliveries, in any order, repeated (docs/decisions/0030)."""
