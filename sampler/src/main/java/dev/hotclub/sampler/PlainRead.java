package dev.hotclub.sampler;

import dev.hotclub.model.Exactness;
import dev.hotclub.model.Reader;
import dev.hotclub.remote.memory.UnmappedAddress;
import java.time.Duration;

/// Reads what runs as it runs. Nothing proves that such a copy is of one instant, so none is called
/// exact.
final class PlainRead implements LookSource.RunningRead {
  @Override
  public Reader reader() {
    return Reader.LOOK;
  }

  @Override
  public Result read(TrackedThread thread) throws UnmappedAddress {
    return new Result(LookSource.read(thread), Exactness.APPROXIMATE);
  }

  @Override
  public void gone(TrackedThread thread) {}

  @Override
  public void service() {}

  @Override
  public Duration held() {
    return Duration.ZERO;
  }

  @Override
  public void close() {}
}
