package dev.hotclub.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What holds for every command.
final class HotclubTest {
  @Test
  void saysItsVersion() throws IOException {
    Hotclub.Result result = Hotclub.run("--version");
    assertThat(result.out()).matches("hotclub \\d+\\.\\d+\\.\\d+\\S*\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void runsForAUserWithoutRights() throws IOException {
    assumeThat(System.getProperty("user.name"))
        .as("only root becomes another user")
        .isEqualTo("root");
    Hotclub.Result result =
        Hotclub.runBehind(List.of("setpriv", "--reuid", "65534", "--clear-groups"), "--version");
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("hotclub ");
  }

  @Test
  void wrongSyntaxEndsWithTwoAndTheUsage() throws IOException {
    Hotclub.Result result = Hotclub.run("dump", "--pidd", "1");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).hasSize(2);
    assertThat(result.err()).startsWith("hotclub dump: ").contains("--pid");
  }
}
