"""Person names and dates across Kazakh, Russian, Arabic and Latin writing."""
