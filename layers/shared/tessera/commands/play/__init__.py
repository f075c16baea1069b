"""`tessera play`: dated stories with expectations, on three rigs that must agree (docs/rules.md §12)."""
