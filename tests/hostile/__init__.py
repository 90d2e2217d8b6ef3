"""A running shop among people who mean harm: forged tokens, other people's ids, replays, and thousands of
requests that no page of ours would send."""
