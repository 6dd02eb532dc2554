package dev.hotclub.codec.hc;

import dev.hotclub.model.Recording;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Session;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A recording in a file. Walked anew each time it is told, so its length does not matter.
///
/// A file that ends within a block, as one does whose writer was killed, or that is damaged, is
/// told up to its last good block; its outcome and `loss` say so.
public final class HcReader implements Recording {
  /// Where the bytes are; opened once for each telling.
  public interface Source {
    InputStream open() throws IOException;
  }

  private final Source source;
  private final Session session;
  private Optional<String> loss = Optional.empty();

  /// @throws MalformedRecording if it does not begin like a recording
  public HcReader(Source source) throws IOException {
    this.source = source;
    try (DataInputStream in = new DataInputStream(source.open())) {
      magic(in);
      byte[] block = block(in);
      this.session = HcDecoder.session(new In(block, block.length));
    } catch (EOFException end) {
      throw new MalformedRecording("cut off before its first samples");
    }
  }

  @Override
  public Session session() {
    return session;
  }

  @Override
  public void tell(RecordingVisitor visitor) throws IOException {
    HcDecoder decoder = new HcDecoder(session, visitor);
    long number = 0;
    try (DataInputStream in = new DataInputStream(source.open())) {
      magic(in);
      for (byte[] block = block(in); block.length > 0; block = block(in)) {
        decoder.decode(new In(block, block.length));
        number++;
      }
      loss = decoder.finish("the recording was never ended: its writer was killed");
    } catch (EOFException end) {
      loss =
          decoder.finish("the recording was cut off: its writer was killed or the disk was full");
    } catch (MalformedRecording damage) {
      loss =
          decoder.finish(
              "the recording is damaged in block " + number + ": " + damage.getMessage());
    }
  }

  /// What kept the last telling from the recording's end, for a person; empty if it was told whole.
  public Optional<String> loss() {
    return loss;
  }

  private static void magic(DataInputStream in) throws IOException {
    if (!Arrays.equals(in.readNBytes(Hc.MAGIC.length), Hc.MAGIC)) {
      throw new MalformedRecording("not a Hotclub recording (.hc), or of a later version");
    }
  }

  /// The next block, inflated; empty at the end of the file.
  private static byte[] block(DataInputStream in) throws IOException {
    byte[] head = in.readNBytes(8);
    if (head.length == 0) {
      return head;
    }
    if (head.length < 8) {
      throw new EOFException();
    }
    int length = number(head, 0);
    if (length <= 0 || length > Hc.MOST_BLOCK_BYTES) {
      throw new MalformedRecording("a block of " + length + " bytes");
    }
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new EOFException();
    }
    CRC32 check = new CRC32();
    check.update(payload);
    if ((int) check.getValue() != number(head, 4)) {
      throw new MalformedRecording("its checksum differs");
    }
    return inflate(payload);
  }

  private static int number(byte[] bytes, int at) {
    int value = 0;
    for (int i = 3; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xFF);
    }
    return value;
  }

  private static byte[] inflate(byte[] payload) throws MalformedRecording {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(payload);
      byte[] bytes = new byte[Hc.BLOCK_BYTES * 2];
      int size = 0;
      while (!inflater.finished()) {
        if (size == bytes.length) {
          if (size >= Hc.MOST_BLOCK_BYTES) {
            throw new MalformedRecording("a block of more than " + Hc.MOST_BLOCK_BYTES + " bytes");
          }
          bytes = Arrays.copyOf(bytes, size * 2);
        }
        int more = inflater.inflate(bytes, size, bytes.length - size);
        if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new MalformedRecording("a block that does not inflate");
        }
        size += more;
      }
      return Arrays.copyOf(bytes, size);
    } catch (DataFormatException damage) {
      throw new MalformedRecording("a block that does not inflate");
    } finally {
      inflater.end();
    }
  }
}
