import dev.hotclub.codec.flame.FlameGraphHtml;
import dev.hotclub.model.Activity;
import dev.hotclub.model.Cost;
import dev.hotclub.model.Exactness;
import dev.hotclub.model.Frame;
import dev.hotclub.model.Losses;
import dev.hotclub.model.Outcome;
import dev.hotclub.model.ProcessInfo;
import dev.hotclub.model.Reader;
import dev.hotclub.model.Recording;
import dev.hotclub.model.RecordingVisitor;
import dev.hotclub.model.Sample;
import dev.hotclub.model.Session;
import dev.hotclub.model.Stack;
import dev.hotclub.model.Tags;
import dev.hotclub.model.ThreadInfo;
import dev.hotclub.model.View;
import java.io.BufferedOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Writes the page of a recording with a given number of distinct frames, larger than any that is
/// met in practice: `java -cp model/target/classes:codec/target/classes web/test/Synthetic.java
/// 100000 out.html`.
final class Synthetic {
  private static final String[] FOLDERS = {
    "/srv/shop/orders", "/srv/venv/lib/python3.12/site-packages/django/db", "/usr/lib/python3.12/json",
  };
  private static final int DEEPEST = 60;
  private static final long PERIOD = 1_000_000;

  private record Node(Stack stack, int depth) {}

  public static void main(String[] arguments) throws Exception {
    int frames = Integer.parseInt(arguments[0]);
    Path file = Path.of(arguments[1]);
    // one seed, so that every run tests the same picture
    Random random = new Random(4711);
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node(new Stack(List.of(frame(0))), 1));
    while (nodes.size() < frames) {
      Node caller = nodes.get(random.nextInt(nodes.size() / 2, nodes.size()));
      if (caller.depth() < DEEPEST) {
        List<Frame> path = new ArrayList<>(List.of(frame(nodes.size())));
        path.addAll(caller.stack().frames());
        nodes.add(new Node(new Stack(path), caller.depth() + 1));
      }
    }
    long start = System.nanoTime();
    long cpuStart = cpuNanos();
    try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
      FlameGraphHtml.write(new Told(nodes), View.PLAIN, out);
    }
    System.out.printf("%,d distinct frames: %,d bytes in %.2f s, %.2f s of processor%n",
        frames, Files.size(file), (System.nanoTime() - start) / 1e9, (cpuNanos() - cpuStart) / 1e9);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Frame frame(int number) {
    String folder = FOLDERS[number % FOLDERS.length];
    String file = "module_" + number % 997 + ".py";
    return new Frame("function_" + number, folder + "/" + file,
        folder.substring(folder.lastIndexOf('/') + 1) + "/" + file, 1, 1 + number % 400, 0, -1, -1);
  }

  private record Told(List<Node> nodes) implements Recording {
    @Override
    public Session session() {
      return new Session(Instant.parse("2026-03-01T12:00:00Z"), 1000, Reader.KERNEL, "hotclub");
    }

    @Override
    public void tell(RecordingVisitor visitor) {
      visitor.process(new ProcessInfo(7, 1, List.of("python", "synthetic.py"), "3.12.1"));
      visitor.thread(new ThreadInfo(7, 7, 0, "MainThread"));
      Random random = new Random(815);
      long samples = 0;
      for (Node node : nodes) {
        // few weigh much, most weigh little
        long ticks = 1 + (long) Math.min(2000, 1 / (random.nextDouble() + 1e-6));
        visitor.sample(new Sample(samples * PERIOD, ticks * PERIOD, 7, 7, node.stack(),
            new Activity.OnCpu(), true, Exactness.EXACT, Tags.NONE));
        samples += ticks;
      }
      visitor.end(new Outcome(Duration.ofNanos(samples * PERIOD),
          new Losses(samples, 0, 0, 0, 0), Cost.NONE, "duration reached"));
    }
  }
}
