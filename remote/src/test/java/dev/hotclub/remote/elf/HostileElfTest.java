package dev.hotclub.remote.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that say they are ELF and are not what they say. Each round is named by its seed.
final class HostileElfTest {
  private static final Set<String> WANTED = Set.of("main", "_PyRuntime", "environ");

  @TempDir Path folder;

  /// A small real one: the C library's loader is on every machine that runs these tests.
  private static byte[] real() throws IOException {
    for (String path : new String[] {"/bin/true", "/usr/bin/env"}) {
      if (Files.isReadable(Path.of(path))) {
        return Files.readAllBytes(Path.of(path));
      }
    }
    throw new IOException("no program to take apart");
  }

  /// Everything that readers of interpreters ask of a file.
  private static int lookAtAll(Path path) throws IOException {
    return ElfFile.look(
        path,
        elf -> {
          int found = elf.symbols(WANTED).size() + elf.segments().size();
          found += elf.section(".text").isPresent() ? 1 : 0;
          return found + elf.bias(0x1000, 0).map(Long::intValue).orElse(0);
        });
  }

  private void tolerates(byte[] bytes, String what) throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, bytes);
    try {
      int ignored = lookAtAll(file);
    } catch (IOException declared) {
      assertThat(declared.getMessage()).as(what).isNotEmpty();
    } catch (RuntimeException | Error undeclared) {
      throw new AssertionError(what, undeclared);
    }
  }

  @Test
  void aRealFileWithWrongBytesIsReadOrMalformed() throws IOException {
    byte[] real = real();
    ByteBuffer head = ByteBuffer.wrap(real).order(ByteOrder.LITTLE_ENDIAN);
    int sections = (int) head.getLong(40);
    for (long seed = 0; seed < 600; seed++) {
      Random random = new Random(seed);
      byte[] bytes = real.clone();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        int at = random.nextBoolean() ? random.nextInt(600) : sections + random.nextInt(1500);
        if (at < bytes.length) {
          bytes[at] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
        }
      }
      bytes[0] = real[0];
      tolerates(bytes, "seed " + seed);
    }
  }

  @Test
  void aFileCutAnywhereIsReadOrMalformed() throws IOException {
    byte[] real = real();
    for (long seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      byte[] cut = java.util.Arrays.copyOf(real, random.nextInt(real.length));
      tolerates(cut, "seed " + seed);
    }
  }

  @Test
  void aNameAtTheEndOfNumbersIsNoName() throws IOException {
    byte[] bytes = real();
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long table = file.getLong(40);
    int count = file.getShort(60);
    for (int i = 0; i < count; i++) {
      int header = (int) table + 64 * i;
      if (file.getInt(header + 4) == 11) {
        int symbols = (int) file.getLong(header + 24);
        long size = file.getLong(header + 32);
        for (int at = symbols; at < symbols + size; at += 24) {
          file.putInt(at, Integer.MAX_VALUE - 2);
          file.putLong(at + 8, 4096);
        }
      }
    }
    Path path = folder.resolve("file");
    Files.write(path, bytes);
    assertThat(ElfFile.<Integer>look(path, elf -> elf.symbols(WANTED).size())).isZero();
  }

  @Test
  void randomBytesAreMalformed() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[64 + random.nextInt(4000)];
      random.nextBytes(bytes);
      ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      head.putInt(0, 0x464C457F).put(4, (byte) 2).put(5, (byte) 1);
      if (random.nextBoolean()) {
        head.putLong(32, random.nextInt(bytes.length)).putLong(40, random.nextInt(bytes.length));
        head.putShort(54, (short) 56).putShort(56, (short) random.nextInt(40));
        head.putShort(58, (short) 64).putShort(60, (short) random.nextInt(40));
      }
      tolerates(bytes, "seed " + seed);
    }
  }

  @Test
  void whatIsNoFileIsNotOpened() {
    assertThatThrownBy(() -> lookAtAll(folder)).isInstanceOf(MalformedElf.class);
    assertThatThrownBy(() -> lookAtAll(Path.of("/dev/zero"))).isInstanceOf(MalformedElf.class);
  }
}
