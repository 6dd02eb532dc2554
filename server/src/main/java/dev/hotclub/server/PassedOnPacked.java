package dev.hotclub.server;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.util.Set;

/// Lets bodies packed with gzip through as they are: ingest unpacks them itself, within its limits.
/// Helidon would answer 400 to an encoding that it does not know.
final class PassedOnPacked implements ContentEncoding {
  @Override
  public Set<String> ids() {
    return Set.of("gzip");
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "passed-on";
  }

  @Override
  public String type() {
    return "passed-on";
  }
}
