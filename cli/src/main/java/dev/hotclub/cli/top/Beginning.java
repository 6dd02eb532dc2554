package dev.hotclub.cli.top;

import dev.hotclub.model.View;

/// How the screen looks before a key is pressed.
public record Beginning(Rows rows, View.Names names, View.Counting counting, Ink ink) {}
