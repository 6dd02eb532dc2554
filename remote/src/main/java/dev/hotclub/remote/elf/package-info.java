/// ELF files, as far as finding a symbol or a section in a running program needs.
@org.jspecify.annotations.NullMarked
package dev.hotclub.remote.elf;
