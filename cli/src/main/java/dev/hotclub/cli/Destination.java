package dev.hotclub.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Where the result goes, tried before anything is measured.
sealed interface Destination {
  /// Standard output.
  record Stdout() implements Destination {}

  /// A pipe or a device, which is written as it is.
  record Stream(Path path) implements Destination {}

  /// A file, which appears when it is whole.
  record File(Path path) implements Destination {}

  /// @param name as typed; `-` is standard output
  /// @throws Failure if nothing could be written there
  static Destination of(String name) throws Failure {
    if (name.equals("-")) {
      return new Stdout();
    }
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw new Failure(name + " is a folder: give the name of a file in it");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return new Stream(path);
    }
    if (Files.exists(path) && !Files.isWritable(path)) {
      throw new Failure("cannot write " + name + ": it belongs to somebody else or is read-only");
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Failure("cannot write " + name + ": there is no folder " + folder);
    }
    return new File(path);
  }

  /// A new file for what is not whole yet: beside the result, so that it lies on the same disk, or
  /// in the system's folder for such files.
  default Path draft(String ending) throws Failure {
    Path path = draftPath(ending);
    try {
      Files.deleteIfExists(path);
      return Files.createFile(path);
    } catch (IOException refused) {
      throw new Failure("cannot write " + path + ": " + words(refused), refused);
    }
  }

  private Path draftPath(String ending) {
    return switch (this) {
      case File(Path path) -> path.resolveSibling("." + path.getFileName() + ending);
      case Stdout(), Stream(Path _) ->
          Path.of(
              System.getProperty("java.io.tmpdir", "/tmp"),
              "hotclub-" + ProcessHandle.current().pid() + ending);
    };
  }

  /// Something that writes.
  interface Writer {
    void write(OutputStream out) throws IOException;
  }

  /// Writes the whole result. A file is replaced in one step.
  default void write(Writer writer) throws Failure {
    try {
      switch (this) {
        case Stdout() -> into(new FileOutputStream(FileDescriptor.out), writer);
        case Stream(Path path) -> into(Files.newOutputStream(path), writer);
        case File(Path path) -> {
          Path draft = draft(".part");
          try {
            into(Files.newOutputStream(draft), writer);
            Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
          } finally {
            Files.deleteIfExists(draft);
          }
        }
      }
    } catch (IOException failed) {
      throw new Failure("cannot write " + shown() + ": " + words(failed), failed);
    }
  }

  private static void into(OutputStream stream, Writer writer) throws IOException {
    try (OutputStream out = new BufferedOutputStream(stream, 1 << 16)) {
      writer.write(out);
    }
  }

  /// As a person knows it.
  default String shown() {
    return switch (this) {
      case Stdout() -> "standard output";
      case Stream(Path path) -> path.toString();
      case File(Path path) -> path.toString();
    };
  }

  /// Why a file cannot be read or written, without the name that stands before it.
  static String words(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission denied";
      case java.nio.file.FileSystemException system when system.getReason() != null ->
          system.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
