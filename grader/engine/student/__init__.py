"""What runs beside the student's code, in her sandboxed process: the judge trusts none of it, and it knows no hidden test."""

NEW_CHILD = b"n"  # what the judge's side says to the zygote
