"""WooCommerce, by the documented fields of its webhooks (docs/connect-woocommerce.md)."""
