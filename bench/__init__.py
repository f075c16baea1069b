"""What Tessera costs: the benchmarks, and the calculator that they and the cost tests count with."""
