"""All that runs inside Lambda."""

import gc

# What a cold start allocates (modules, the models of AWS's services) lives as long as the process. Python
# looks for garbage in it after every 700 objects and finds none, for a tenth of a cold start's CPU and more.
# Cycles are still collected, at the latest when they take about 25 MB (docs/decisions/0021).
gc.set_threshold(200_000)
