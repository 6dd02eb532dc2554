package dev.hotclub.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.hotclub.codec.hc.HcWriter;
import dev.hotclub.model.Cost;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.sampler.Pausing;
import dev.hotclub.sampler.ReaderChoice;
import dev.hotclub.sampler.Sampler;
import dev.hotclub.sampler.SamplerOptions;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one sample costs once everything is warm: samples one process into a recording that is
/// thrown away, and counts from the second half of the run.
///
/// Prints one line: reader, samples a second, microseconds of this process's CPU time a sample,
/// microseconds inside the kernel's programs a sample, exact, approximate, lost.
public final class SamplingCost {
  private SamplingCost() {}

  /// @param arguments pid, samples a second, seconds, reader
  public static void main(String[] arguments) {
    int pid = Integer.parseInt(arguments[0]);
    int rate = Integer.parseInt(arguments[1]);
    Duration length = Duration.ofSeconds(Long.parseLong(arguments[2]));
    ReaderChoice reader = ReaderChoice.valueOf(arguments[3].toUpperCase(Locale.ROOT));
    SamplerOptions options =
        new SamplerOptions(
            rate,
            reader,
            new Pausing.Budget(0.005),
            SamplerOptions.Children.LEFT_OUT,
            "hotclub bench");
    switch (Sampler.open(List.of(pid), options)) {
      case Sampler.Opening.Failed(var why) -> {
        System.err.println(why.message());
        System.exit(1);
      }
      case Sampler.Opening.Opened(Sampler sampler) -> {
        try (sampler) {
          measure(sampler, length);
        }
      }
    }
  }

  private static void measure(Sampler sampler, Duration length) {
    SecondHalf half = new SecondHalf(length.dividedBy(2));
    try (HcWriter writer = new HcWriter(OutputStream.nullOutputStream(), sampler.session())) {
      Outcome outcome = sampler.run(writer, Optional.of(length), half);
      Losses losses = outcome.losses();
      System.out.printf(
          Locale.ROOT,
          "%s %.0f/s %.2f us %.2f us in the kernel, %d exact %d approximate %d lost %d late%n",
          sampler.session().reader().word(),
          losses.kept() / (outcome.duration().toNanos() / 1e9),
          half.microsPerSample(),
          outcome.cost().kernelCpu().toNanos() / 1e3 / Math.max(1, losses.kept()),
          losses.exact(),
          losses.approximate(),
          losses.lost(),
          losses.late());
    }
  }

  private static final class SecondHalf implements Sampler.Watcher {
    private final OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final Duration begin;
    private long beginCpuNanos = -1;
    private long beginSamples;
    private long cpuNanos;
    private long samples;

    SecondHalf(Duration begin) {
      this.begin = begin;
    }

    @Override
    public boolean stop() {
      return false;
    }

    @Override
    public void progress(Duration elapsed, Losses soFar, Cost costSoFar) {
      if (elapsed.compareTo(begin) < 0) {
        return;
      }
      if (beginCpuNanos < 0) {
        beginCpuNanos = system.getProcessCpuTime();
        beginSamples = soFar.kept();
      }
      cpuNanos = system.getProcessCpuTime() - beginCpuNanos;
      samples = soFar.kept() - beginSamples;
    }

    double microsPerSample() {
      return samples == 0 ? Double.NaN : cpuNanos / 1e3 / samples;
    }
  }
}
