"""Pictures as SVG text: pedigrees, ratios by marker, distributions. No script, no colour needed."""
