"""The edge: everything that is shaped by AWS, and the one place that joins ports with adapters."""
