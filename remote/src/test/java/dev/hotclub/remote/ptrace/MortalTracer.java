package dev.hotclub.remote.ptrace;

import java.io.IOException;

/// A tracer in a process of its own, made to be killed: `MortalTracer PID RATE`.
final class MortalTracer {
  private MortalTracer() {}

  public static void main(String[] arguments) throws IOException {
    try (StopLoop loop = new StopLoop(Integer.parseInt(arguments[0]))) {
      int rate = Integer.parseInt(arguments[1]);
      loop.runWhile(() -> loop.looks() == 0, rate);
      System.out.println("ready");
      System.out.flush();
      loop.runWhile(() -> true, rate);
    }
  }
}
