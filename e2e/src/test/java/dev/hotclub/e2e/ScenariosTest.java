package dev.hotclub.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.analysis.UnitReport;
import dev.hotclub.e2e.Scenarios.Scenario;
import dev.hotclub.model.finding.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every repeat that Django allows is found, with the fix and what it brings; none that is there
/// for good reasons is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenariosTest {
  private Scenarios scenarios;

  @BeforeAll
  void run(@TempDir Path folder) throws IOException {
    scenarios = Scenarios.run(folder, database());
  }

  /// Empty for SQLite.
  String database() throws IOException {
    return "";
  }

  @TestFactory
  Stream<DynamicTest> isFoundWithItsFix() throws IOException {
    return scenarios.all().stream()
        .filter(one -> !one.fix().isEmpty())
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> found(one)));
  }

  @TestFactory
  Stream<DynamicTest> isLeftAlone() throws IOException {
    return scenarios.all().stream()
        .filter(one -> one.fix().isEmpty())
        .map(one ->
            DynamicTest.dynamicTest(
                one.name(),
                () ->
                    assertThat(Scenarios.repeats(scenarios.report(one.name())))
                        .as("nothing is wrong here")
                        .isEmpty()));
  }

  private void found(Scenario scenario) {
    UnitReport report = scenarios.report(scenario.name());
    List<Finding> findings =
        Scenarios.repeats(report).stream()
            .filter(finding -> finding.kind() == Scenarios.kind(scenario))
            .toList();
    assertThat(findings).as("findings of %s", report.findings()).hasSize(scenario.findings());
    assertThat(findings)
        .anySatisfy(
            finding -> assertThat(finding.fixes().getFirst().change()).contains(scenario.fix()));
    if (scenario.exact()) {
      int predicted = findings.getFirst().fixes().getFirst().queriesAfter();
      assertThat(predicted)
          .as("queries after the fix, of %d before", report.queries())
          .isEqualTo(scenarios.report(scenario.twin()).queries());
    }
    if (!scenario.twin().isEmpty()) {
      assertThat(Scenarios.repeats(scenarios.report(scenario.twin())))
          .as("the mended twin")
          .isEmpty();
    }
  }
}
