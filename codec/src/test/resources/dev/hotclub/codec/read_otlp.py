"""Prints what the official OTLP classes make of a ProfilesData message. Argument: file."""

import sys

from opentelemetry.proto.profiles.v1development import profiles_pb2


def value(any_value):
    kind = any_value.WhichOneof("value")
    if kind == "array_value":
        return [value(element) for element in any_value.array_value.values]
    return getattr(any_value, kind)


data = profiles_pb2.ProfilesData()
with open(sys.argv[1], "rb") as file:
    size = len(content := file.read())
    assert data.ParseFromString(content) == size
names = data.dictionary
# The first entry of every table stands for nothing.
assert names.string_table[0] == ""
for table in ("mapping", "location", "function", "link", "attribute", "stack"):
    first = getattr(names, table + "_table")[0]
    assert first.ByteSize() == 0, table


def attributes(indices):
    keys = [names.string_table[names.attribute_table[index].key_strindex] for index in indices]
    assert len(set(keys)) == len(keys)
    values = [value(names.attribute_table[index].value) for index in indices]
    return " ".join(f"{key}={text}" for key, text in sorted(zip(keys, values)))


def frame(index):
    location = names.location_table[index]
    (line,) = location.lines
    function = names.function_table[line.function_index]
    name, file = names.string_table[function.name_strindex], names.string_table[function.filename_strindex]
    return f"{name} ({file}:{function.start_line}:{line.line})"


for resource in data.resource_profiles:
    said = {entry.key: value(entry.value) for entry in resource.resource.attributes}
    print("resource", said["process.pid"], said["process.command_args"], said["process.runtime.version"])
    (scope,) = resource.scope_profiles
    print("scope", scope.scope.name, scope.scope.version)
    for profile in scope.profiles:
        kind = names.string_table[profile.sample_type.type_strindex]
        unit = names.string_table[profile.sample_type.unit_strindex]
        print("profile", kind, unit, profile.time_unix_nano, profile.duration_nano, profile.period)
        print("quality", attributes(profile.attribute_indices))
        for sample in profile.samples:
            (number,) = sample.values
            path = names.stack_table[sample.stack_index].location_indices
            print(" ", number, attributes(sample.attribute_indices), ";".join(map(frame, path)))
