"""What never runs beside the student's code: the judge, who runs check and grade cells and calls her functions from afar."""
