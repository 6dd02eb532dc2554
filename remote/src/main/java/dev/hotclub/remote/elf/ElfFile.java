package dev.hotclub.remote.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A 64-bit little-endian ELF file. Addresses are as the file has them; add `bias` for where they
/// are in a process. Source: the ELF-64 object file format, version 1.5.
public final class ElfFile {
  /// One loadable part of the file.
  public record Segment(
      long offset, long address, long fileSize, long memorySize, boolean writable) {}

  /// One section.
  public record Section(String name, int type, long address, long offset, long size, int link) {}

  private static final int SHT_SYMTAB = 2;
  private static final int SHT_DYNSYM = 11;
  private static final int PT_LOAD = 1;
  private static final int PAGE = 4096;

  /// Real files have under a hundred of each; a larger count is damage.
  private static final int MOST_HEADERS = 4096;

  /// The tables of headers and of their names, of which the largest have some ten thousand bytes.
  private static final long MOST_HEADER_BYTES = 16L << 20;

  /// A file has a full and a dynamic one.
  private static final int MOST_SYMBOL_TABLES = 8;

  /// The largest symbol tables of interpreters with debug symbols have about 60,000 entries of 24
  /// bytes.
  private static final long MOST_TABLE_BYTES = 256L << 20;

  private final FileChannel file;
  private final List<Segment> segments;
  private final List<Section> sections;

  private ElfFile(FileChannel file, List<Segment> segments, List<Section> sections) {
    this.file = file;
    this.segments = segments;
    this.sections = sections;
  }

  /// What a caller wants of a file, which is open only as long as it looks.
  public interface Look<T> {
    T at(ElfFile file) throws IOException;
  }

  /// @throws MalformedElf if it is not such a file
  public static <T> T look(Path path, Look<T> look) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new MalformedElf("not a regular file"); // to open a pipe would wait for its writer
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      return look.at(parse(file));
    }
  }

  private static ElfFile parse(FileChannel file) throws IOException {
    ByteBuffer head = read(file, 0, 64);
    if (head.getInt(0) != 0x464C457F || head.get(4) != 2 || head.get(5) != 1) {
      throw new MalformedElf("not a 64-bit little-endian ELF file");
    }
    return new ElfFile(file, segments(file, head), sections(file, head));
  }

  private static List<Segment> segments(FileChannel file, ByteBuffer head) throws IOException {
    int count = bounded(head.getShort(56) & 0xFFFF);
    int size = head.getShort(54) & 0xFFFF;
    List<Segment> segments = new ArrayList<>();
    if (count == 0 || size < 56) {
      return segments;
    }
    ByteBuffer table = read(file, head.getLong(32), (long) count * size);
    for (int at = 0; at + 56 <= table.limit(); at += size) {
      if (table.getInt(at) == PT_LOAD) {
        segments.add(
            new Segment(
                table.getLong(at + 8),
                table.getLong(at + 16),
                table.getLong(at + 32),
                table.getLong(at + 40),
                (table.getInt(at + 4) & 2) != 0));
      }
    }
    return segments;
  }

  private static List<Section> sections(FileChannel file, ByteBuffer head) throws IOException {
    int count = bounded(head.getShort(60) & 0xFFFF);
    int size = head.getShort(58) & 0xFFFF;
    int names = head.getShort(62) & 0xFFFF;
    List<Section> sections = new ArrayList<>();
    if (count == 0 || size < 64 || names >= count) {
      return sections;
    }
    ByteBuffer table = read(file, head.getLong(40), (long) count * size);
    ByteBuffer strings =
        read(file, table.getLong(names * size + 24), table.getLong(names * size + 32));
    for (int at = 0; at + 64 <= table.limit(); at += size) {
      sections.add(
          new Section(
              text(strings, table.getInt(at)),
              table.getInt(at + 4),
              table.getLong(at + 16),
              table.getLong(at + 24),
              table.getLong(at + 32),
              table.getInt(at + 40)));
    }
    return sections;
  }

  private static int bounded(int count) throws MalformedElf {
    if (count > MOST_HEADERS) {
      throw new MalformedElf(count + " headers where " + MOST_HEADERS + " are plausible");
    }
    return count;
  }

  public List<Segment> segments() {
    return segments;
  }

  public Optional<Section> section(String name) {
    return sections.stream().filter(section -> section.name().equals(name)).findFirst();
  }

  /// Addresses of those of the names that the file's symbol tables have, the full table included
  /// where it has not been stripped.
  public Map<String, Long> symbols(Set<String> wanted) throws IOException {
    Map<String, Long> found = exported(wanted);
    if (found.size() < wanted.size()) {
      collect(SHT_SYMTAB, wanted, found);
    }
    return found;
  }

  /// The same of the names that other files may link to: a far smaller table.
  public Map<String, Long> exported(Set<String> wanted) throws IOException {
    Map<String, Long> found = new HashMap<>();
    collect(SHT_DYNSYM, wanted, found);
    return found;
  }

  private void collect(int type, Set<String> wanted, Map<String, Long> found) throws IOException {
    List<Section> tables =
        sections.stream()
            .filter(section -> section.type() == type)
            .limit(MOST_SYMBOL_TABLES)
            .toList();
    for (Section table : tables) {
      collect(table, wanted, found);
    }
  }

  private void collect(Section table, Set<String> wanted, Map<String, Long> found)
      throws IOException {
    if (table.link() < 0 || table.link() >= sections.size()) {
      return;
    }
    ByteBuffer symbols = map(table);
    ByteBuffer strings = map(sections.get(table.link()));
    int[] lengths = wanted.stream().mapToInt(String::length).distinct().toArray();
    for (int at = 0; at + 24 <= symbols.limit(); at += 24) {
      int name = symbols.getInt(at);
      long address = symbols.getLong(at + 8);
      if (address != 0 && name > 0 && plausible(strings, name, lengths)) {
        String text = text(strings, name);
        if (wanted.contains(text)) {
          found.putIfAbsent(text, address);
        }
      }
    }
  }

  /// Most of ten thousand names differ in length from the wanted ones: making strings of them all
  /// would cost milliseconds.
  private static boolean plausible(ByteBuffer strings, int at, int[] lengths) {
    for (int length : lengths) {
      if (at < strings.limit() - length && strings.get(at + length) == 0) {
        return true;
      }
    }
    return false;
  }

  private ByteBuffer map(Section section) throws IOException {
    if (section.size() < 0 || section.size() > MOST_TABLE_BYTES || section.offset() < 0) {
      throw new MalformedElf("section " + section.name() + " of " + section.size() + " bytes");
    }
    long size = Math.min(section.size(), Math.max(0, file.size() - section.offset()));
    return file.map(FileChannel.MapMode.READ_ONLY, section.offset(), size)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /// What must be added to the file's addresses for a process that has its part at `mappingOffset`
  /// mapped at `mappingStart`.
  public Optional<Long> bias(long mappingStart, long mappingOffset) {
    for (Segment segment : segments) {
      if ((segment.offset() & -PAGE) == mappingOffset) {
        return Optional.of(mappingStart - (segment.address() & -PAGE));
      }
    }
    return Optional.empty();
  }

  private static String text(ByteBuffer strings, int at) {
    if (at < 0 || at >= strings.limit()) {
      return "";
    }
    int end = at;
    while (end < strings.limit() && end - at < 512 && strings.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - at];
    strings.get(at, bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer read(FileChannel file, long offset, long size) throws IOException {
    if (offset < 0 || size < 0 || size > MOST_HEADER_BYTES || offset > file.size() - size) {
      throw new MalformedElf(size + " bytes at " + offset + " of a file of " + file.size());
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, offset + bytes.position()) < 0) {
        throw new MalformedElf("file ends before " + (offset + size));
      }
    }
    return bytes.flip();
  }
}
