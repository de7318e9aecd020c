"""The project's own benchmarks: every figure with its unit and how it was measured."""
