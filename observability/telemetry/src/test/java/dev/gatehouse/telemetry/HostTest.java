package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
  @ParameterizedTest
  @CsvSource({
    "api.example, true, api.example, 443",
    "api.example, false, api.example, 80",
    "api.example:8080, true, api.example, 8080",
    "127.0.0.1:1, false, 127.0.0.1, 1",
    "'[2001:db8::1]:8443', true, '2001:db8::1', 8443",
    "'[::1]', false, '::1', 80"
  })
  void readsNameAndPort(String field, boolean secure, String address, int port) {
    assertThat(Host.of(field, secure)).isEqualTo(new Host(address, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":80", "a:", "a:b", "a:65536", "a:-1", "2001:db8::1"})
  void makesNothingOfNonsense(String field) {
    assertThat(Host.of(field, false)).isNull();
  }

  @Test
  void makesNothingOfNothing() {
    assertThat(Host.of(null, false)).isNull();
  }
}
