"""Shopify, by the documented fields of its webhooks (docs/connect-shopify.md)."""
