"""What a project says, typed: practices, policy cases, testimonies, editions, labels, values.

Enters: plain values with their places. Leaves: frozen records, and the schemas that editors read."""
