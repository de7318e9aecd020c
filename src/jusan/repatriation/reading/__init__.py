"""Reading the mission, one module for each question."""
