"""What onrecord is made of beside its own code: licences, a bill of materials, known weaknesses."""
