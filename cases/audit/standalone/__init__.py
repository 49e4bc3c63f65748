"""What runs without our software: the second verifier, one file for partners to take along."""
