"""How the parameters of `jusan link` were made: generated registries, training, calibration."""
