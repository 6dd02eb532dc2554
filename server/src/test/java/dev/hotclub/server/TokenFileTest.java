package dev.hotclub.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hotclub.server.access.Role;
import dev.hotclub.server.access.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenFileTest {
  @Test
  void aFileThatIsNotThereIsMadeForItsOwnerOnly(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("token");
    List<Token> tokens = TokenFile.read(file);
    assertThat(tokens).hasSize(1);
    assertThat(tokens.getFirst().role()).isEqualTo(Role.ADMIN);
    assertThat(tokens.getFirst().matches(Files.readString(file).strip())).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void furtherLinesNameARole(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, "an-admin-token-of-a-test\nread grafana a-reader-token-of-a-test\n");
    List<Token> tokens = TokenFile.read(file);
    assertThat(tokens).extracting(Token::role).containsExactly(Role.ADMIN, Role.READ);
    assertThat(tokens).extracting(Token::name).containsExactly("admin", "grafana");
    assertThat(tokens.get(1).matches("a-reader-token-of-a-test")).isTrue();
  }

  @Test
  void aLineThatIsWrongIsNamedAndNotTold(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, "an-admin-token-of-a-test\nwrite x a-secret-of-somebody\n");
    assertThatThrownBy(() -> TokenFile.read(file))
        .hasMessageContaining("line 2")
        .hasMessageNotContaining("secret-of");
  }
}
