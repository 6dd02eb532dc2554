package dev.hotclub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.ProcessInfo;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessLineTest {
  @Test
  void theProgramIsNamedNotItsInterpreter() {
    assertThat(ProcessLine.program(List.of("/usr/bin/python3", "-u", "/srv/app.py", "--x")))
        .isEqualTo("app.py");
    assertThat(ProcessLine.program(List.of("python3.12", "-m", "celery", "worker")))
        .isEqualTo("celery");
    assertThat(ProcessLine.program(List.of("python", "-c", "pass"))).isEqualTo("python -c");
    assertThat(ProcessLine.program(List.of("python"))).isEqualTo("python");
    assertThat(ProcessLine.program(List.of("/venv/bin/uwsgi", "--http"))).isEqualTo("uwsgi");
    assertThat(ProcessLine.program(List.of("gunicorn: worker [a/b]"))).isEqualTo("gunicorn");
    assertThat(ProcessLine.program(List.of())).isEmpty();
  }

  @Test
  void aChildWithItsParentsCommandIsAWorker() {
    List<String> command = List.of("python", "/venv/bin/gunicorn", "shop.wsgi");
    ProcessInfo process = new ProcessInfo(4711, 4702, command, "3.12.1");
    assertThat(ProcessLine.label(process, command)).isEqualTo("gunicorn worker 4711");
    assertThat(ProcessLine.label(process, List.of("bash"))).isEqualTo("gunicorn 4711");
  }

  @Test
  void theLineSaysWhatAndHowMuch() {
    ProcessInfo process =
        new ProcessInfo(47, 1, List.of("/usr/bin/python3", "app.py", "a\u001bb"), "3.12.1");
    Vitals vitals = new Vitals(Duration.ofMinutes(192), 412_000_000, Duration.ofMillis(345_600));
    assertThat(ProcessLine.of(process, List.of(), vitals))
        .isEqualTo(
            "app.py 47 · python 3.12.1 · python3 app.py a\\u001bb · up 3 h 12 m · rss 412 MB"
                + " · cpu 3.0 % on average");
  }
}
