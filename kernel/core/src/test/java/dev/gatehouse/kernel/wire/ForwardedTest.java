package dev.gatehouse.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.http.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who the client is, as the machines in front say.
class ForwardedTest {
  private static final TrustedNetworks TRUSTED =
      TrustedNetworks.of(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7"));

  private static Forwarded of(String peer, String... fields) {
    return Forwarded.of(
        Headers.of(fields), new InetSocketAddress(InetAddress.ofLiteral(peer), 1), TRUSTED);
  }

  private static String client(String peer, String... fields) {
    return of(peer, fields).client().getAddress().getHostAddress();
  }

  @ParameterizedTest(name = "{0} says {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.1.1.1    | 203.0.113.9                       | 203.0.113.9
          203.0.113.5 | 203.0.113.9                       | 203.0.113.5
          10.1.1.1    | 1.2.3.4, 203.0.113.9              | 203.0.113.9
          10.1.1.1    | 203.0.113.9, 10.2.2.2             | 203.0.113.9
          10.1.1.1    | 10.3.3.3, 10.2.2.2                | 10.3.3.3
          10.1.1.1    | 1.2.3.4, unknown                  | 10.1.1.1
          10.1.1.1    | 1.2.3.4, unknown, 10.2.2.2        | 10.2.2.2
          10.1.1.1    | 203.0.113.9:4711                  | 203.0.113.9
          10.1.1.1    | [2001:db8::1]:4711                | 2001:db8:0:0:0:0:0:1
          10.1.1.1    | 2001:db8::1                       | 2001:db8:0:0:0:0:0:1
          10.1.1.1    | evil.example.org                  | 10.1.1.1
          10.1.1.1    | 999.1.1.1                         | 10.1.1.1
          10.1.1.1    | ,,                                | 10.1.1.1
          192.0.2.7   | 203.0.113.9                       | 203.0.113.9
          192.0.2.8   | 203.0.113.9                       | 192.0.2.8
          """)
  void readsTheListFromItsEndAsLongAsItIsTrusted(String peer, String list, String client) {
    assertThat(client(peer, "x-forwarded-for", list)).isEqualTo(client);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          for=203.0.113.9                                    | 203.0.113.9
          For="[2001:db8::1]:4711";proto=https               | 2001:db8:0:0:0:0:0:1
          for=1.2.3.4, for=203.0.113.9;by=10.1.1.1           | 203.0.113.9
          for=203.0.113.9, for=10.2.2.2                      | 203.0.113.9
          for=_hidden                                        | 10.1.1.1
          for="_a,b;c\\"d", for=203.0.113.9                  | 203.0.113.9
          for="203.0.113.9                                   | 10.1.1.1
          nonsense                                           | 10.1.1.1
          """)
  void understandsTheStandardField(String field, String client) {
    assertThat(client("10.1.1.1", "forwarded", field)).isEqualTo(client);
  }

  @Test
  void joinsFieldsThatStandTwiceInTheirOrder() {
    assertThat(client("10.1.1.1", "x-forwarded-for", "1.2.3.4", "x-forwarded-for", "203.0.113.9"))
        .isEqualTo("203.0.113.9");
  }

  @Test
  void prefersTheStandardField() {
    assertThat(client("10.1.1.1", "x-forwarded-for", "1.2.3.4", "forwarded", "for=203.0.113.9"))
        .isEqualTo("203.0.113.9");
  }

  @Test
  void learnsWhetherTheClientsConnectionIsEncryptedFromWhoIsTrustedOnly() {
    assertThat(
            of("10.1.1.1", "x-forwarded-for", "203.0.113.9", "x-forwarded-proto", "HTTPS").secure())
        .isTrue();
    assertThat(of("10.1.1.1", "x-forwarded-proto", "http").secure()).isFalse();
    assertThat(of("10.1.1.1", "forwarded", "for=203.0.113.9;proto=https").secure()).isTrue();
    assertThat(of("10.1.1.1", "x-forwarded-for", "203.0.113.9").secure()).isNull();
    assertThat(of("203.0.113.5", "x-forwarded-proto", "https").secure()).isNull();
  }

  @Test
  void takesNoLongerForAVeryLongList() {
    assertThat(client("10.1.1.1", "x-forwarded-for", "10.1.1.1,".repeat(3_000) + "10.2.2.2"))
        .isEqualTo("10.1.1.1");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,     10.255.0.1,  true",
    "10.0.0.0/8,     11.0.0.1,    false",
    "10.0.0.128/25,  10.0.0.129,  true",
    "10.0.0.128/25,  10.0.0.127,  false",
    "0.0.0.0/0,      203.0.113.9, true",
    "0.0.0.0/0,      2001:db8::1, false",
    "2001:db8::/33,  2001:db8:7fff::1, true",
    "2001:db8::/33,  2001:db8:8000::1, false",
    "203.0.113.9,    203.0.113.9, true",
    "203.0.113.9/32, 203.0.113.8, false"
  })
  void knowsWhatANetworkHolds(String network, String address, boolean holds) {
    assertThat(TrustedNetworks.of(List.of(network)).hold(InetAddress.ofLiteral(address)))
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.0.0.0/33", "10.0.0/8", "example.org", "10.0.0.0/", "::/129", "a/8"})
  void refusesWhatIsNoNetwork(String network) {
    assertThatThrownBy(() -> TrustedNetworks.of(List.of(network)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + network + "\" is no network");
  }
}
