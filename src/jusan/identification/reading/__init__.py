"""Reading the record of identification, one module for each question."""
