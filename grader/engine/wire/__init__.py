"""What the judge and the student's process may say to each other: frames, typed values, shared objects, calls both ways."""
