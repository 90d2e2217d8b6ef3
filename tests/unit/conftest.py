from hypothesis import settings

# The same examples on every machine, and no failure because a machine was busy.
settings.register_profile("paidonce", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("paidonce")
