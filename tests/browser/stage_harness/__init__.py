"""A toy that trains a tiny net and feeds the stage, so that the stage can be tested and looked at without the core."""
