"""Marks the wheel for the platforms that its Java runtime has: pip on any other says so at once."""

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Platforms(BuildHookInterface):
    def initialize(self, version, build_data):
        build_data["pure_python"] = False
        build_data["tag"] = "py3-none-manylinux_2_17_x86_64.manylinux_2_17_aarch64"
