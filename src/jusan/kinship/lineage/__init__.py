"""Markers that one parent hands on whole: Y-chromosome haplotypes and mitochondrial DNA."""
