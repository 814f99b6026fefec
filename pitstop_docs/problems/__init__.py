"""What is wrong, where, and what to do: in the language of those who read it.

Enters: what any room finds. Leaves: diagnostics by place, each a row of the table of problems (``codes/``),
and messages from the catalogue."""
