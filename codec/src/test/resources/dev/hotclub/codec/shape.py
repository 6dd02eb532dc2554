"""Prints the fields of two JSON files as paths with the types of their values; one file's lines per argument.

Arguments: files. Elements of lists are taken together, for how many there are is not a matter of format.
"""

import json
import sys


def shape(value, path, lines):
    if isinstance(value, dict):
        for key, inner in value.items():
            shape(inner, f"{path}.{key}", lines)
    elif isinstance(value, list):
        for inner in value:
            shape(inner, path + "[]", lines)
    else:
        lines.setdefault(f"{path} {type(value).__name__}")


for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        found = {}
        shape(json.load(file), "", found)
    print("file")
    print("\n".join(found))
