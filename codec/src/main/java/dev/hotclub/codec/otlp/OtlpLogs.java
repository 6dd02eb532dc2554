package dev.hotclub.codec.otlp;

/// Counts the records of an `ExportLogsServiceRequest`: they are not kept.
public final class OtlpLogs {
  private OtlpLogs() {}

  /// @throws MalformedOtlp if the bytes are no such message
  public static long count(byte[] bytes, int length) throws MalformedOtlp {
    // resource_logs, scope_logs, log_records
    return count(new ProtoReader(bytes, 0, length), 1, 2, 2);
  }

  /// The same in OTLP's JSON encoding.
  public static long countJson(byte[] bytes, int length) throws MalformedOtlp {
    byte[] message = new OtlpJson().protobuf(bytes, length, new OtlpSchema().logs());
    return count(message, message.length);
  }

  private static long count(ProtoReader in, int... path) throws MalformedOtlp {
    long found = 0;
    while (in.more()) {
      int tag = in.tag();
      if (tag != (path[0] << 3 | ProtoReader.BYTES)) {
        in.skip(tag);
        continue;
      }
      int outer = in.open();
      found += path.length == 1 ? 1 : count(in, java.util.Arrays.copyOfRange(path, 1, path.length));
      in.close(outer);
    }
    return found;
  }
}
