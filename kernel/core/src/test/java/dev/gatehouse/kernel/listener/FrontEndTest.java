package dev.gatehouse.kernel.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.wire.Ticker;
import dev.gatehouse.kernel.wire.TrustedNetworks;
import dev.gatehouse.kernel.wire.WireException;
import dev.gatehouse.kernel.wire.WireExchange;
import dev.gatehouse.kernel.wire.WireHandler;
import dev.gatehouse.kernel.wire.WireLimits;
import dev.gatehouse.kernel.wire.WireResponse;
import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who the client is when a load balancer stands in front, over real sockets.
@Timeout(60)
class FrontEndTest {
  private static final String REQUEST =
      "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-forwarded-for: 198.51.100.7\r\n\r\n";

  private final Ticker ticker = new Ticker();
  private DataPlaneListener listener;

  private void listen(String trusted, boolean proxyProtocol) {
    listener =
        new DataPlaneListener(
            "127.0.0.1",
            0,
            new TellingWho(),
            WireLimits.DEFAULT,
            ticker,
            new FrontEnd(TrustedNetworks.of(List.of(trusted)), proxyProtocol));
  }

  @AfterEach
  void stop() {
    listener.close();
    ticker.close();
  }

  /// Answers with the address of the client, and whether the field that named it is still there.
  private static final class TellingWho implements WireHandler {
    @Override
    public void handle(WireExchange exchange) throws IOException {
      String text =
          exchange.peer().getAddress().getHostAddress()
              + " "
              + exchange.head().headers().contains("x-forwarded-for");
      WireResponse response = exchange.respond(200, Headers.create(), text.length());
      response.write(text.getBytes(ISO_8859_1), 0, text.length());
      response.finish();
    }

    @Override
    public void refused(InetSocketAddress peer, WireException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private String send(byte[]... parts) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", listener.port())) {
      socket.setSoTimeout(20_000);
      for (byte[] part : parts) {
        socket.getOutputStream().write(part);
      }
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      return answer.substring(answer.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      // Closing with unread bytes resets the connection.
      return "";
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.0/8, 198.51.100.7 false", "10.0.0.0/8, 127.0.0.1 false"})
  void believesTheFieldsOfTrustedMachinesOnlyAndPassesThemOnFromNobody(
      String trusted, String expected) throws IOException {
    listen(trusted, false);

    assertThat(send(bytes(REQUEST))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 203.0.113.9 127.0.0.1 4711 80, 203.0.113.9 false",
    "PROXY TCP6 2001:db8::1 ::1 4711 80,       2001:db8:0:0:0:0:0:1 false",
    "PROXY UNKNOWN,                            198.51.100.7 false"
  })
  void readsThePlainFormOfThePROXYHeader(String header, String expected) throws IOException {
    listen("127.0.0.0/8", true);

    assertThat(send(bytes(header + "\r\n"), bytes(REQUEST))).isEqualTo(expected);
  }

  @Test
  void readsTheBinaryFormOfThePROXYHeader() throws IOException {
    listen("127.0.0.0/8", true);
    byte[] header = {
      0x0D,
      0x0A,
      0x0D,
      0x0A,
      0x00,
      0x0D,
      0x0A,
      0x51,
      0x55,
      0x49,
      0x54,
      0x0A, // signature
      0x21,
      0x11,
      0,
      12, // version 2, PROXY, TCP over IPv4, 12 bytes
      (byte) 203,
      0,
      113,
      9,
      127,
      0,
      0,
      1,
      0x12,
      0x67,
      0,
      80
    };

    assertThat(send(header, bytes(REQUEST))).isEqualTo("203.0.113.9 false");
  }

  @Test
  void ignoresWhatTheHeaderOfAHealthCheckSays() throws IOException {
    listen("127.0.0.0/8", true);
    byte[] header = {
      0x0D,
      0x0A,
      0x0D,
      0x0A,
      0x00,
      0x0D,
      0x0A,
      0x51,
      0x55,
      0x49,
      0x54,
      0x0A,
      0x20,
      0x11,
      0,
      12, // LOCAL
      (byte) 203,
      0,
      113,
      9,
      127,
      0,
      0,
      1,
      0x12,
      0x67,
      0,
      80
    };

    assertThat(send(header, bytes(REQUEST))).isEqualTo("198.51.100.7 false");
  }

  @Test
  void closesConnectionsOfWhoMayNotWriteThePROXYHeader() throws IOException {
    listen("10.0.0.0/8", true);

    assertThat(send(bytes("PROXY TCP4 203.0.113.9 127.0.0.1 4711 80\r\n"), bytes(REQUEST)))
        .isEmpty();
  }

  @Test
  void closesConnectionsWithoutTheHeader() throws IOException {
    listen("127.0.0.0/8", true);

    assertThat(send(bytes(REQUEST))).isEmpty();
  }
}
