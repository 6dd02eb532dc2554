package dev.hotclub.remote.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What a refused person is told to do, for every reason that the kernel has.
final class PermissionTest {
  private static final long ALL = (1L << 41) - 1;
  private static final Standing.Party ROOT = new Standing.Party(0, 0, "root", ALL);
  private static final Standing.Party CONTAINED =
      new Standing.Party(0, 0, "root", ALL & ~(1L << 19));
  private static final Standing.Party DEPLOY = new Standing.Party(1000, 1000, "deploy", 0);
  private static final Standing.Party WWW = new Standing.Party(33, 33, "www-data", 0);

  private static String told(Standing.Party target, Standing.Party asking, String yama) {
    return told(new Standing(4711, target, asking, false, yama));
  }

  private static String told(Standing standing) {
    return Permission.explain(standing).message("/opt/hotclub/bin/hotclub top");
  }

  @Test
  void theProcessOfAnotherUserIsForThatUserOrRoot() {
    assertThat(told(WWW, DEPLOY, ""))
        .isEqualTo(
            "not allowed to read process 4711 (owned by www-data; you are deploy): run it as"
                + " www-data or root: sudo /opt/hotclub/bin/hotclub top --pid 4711");
  }

  @Test
  void theProcessOfRootIsForRoot() {
    assertThat(told(ROOT, DEPLOY, "1"))
        .isEqualTo(
            "not allowed to read process 4711 (owned by root; you are deploy): run it as root:"
                + " sudo /opt/hotclub/bin/hotclub top --pid 4711");
  }

  @Test
  void yamaIsNamedWithItsSetting() {
    assertThat(told(DEPLOY, DEPLOY, "1"))
        .contains("Yama, kernel.yama.ptrace_scope=1, allows only the processes that started it")
        .endsWith("run it as root: sudo /opt/hotclub/bin/hotclub top --pid 4711");
    assertThat(told(DEPLOY, DEPLOY, "2")).contains("ptrace_scope=2, allows only administrators");
    assertThat(told(ROOT, ROOT, "3")).contains("ptrace_scope=3").contains("boot with a lower");
  }

  @Test
  void rootInAContainerLearnsWhatToAdd() {
    assertThat(told(WWW, CONTAINED, ""))
        .contains("owned by www-data; you are root without CAP_SYS_PTRACE")
        .contains("docker run --cap-add SYS_PTRACE")
        .contains("AmbientCapabilities=CAP_SYS_PTRACE")
        .doesNotContain("sudo");
    assertThat(told(ROOT, CONTAINED, "")).contains("it has capabilities that you lack");
  }

  @Test
  void anUndumpableProcessIsForRoot() {
    assertThat(told(new Standing(4711, DEPLOY, DEPLOY, true, "0")))
        .contains("PR_SET_DUMPABLE=0")
        .contains("run it as root: sudo ");
  }

  @Test
  void aProcessWithMoreRightsIsForRoot() {
    Standing.Party capable = new Standing.Party(1000, 1000, "deploy", 1L << 10);
    assertThat(told(capable, DEPLOY, "0")).contains("it has capabilities that you lack");
    Standing.Party grouped = new Standing.Party(1000, 5, "deploy", 0);
    assertThat(told(grouped, DEPLOY, "0")).contains("it runs in group 5, you in group 1000");
  }

  @Test
  void whatIsLeftIsConfinement() {
    assertThat(told(WWW, ROOT, "0")).contains("SELinux, AppArmor, seccomp");
    assertThat(told(DEPLOY, DEPLOY, "")).contains("SELinux, AppArmor, seccomp");
  }
}
