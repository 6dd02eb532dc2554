package dev.hotclub.remote.cpython;

import dev.hotclub.remote.elf.ElfFile;
import dev.hotclub.remote.memory.UnmappedAddress;
import dev.hotclub.remote.process.Mapping;
import dev.hotclub.remote.process.ProcessFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the interpreter in a process: which mapped file is CPython, of what version, and where its
/// state begins.
///
/// In order of trust: the ELF section `.PyRuntime` (3.7 and later builds with it), the symbols
/// `_PyRuntime` and, for 3.6, `interp_head`, from the dynamic or the full symbol table. A file
/// without either is searched for what looks like the runtime (`RuntimeScan`). Every candidate is
/// validated by `PythonProcess` before it is believed.
final class InterpreterFinder {
  /// An interpreter that may be one: its state has still to make sense.
  ///
  /// @param headAddress where the pointer to the first interpreter is
  /// @param runtime address of `_PyRuntime`; 0 for 3.6
  /// @param symbols addresses in the process of the symbols that were found
  record Candidate(Layout layout, long runtime, long headAddress, Map<String, Long> symbols) {}

  /// What the search came to.
  sealed interface Found {
    record Candidates(List<Candidate> candidates) implements Found {}

    record Unsupported(String version) implements Found {}

    record Nothing() implements Found {}
  }

  private static final Set<String> SYMBOLS =
      Set.of(
          "_PyRuntime",
          "Py_Version",
          "interp_head",
          "_PyThreadState_Current",
          "gil_last_holder",
          "gil_locked",
          "gil_cond",
          "gil_mutex",
          "switch_cond",
          "switch_mutex",
          "collecting",
          "PyCode_Type");

  private static final Pattern LIBRARY = Pattern.compile("libpython(\\d)\\.(\\d{1,2})");
  private static final Pattern PYTHON = Pattern.compile("python-?(\\d)\\.(\\d{1,2})");
  private static final long COOKIE = 0x7970677562656478L; // "xdebugpy", little-endian

  /// `sys.version` as it stands in memory: version, then the build in parentheses.
  private static final Pattern VERSION =
      Pattern.compile("(3\\.\\d{1,2}\\.\\d{1,3}(?:(?:a|b|rc)\\d{1,2})?\\+?) \\(");

  private final ProcessFiles files;
  private final Peek peek;

  InterpreterFinder(ProcessFiles files, Peek peek) {
    this.files = files;
    this.peek = peek;
  }

  /// @throws IOException if the process's mappings cannot be read
  Found find() throws IOException {
    Map<String, List<Mapping>> byFile = new LinkedHashMap<>();
    List<Mapping> everything = files.mappings();
    for (Mapping mapping : everything) {
      if (mapping.inode() != 0 && !mapping.path().isEmpty()) {
        byFile.computeIfAbsent(mapping.path(), _ -> new ArrayList<>()).add(mapping);
      }
    }
    String executable = files.executable().orElse("");
    List<List<Mapping>> order = new ArrayList<>(byFile.values());
    order.removeIf(file -> file.stream().noneMatch(part -> part.permissions().contains("x")));
    order.sort(Comparator.comparingInt(file -> rank(file.getFirst().path(), executable)));
    String unsupported = "";
    List<Candidate> candidates = new ArrayList<>();
    for (List<Mapping> file : order) {
      // then any other: a program may have the interpreter in a library of its own
      boolean named = rank(file.getFirst().path(), executable) <= 2;
      if (!named && (!candidates.isEmpty() || !unsupported.isEmpty())) {
        break;
      }
      try {
        switch (named ? inNamedFile(file, everything) : inFile(file)) {
          case Found.Candidates(List<Candidate> some) -> candidates.addAll(some);
          case Found.Unsupported(String version) -> unsupported = version;
          case Found.Nothing() -> {}
        }
      } catch (IOException unreadable) {
        // another file may be the interpreter
      }
    }
    if (!candidates.isEmpty()) {
      return new Found.Candidates(candidates);
    }
    return unsupported.isEmpty() ? new Found.Nothing() : new Found.Unsupported(unsupported);
  }

  private static int rank(String path, String executable) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (LIBRARY.matcher(name).find()) {
      return 0;
    }
    if (path.equals(executable)) {
      return 1;
    }
    return name.contains("python") ? 2 : 3;
  }

  /// Where the file's symbols and sections say.
  private Found inFile(List<Mapping> mappings) throws IOException {
    return look(mappings, (elf, bias) -> bySymbols(elf, bias, mappings));
  }

  /// There, or else wherever its data looks like an interpreter.
  private Found inNamedFile(List<Mapping> mappings, List<Mapping> everything) throws IOException {
    return look(
        mappings,
        (elf, bias) -> {
          Found found = bySymbols(elf, bias, mappings);
          return found instanceof Found.Nothing ? byScan(elf, bias, mappings, everything) : found;
        });
  }

  private interface Search {
    Found in(ElfFile elf, long bias) throws IOException, UnmappedAddress;
  }

  private Found look(List<Mapping> mappings, Search search) throws IOException {
    return ElfFile.look(
        files.file(mappings.getFirst()),
        elf -> {
          Optional<Long> bias =
              mappings.stream()
                  .map(mapping -> elf.bias(mapping.start(), mapping.offset()))
                  .flatMap(Optional::stream)
                  .findFirst();
          try {
            return bias.isEmpty() ? new Found.Nothing() : search.in(elf, bias.get());
          } catch (UnmappedAddress gone) {
            return new Found.Nothing();
          }
        });
  }

  private Found bySymbols(ElfFile elf, long bias, List<Mapping> mappings)
      throws IOException, UnmappedAddress {
    Map<String, Long> symbols = new HashMap<>();
    addresses(elf).forEach((name, address) -> symbols.put(name, address + bias));
    if (!symbols.containsKey("_PyRuntime") && !symbols.containsKey("interp_head")) {
      return new Found.Nothing();
    }
    return describe(elf, bias, mappings, symbols);
  }

  private Found byScan(ElfFile elf, long bias, List<Mapping> mappings, List<Mapping> everything)
      throws UnmappedAddress {
    List<RuntimeScan.Part> parts = new ArrayList<>();
    for (ElfFile.Segment segment : elf.segments()) {
      if (segment.writable()) {
        long start = bias + segment.address();
        parts.add(new RuntimeScan.Part(start, start + segment.memorySize()));
      }
    }
    RuntimeScan scan = new RuntimeScan(peek, everything);
    Optional<Long> cookie = scan.word(parts, COOKIE);
    if (cookie.isPresent()) {
      return selfDescribed(cookie.get(), Map.of());
    }
    Optional<PythonVersion> version = version(elf, bias, mappings, Map.of());
    if (version.isEmpty() || !version.get().supported() || version.get().atLeast(3, 13)) {
      return new Found.Nothing();
    }
    Layout layout = Layout.of(version.get(), Offsets.ofTable(version.get()));
    int headAt = layout.runtime().interpretersHead();
    List<Candidate> candidates =
        scan.heads(parts, layout).stream()
            .map(head -> new Candidate(layout, headAt < 0 ? 0 : head - headAt, head, Map.of()))
            .toList();
    return candidates.isEmpty() ? new Found.Nothing() : new Found.Candidates(candidates);
  }

  /// Where what is wanted lies in the file. The full symbol table, ten thousand names and more that
  /// cost milliseconds, is looked at only where the exported names are not those of 3.7 and later.
  private static Map<String, Long> addresses(ElfFile elf) throws IOException {
    Map<String, Long> exported = elf.exported(SYMBOLS);
    elf.section(".PyRuntime").ifPresent(section -> exported.put("_PyRuntime", section.address()));
    if (exported.containsKey("_PyRuntime") && exported.containsKey("PyCode_Type")) {
      return exported;
    }
    Map<String, Long> all = new HashMap<>(elf.symbols(SYMBOLS));
    all.putAll(exported);
    return all;
  }

  private Found describe(ElfFile elf, long bias, List<Mapping> mappings, Map<String, Long> symbols)
      throws UnmappedAddress {
    long runtime = symbols.getOrDefault("_PyRuntime", 0L);
    if (runtime != 0 && peek.word(runtime) == COOKIE) {
      return selfDescribed(runtime, symbols);
    }
    Optional<PythonVersion> version = version(elf, bias, mappings, symbols);
    if (version.isEmpty()) {
      return new Found.Nothing();
    }
    if (!version.get().supported() || version.get().atLeast(3, 13)) {
      return new Found.Unsupported(version.get().toString());
    }
    Layout layout = Layout.of(version.get(), Offsets.ofTable(version.get()));
    long head =
        runtime == 0
            ? symbols.getOrDefault("interp_head", 0L)
            : runtime + layout.runtime().interpretersHead();
    return new Found.Candidates(List.of(new Candidate(layout, runtime, head, Map.copyOf(symbols))));
  }

  private Found selfDescribed(long runtime, Map<String, Long> symbols) throws UnmappedAddress {
    ByteBuffer debug =
        ByteBuffer.wrap(peek.bytes(runtime, Offsets.DEBUG_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    PythonVersion version = PythonVersion.ofHex(debug.getLong(8), debug.getLong(16) != 0);
    if (!version.supported()) {
      return new Found.Unsupported(version.toString());
    }
    return Offsets.ofDebug(version, debug)
        .map(offsets -> Layout.of(version, offsets))
        .<Found>map(layout ->
            new Found.Candidates(
                List.of(
                    new Candidate(
                        layout,
                        runtime,
                        runtime + layout.runtime().interpretersHead(),
                        Map.copyOf(symbols)))))
        .orElse(new Found.Unsupported(version.toString()));
  }

  private Optional<PythonVersion> version(
      ElfFile elf, long bias, List<Mapping> mappings, Map<String, Long> symbols)
      throws UnmappedAddress {
    Long number = symbols.get("Py_Version");
    if (number != null) {
      return Optional.of(PythonVersion.ofHex(peek.word(number), false));
    }
    Optional<PythonVersion> written = writtenVersion(elf, bias);
    return written.isPresent() ? written : nameVersion(mappings.getFirst().path());
  }

  /// Before 3.11 the only place that has the whole version is the text of `sys.version`, which lies
  /// in the zero-initialised data.
  private Optional<PythonVersion> writtenVersion(ElfFile elf, long bias) {
    for (ElfFile.Segment segment : elf.segments()) {
      if (!segment.writable()) {
        continue;
      }
      int size = (int) Math.min(segment.memorySize(), Peek.MOST_BYTES);
      try {
        String text =
            new String(peek.bytes(bias + segment.address(), size), StandardCharsets.ISO_8859_1);
        Matcher match = VERSION.matcher(text);
        if (match.find()) {
          return PythonVersion.parse(match.group(1));
        }
      } catch (UnmappedAddress unreadable) {
        // a guard page: the text lies in another part
      }
    }
    return Optional.empty();
  }

  private static Optional<PythonVersion> nameVersion(String path) {
    for (Pattern pattern : new Pattern[] {LIBRARY, PYTHON}) {
      Matcher match = pattern.matcher(path);
      if (match.find()) {
        return PythonVersion.parse(match.group(1) + "." + match.group(2) + ".0");
      }
    }
    return Optional.empty();
  }
}
