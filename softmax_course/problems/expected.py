from softmax_course.checks.shipped import from_json, to_json  # noqa
