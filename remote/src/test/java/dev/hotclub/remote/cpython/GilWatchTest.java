package dev.hotclub.remote.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.remote.process.TaskState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Live, over every interpreter that is installed.
final class GilWatchTest {
  /// `futex` on x86-64.
  private static final long FUTEX = 202;

  static Stream<Path> interpreters() {
    return PythonTarget.interpreters();
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void tellsWhoHoldsTheLockAndWhoWaitsForIt(Path python) throws IOException, TargetGone {
    try (PythonTarget target = PythonTarget.start(python, "busy.py", "3");
        PythonProcess process = PythonProcessTest.attach(target.pid())) {
      assertThat(process.gil().present()).isTrue();
      Set<Long> states = new HashSet<>();
      Set<Long> holders = new HashSet<>();
      int waits = 0;
      for (PythonThread thread : process.threads()) {
        states.add(thread.tstate());
      }
      assertThat(states).hasSize(3);
      for (int round = 0; round < 100_000 && (waits < 100 || holders.size() < 3); round++) {
        long holder = process.gil().holder();
        if (holder != 0) {
          holders.add(holder);
        }
        waits += waiting(process);
      }
      assertThat(holders).isEqualTo(states);
      assertThat(waits).isGreaterThanOrEqualTo(100);
    }
  }

  /// The threads have nothing to wait for but the lock.
  private static int waiting(PythonProcess process) throws TargetGone {
    int waits = 0;
    for (PythonThread thread : process.threads()) {
      try (TaskState task = new TaskState(process.pid(), thread.nativeId())) {
        if (task.place() == TaskState.Place.IN_CALL && task.callNumber() == FUTEX) {
          assertThat(process.gil().isWait(task.callFirst()))
              .as("futex %x", task.callFirst())
              .isTrue();
          waits++;
        }
      }
    }
    return waits;
  }

  @ParameterizedTest
  @MethodSource("interpreters")
  void takesNoOtherLockForIt(Path python) throws IOException, TargetGone {
    try (PythonTarget target = PythonTarget.start(python, "standing.py", "1", "1");
        PythonProcess process = PythonProcessTest.attach(target.pid())) {
      target.awaitSleep();
      assertThat(process.gil().holder()).isZero();
      for (PythonThread thread : process.threads()) {
        assertThat(process.gil().isHeldBy(thread)).isFalse();
        try (TaskState task = new TaskState(process.pid(), thread.nativeId())) {
          assertThat(task.place()).isEqualTo(TaskState.Place.IN_CALL);
          assertThat(process.gil().isWait(task.callFirst())).isFalse();
        }
      }
    }
  }
}
