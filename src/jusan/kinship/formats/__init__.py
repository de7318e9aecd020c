"""Readers and writers of genotype tables and cases."""
