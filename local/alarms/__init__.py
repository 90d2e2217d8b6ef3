"""The template's own alarms, evaluated on a shop that runs here: `python -m local.alarms`."""
