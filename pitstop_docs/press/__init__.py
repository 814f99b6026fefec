"""Files for print shops: what a shop would refuse is found before it does, and told with a job sheet.

Enters: the files that a build has made for a press, or any PDF. Leaves: what preflight found, and
job sheets."""
