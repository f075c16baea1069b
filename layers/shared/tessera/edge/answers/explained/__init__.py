"""The shapes of explanations, as OpenAPI tells them (docs/rules.md §10)."""
