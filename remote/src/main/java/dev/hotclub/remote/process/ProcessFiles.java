package dev.hotclub.remote.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The files of `/proc/pid`. A process may end between any two calls: what is gone reads as absent.
public final class ProcessFiles {
  /// A process has a few hundred mappings; the kernel's own limit is 65,530 (`vm.max_map_count`).
  private static final int MOST_MAPPINGS = 70_000;

  private static final int MOST_COMMAND_BYTES = 64 * 1024;

  /// The ninth field of `stat`, and the bit `PF_KTHREAD` in it (`include/linux/sched.h`).
  private static final int FLAGS = 9 - 3;

  private static final long KERNEL_THREAD = 0x0020_0000;

  /// `PF_EXITING` of `include/linux/sched.h`.
  private static final long EXITING = 0x4;

  private final int pid;
  private final Path folder;

  public ProcessFiles(int pid) {
    this.pid = pid;
    this.folder = Path.of("/proc", Integer.toString(pid));
  }

  public int pid() {
    return pid;
  }

  public boolean exists() {
    return Files.isDirectory(folder);
  }

  /// @throws IOException if the process is gone or may not be looked at
  public List<Mapping> mappings() throws IOException {
    List<Mapping> mappings = new ArrayList<>();
    try (BufferedReader lines =
        Files.newBufferedReader(folder.resolve("maps"), StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine();
          line != null && mappings.size() < MOST_MAPPINGS;
          line = lines.readLine()) {
        Mapping.parse(line).ifPresent(mappings::add);
      }
    }
    return mappings;
  }

  /// Where the file of a mapping can be opened from here. The kernel's own links lead to the file
  /// itself, also when it was deleted or replaced, or when the process has another root; they need
  /// rights that not everybody has (`map_files`: `CAP_CHECKPOINT_RESTORE`). A path is taken as the
  /// process's root has it, or as ours has it, because the kernel prints paths in a `chroot` from
  /// our root.
  public Path file(Mapping mapping) {
    Path link = folder.resolve("map_files/%x-%x".formatted(mapping.start(), mapping.end()));
    if (executable().filter(mapping.path()::equals).isPresent()) {
      link = folder.resolve("exe");
    }
    if (Files.isReadable(link) || mapping.deleted()) {
      return link;
    }
    Path theirs = inRoot(mapping.path());
    Path ours = Path.of(mapping.path());
    return !Files.isReadable(theirs) || (is(ours, mapping) && !is(theirs, mapping)) ? ours : theirs;
  }

  private static boolean is(Path path, Mapping mapping) {
    try {
      return Files.getAttribute(path, "unix:ino") instanceof Long number
          && number == mapping.inode();
    } catch (IOException | UnsupportedOperationException absent) {
      return false;
    }
  }

  /// A path of the process as it can be opened from here.
  public Path inRoot(String path) {
    return Path.of("/proc/" + pid + "/root" + (path.startsWith("/") ? path : "/" + path));
  }

  /// What it runs, as its own root names it.
  public Optional<String> executable() {
    return link("exe");
  }

  /// Where a file descriptor leads, for example `socket:[4711]`; empty where it cannot be read.
  public String descriptor(int number) {
    return link("fd/" + number).orElse("");
  }

  private Optional<String> link(String name) {
    try {
      return Optional.of(Files.readSymbolicLink(folder.resolve(name)).toString());
    } catch (IOException | SecurityException gone) {
      return Optional.empty();
    }
  }

  /// Whether it has ended or is about to: its memory may be gone before its parent has heard of it.
  public boolean ended() {
    List<String> stat = stat();
    try {
      return stat.size() <= FLAGS
          || "ZXx".contains(stat.getFirst())
          || (Long.parseLong(stat.get(FLAGS)) & EXITING) != 0;
    } catch (NumberFormatException changed) {
      return false;
    }
  }

  /// Whether it is a part of the kernel, which has no memory of its own.
  public boolean kernelThread() {
    List<String> stat = stat();
    try {
      return stat.size() > FLAGS && (Long.parseLong(stat.get(FLAGS)) & KERNEL_THREAD) != 0;
    } catch (NumberFormatException changed) {
      return false;
    }
  }

  /// The name that the kernel has for it, at most 15 characters.
  public String name() {
    return new String(read("comm", 64), StandardCharsets.UTF_8).strip();
  }

  /// The arguments it was started with; empty where they cannot be read or there are none.
  public List<String> command() {
    String text = new String(read("cmdline", MOST_COMMAND_BYTES), StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      return List.of();
    }
    String whole = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return Arrays.asList(whole.split("\0", -1));
  }

  /// A line of `status`, for example `Uid`; empty where there is none.
  public String status(String name) {
    return new String(read("status", 16 * 1024), StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /// The first number in a line of `status`; empty where there is none.
  public Optional<Long> statusNumber(String name) {
    try {
      return Optional.of(Long.parseLong(status(name).split("\\s", 2)[0]));
    } catch (NumberFormatException absent) {
      return Optional.empty();
    }
  }

  /// `R`, `S`, `D`, `T`, `t`, `Z` …; empty where the process is gone.
  public String state() {
    String state = status("State");
    return state.isEmpty() ? "" : state.substring(0, 1);
  }

  /// To whom `/proc` gives the process's files: root if nobody else may look into it. Empty where
  /// it is gone.
  public Optional<Integer> owner() {
    try {
      // not of the folder, which stays with the user (`task_dump_owner`, `fs/proc/base.c`)
      return Optional.of((Integer) Files.getAttribute(folder.resolve("maps"), "unix:uid"));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /// Who traces it; 0 for nobody.
  public int tracer() {
    return statusNumber("TracerPid").map(Long::intValue).orElse(0);
  }

  /// 0 where unknown.
  public int parent() {
    return statusNumber("PPid").map(Long::intValue).orElse(0);
  }

  /// The kernel's ids of its threads, in no order.
  public List<Integer> tasks() {
    return numbers(folder.resolve("task"));
  }

  /// The numbers of its open files, in no order.
  public List<Integer> descriptors() {
    return numbers(folder.resolve("fd"));
  }

  /// The processes that its threads have started and that still live.
  public List<Integer> children() {
    List<Integer> children = new ArrayList<>();
    for (int task : tasks()) {
      String text =
          new String(read("task/" + task + "/children", 64 * 1024), StandardCharsets.US_ASCII);
      for (String child : text.split(" ")) {
        if (!child.isBlank()) {
          children.add(Integer.parseInt(child.strip()));
        }
      }
    }
    return children;
  }

  /// Every process that can be seen from here.
  public static List<Integer> everyProcess() {
    return numbers(Path.of("/proc"));
  }

  private static List<Integer> numbers(Path folder) {
    List<Integer> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "[0-9]*")) {
      for (Path entry : entries) {
        found.add(Integer.parseInt(entry.getFileName().toString()));
      }
    } catch (IOException | NumberFormatException | DirectoryIteratorException gone) {
      return found;
    }
    return found;
  }

  /// Fields of `stat` from the third on (`man 5 proc`); empty where it is gone. The second, the
  /// name, may hold anything, spaces and parentheses included, so the last parenthesis ends it.
  public List<String> stat() {
    String text = new String(read("stat", 4096), StandardCharsets.ISO_8859_1);
    int end = text.lastIndexOf(')');
    return end < 0 ? List.of() : List.of(text.substring(end + 1).strip().split(" "));
  }

  private byte[] read(String name, int most) {
    try (var in = Files.newInputStream(folder.resolve(name))) {
      return in.readNBytes(most);
    } catch (IOException gone) {
      return new byte[0];
    }
  }
}
