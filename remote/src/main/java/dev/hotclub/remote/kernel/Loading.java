package dev.hotclub.remote.kernel;

import dev.hotclub.remote.kernel.Assembler.Loops;
import dev.hotclub.remote.kernel.Bpf.ProgramType;
import dev.hotclub.remote.kernel.KernelReader.Opening;
import dev.hotclub.remote.kernel.Programs.Abilities;
import dev.hotclub.remote.kernel.Programs.SwitchState;
import dev.hotclub.remote.libc.Libc;
import java.util.List;

/// Puts the programs into the kernel, or says why not.
final class Loading {
  private Loading() {}

  static Opening open(long periodNanos, int ringBytes) {
    return open(periodNanos, ringBytes, attempts());
  }

  /// What to try, the best first: newer kernels take programs that older ones refuse.
  record Attempt(Loops loops, SwitchState state, UserRegisters registers) {}

  static List<Attempt> attempts() {
    UserRegisters registers = UserRegisters.ofThisMachine();
    return List.of(
        new Attempt(Loops.COUNTED_BY_KERNEL, SwitchState.ARGUMENT, registers),
        new Attempt(Loops.COUNTED_BY_PROGRAM, SwitchState.ARGUMENT, registers),
        new Attempt(Loops.COUNTED_BY_PROGRAM, SwitchState.PREEMPTED_ONLY, registers),
        new Attempt(
            Loops.COUNTED_BY_PROGRAM, SwitchState.PREEMPTED_ONLY, UserRegisters.UNREADABLE));
  }

  static Opening open(long periodNanos, int ringBytes, List<Attempt> attempts) {
    if (!Rights.inInitialPidNamespace()) {
      return new Opening.Refused("the profiler runs in a pid namespace of its own");
    }
    String reason = "no attempt";
    for (Attempt attempt : attempts) {
      Bpf bpf = new Bpf();
      try {
        return new Opening.Opened(load(bpf, periodNanos, ringBytes, attempt));
      } catch (BpfRefusal refusal) {
        bpf.close();
        reason = Rights.explain(refusal);
        if (refusal.error != Libc.EINVAL) {
          break;
        }
      }
    }
    return new Opening.Refused(reason);
  }

  private static KernelReader load(Bpf bpf, long periodNanos, int ringBytes, Attempt attempt)
      throws BpfRefusal {
    Maps maps = Maps.create(bpf, ringBytes);
    Abilities abilities =
        new Abilities(attempt.loops(), attempt.state(), attempt.registers(), TaskOffsets.find(bpf));
    Programs programs = new Programs(maps, abilities);
    int clock = bpf.load(ProgramType.PERF_EVENT, "hotclub_clock", programs.timer());
    int switching = tracepoint(bpf, "hotclub_switch", programs.switching());
    int exiting = tracepoint(bpf, "hotclub_exit", programs.exiting());
    int replacing = tracepoint(bpf, "hotclub_exec", programs.replacing());
    int forking = tracepoint(bpf, "hotclub_fork", programs.forking());
    Ring ring = new Ring(maps.ring(), ringBytes, Libc.pageBytes());
    try {
      bpf.attachToTracepoint("sched_switch", switching);
      bpf.attachToTracepoint("sched_process_exit", exiting);
      bpf.attachToTracepoint("sched_process_exec", replacing);
      bpf.attachToTracepoint("sched_process_fork", forking);
      for (int cpu : Cpus.online()) {
        bpf.attachToClock(cpu, periodNanos, clock);
      }
      return new KernelReader(bpf, maps, ring, Cpus.possible().size());
    } catch (BpfRefusal refusal) {
      ring.close();
      throw refusal;
    }
  }

  private static int tracepoint(Bpf bpf, String name, Assembler program) throws BpfRefusal {
    return bpf.load(ProgramType.RAW_TRACEPOINT, name, program);
  }
}
