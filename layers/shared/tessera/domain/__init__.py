"""What Tessera knows, and nothing of where it runs: values in, values out."""
