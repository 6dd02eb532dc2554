package dev.hotclub.model;

import java.io.IOException;

/// Everything that was sampled, with its time. May be larger than memory, so it is walked, not
/// held.
public interface Recording {
  Session session();

  /// Tells the whole recording, as often as asked.
  ///
  /// @throws IOException if it cannot be read to its end; what was readable has been told by then
  void tell(RecordingVisitor visitor) throws IOException;
}
