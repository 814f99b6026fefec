"""What somebody types, and what they read: the only room that knows the terminal.

Enters: words on a command line. Leaves: lines on the terminal and an exit code."""
