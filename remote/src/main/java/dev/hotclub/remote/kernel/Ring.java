package dev.hotclub.remote.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hotclub.remote.libc.Libc;
import dev.hotclub.remote.libc.SystemCalls;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// The reader's end of a `BPF_MAP_TYPE_RINGBUF`. The kernel maps the data twice in a row, so that a
/// record that runs over the end can be read in one piece.
///
/// Source: `kernel/bpf/ringbuf.c`: a page with the reader's position, a page with the writers', the
/// data; before each record 4 bytes of length with two flags and 4 more.
@SuppressWarnings("restricted")
final class Ring implements AutoCloseable {
  /// Takes one record.
  interface Taker {
    /// @param at where the record begins in `data`, after the kernel's head
    void take(MemorySegment data, long at, int length);
  }

  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int MAP_SHARED = 1;
  private static final int BUSY = 1 << 31;
  private static final int DISCARDED = 1 << 30;
  private static final int HEAD_BYTES = 8;
  private static final VarHandle POSITION = JAVA_LONG.varHandle();
  private static final VarHandle LENGTH = JAVA_INT.varHandle();

  private final MemorySegment reader;
  private final MemorySegment writers;
  private final MemorySegment data;
  private final long mask;

  Ring(int map, int ringBytes, long pageBytes) throws BpfRefusal {
    this.mask = ringBytes - 1L;
    this.reader = map(map, pageBytes, PROT_READ | PROT_WRITE, 0);
    MemorySegment rest;
    try {
      rest = map(map, pageBytes + 2L * ringBytes, PROT_READ, pageBytes);
    } catch (BpfRefusal refusal) {
      unmap(reader);
      throw refusal;
    }
    this.writers = rest;
    this.data = rest.asSlice(pageBytes);
  }

  private static MemorySegment map(int fd, long bytes, int protection, long offset)
      throws BpfRefusal {
    long address = Libc.syscall(SystemCalls.MMAP, 0, bytes, protection, MAP_SHARED, fd, offset);
    if (address < 0 && address > -4096) {
      throw Bpf.refusal("mapping the ring", address);
    }
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  private static void unmap(MemorySegment mapped) {
    long result = Libc.syscall(SystemCalls.MUNMAP, mapped.address(), mapped.byteSize(), 0, 0, 0, 0);
    assert result == 0 : "munmap: " + result;
  }

  /// Takes every record that was there when the call began. Gives room back after each eighth of
  /// the ring, not after each record: that word is shared with all CPUs.
  ///
  /// @return how many bytes were taken
  long drain(Taker taker) {
    long until = (long) POSITION.getAcquire(writers, 0L);
    long at = (long) POSITION.get(reader, 0L);
    long start = at;
    long givenBack = at;
    while (at < until) {
      long record = at & mask;
      int length = (int) LENGTH.getAcquire(data, record);
      if ((length & BUSY) != 0) {
        break;
      }
      int bytes = length & ~DISCARDED;
      if ((length & DISCARDED) == 0) {
        taker.take(data, record + HEAD_BYTES, bytes);
      }
      at += HEAD_BYTES + (bytes + 7L & -8L);
      if (at - givenBack > mask >> 3) {
        POSITION.setRelease(reader, 0L, at);
        givenBack = at;
      }
    }
    POSITION.setRelease(reader, 0L, at);
    return at - start;
  }

  @Override
  public void close() {
    unmap(reader);
    unmap(writers);
  }
}
