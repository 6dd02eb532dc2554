package dev.hotclub.cli.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ArgumentParserTest {
  private static final Option PID = Option.taking("p", "pid", "pid", "which process");
  private static final Option LOCALS = Option.flag("l", "locals", "values too");
  private static final Option SUBPROCESSES = Option.flag("s", "subprocesses", "children too");
  private static final Option READER =
      Option.choosing("", "reader", "reader", List.of("auto", "look"), "how");
  private static final List<Option> OPTIONS = List.of(PID, LOCALS, SUBPROCESSES, READER);

  @Test
  void aValueMayStandApartOrAttachedInEveryForm() throws UsageError {
    for (String[] words :
        new String[][] {{"-p", "47"}, {"-p47"}, {"-p=47"}, {"--pid", "47"}, {"--pid=47"}}) {
      assertThat(parse(words).value(PID)).as(String.join(" ", words)).contains("47");
    }
  }

  @Test
  void flagsMayStandTogetherAndAreCounted() throws UsageError {
    Arguments arguments = parse("-slp", "47", "-l");
    assertThat(arguments.count(LOCALS)).isEqualTo(2);
    assertThat(arguments.has(SUBPROCESSES)).isTrue();
    assertThat(arguments.value(PID)).contains("47");
    assertThat(parse("-ll").count(LOCALS)).isEqualTo(2);
  }

  @Test
  void whatFollowsTwoDashesBelongsToNoOption() throws UsageError {
    Arguments arguments = parse("-l", "--", "python", "-p", "app.py", "--", "--locals");
    assertThat(arguments.operands()).containsExactly("python", "-p", "app.py", "--", "--locals");
    assertThat(arguments.has(PID)).isFalse();
    assertThat(arguments.count(LOCALS)).isEqualTo(1);
  }

  @Test
  void optionsMayComeAfterOperands() throws UsageError {
    Arguments arguments = parse("python", "app.py", "-s");
    assertThat(arguments.operands()).containsExactly("python", "app.py");
    assertThat(arguments.has(SUBPROCESSES)).isTrue();
  }

  @Test
  void aSingleDashIsAnOperand() throws UsageError {
    assertThat(parse("-").operands()).containsExactly("-");
  }

  @Test
  void theLastOfSeveralValuesCounts() throws UsageError {
    assertThat(parse("-p", "1", "--pid=2").value(PID)).contains("2");
  }

  @Test
  void numbersAreDecimalOrHex() throws UsageError {
    assertThat(Arguments.number(PID, "4711", 1, 10_000)).isEqualTo(4711);
    assertThat(Arguments.number(PID, "0x1267", 1, 10_000)).isEqualTo(4711);
  }

  @Test
  void wrongWordsAreNamed() {
    refuses("there is no option --pidd: --pid?", "--pidd", "4");
    refuses("there is no option --sub: --subprocesses?", "--sub");
    refuses("there is no option --frobnicate", "--frobnicate");
    refuses("there is no option -x (words for a program to start go after --)", "-lx");
    refuses("--pid needs a value: <pid>", "-p");
    refuses("--pid needs a value: <pid>", "--pid");
    refuses("--locals takes no value", "--locals=2");
    refuses("--reader takes auto, look; not 'loko': look?", "--reader", "loko");
  }

  @Test
  void wrongNumbersAreNamed() {
    for (String[] wrong :
        new String[][] {
          {"x", "--pid takes a whole number, not 'x'"},
          {"", "--pid takes a whole number, not ''"},
          {"0x", "--pid takes a whole number, not '0x'"},
          {"99999999999999999999", "--pid takes a whole number, not '99999999999999999999'"},
          {"0", "--pid takes a number from 1 to 9, not 0"},
          {"-4", "--pid takes a number from 1 to 9, not -4"},
          {"4294967297", "--pid takes a number from 1 to 9, not 4294967297"},
        }) {
      assertThatThrownBy(() -> Arguments.number(PID, wrong[0], 1, 9))
          .isInstanceOf(UsageError.class)
          .hasMessage(wrong[1]);
    }
  }

  private static Arguments parse(String... words) throws UsageError {
    return ArgumentParser.parse(OPTIONS, List.of(words));
  }

  private static void refuses(String message, String... words) {
    assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageError.class).hasMessage(message);
  }
}
