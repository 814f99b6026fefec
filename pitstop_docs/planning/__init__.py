"""What is to be made, and why: decided before anything slow is loaded.

Enters: the digests of all that a build depends on, what earlier builds wrote, what is kept. Leaves:
a plan. Nothing here reads a source or makes a brief."""
