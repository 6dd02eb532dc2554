/// What `/proc` tells of another process: its mappings, threads, family and rights.
@org.jspecify.annotations.NullMarked
package dev.hotclub.remote.process;
