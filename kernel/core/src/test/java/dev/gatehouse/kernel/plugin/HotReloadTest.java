package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes of the configuration file while it is watched.
class HotReloadTest {
  private static final Duration PERIOD = Duration.ofMillis(20);

  @TempDir Path folder;
  private HostFixture host;

  private void start(GenerationLinker linker) {
    host = new HostFixture(folder, linker);
    host.reloadsWell();
    host.holder.watch(PERIOD);
  }

  private void start() {
    start((generation, _) -> generation.number());
  }

  @AfterEach
  void close() {
    host.close();
  }

  private int port() {
    Generation generation = host.holder.acquire();
    try {
      return generation.config().server().port();
    } finally {
      generation.release();
    }
  }

  @Test
  void aGoodChangeGoesLive() throws IOException {
    start();

    host.configure("server: { port: 1001 }");

    await().until(() -> port() == 1001);
    assertThat(host.holder.lastReload().ok()).isTrue();
    assertThat(host.holder.lastReload().generation()).isEqualTo(2);
  }

  @Test
  void aBadChangeKeepsTheLastGoodOneAndSaysWhy() throws IOException {
    start();
    host.configure("server: { port: 1001 }");
    await().until(() -> port() == 1001);
    String hash = host.holder.lastReload().hash();

    host.configure("server: { port: 1002, prot: 1 }\nfilters: [ nowhere ]\n");

    await().until(() -> !host.holder.lastReload().ok());
    assertThat(port()).isEqualTo(1001);
    assertThat(host.holder.lastReload().hash()).isEqualTo(hash);
    assertThat(host.holder.lastReload().generation()).isEqualTo(2);
    assertThat(host.holder.lastReload().problems())
        .as("those of the kernel and those of plugins at once")
        .extracting(Object::toString)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains(
                        "gatehouse.yaml:1:29 server.prot: unknown key (did you mean \"port\"?)"),
            second ->
                assertThat(second)
                    .contains("gatehouse.yaml:2:12 filters[0]: there is no filter \"nowhere\""));

    host.configure("server: { port: 1003 }");

    await().until(() -> port() == 1003);
    assertThat(host.holder.lastReload().problems()).isEmpty();
  }

  @Test
  void aFileThatIsGoneOrNoTextKeepsTheLastGoodOne() throws IOException {
    start();
    Files.delete(host.file);
    await().until(() -> !host.holder.lastReload().ok());
    assertThat(host.holder.lastReload().problems())
        .singleElement()
        .asString()
        .contains("gatehouse.yaml")
        .contains("the file cannot be read: it is not there");

    Files.write(host.file, new byte[] {'a', ':', ' ', (byte) 0xff});
    await().until(() -> host.holder.lastReload().problems().toString().contains("UTF-8"));
    assertThat(port()).isEqualTo(8080);

    host.configure("server: { port: 1001 }");
    await().until(() -> port() == 1001);
  }

  @Test
  void aFileInTheMiddleOfBeingWrittenIsWaitedFor() throws IOException {
    start();
    AtomicInteger size = new AtomicInteger();

    // Each look at the file finds it grown, so there is no moment at which it rests.
    for (int port = 1001; port < 1010; port++) {
      Files.writeString(
          host.file, "server: { port: " + port + " } #" + "x".repeat(size.addAndGet(1)));
    }

    await().until(() -> port() == 1009);
  }

  @Test
  void watchingOutlivesALinkerThatThrows() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    start((generation, _) -> {
      if (calls.incrementAndGet() == 2) {
        throw new IllegalStateException("a fault of the gateway's own");
      }
      return generation.number();
    });

    host.configure("server: { port: 1001 }");
    await().until(() -> calls.get() == 2);
    host.configure("server: { port: 1002 }");

    await().until(() -> port() == 1002);
  }

  @Test
  void aChangeBetweenLoadingAndWatchingIsSeen() throws IOException {
    host = new HostFixture(folder);
    host.reloadsWell();
    host.configure("server: { port: 1001 }");

    host.holder.watch(PERIOD);

    await().until(() -> port() == 1001);
  }

  @Test
  void servingDoesNotWaitForAReload() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    start((generation, _) -> {
      if (calls.incrementAndGet() == 2) {
        building.countDown();
        awaitQuietly(goOn);
      }
      return generation.number();
    });
    host.configure("server: { port: 1001 }");
    assertThat(building.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(port()).isEqualTo(8080);
    assertThat(host.holder.plugins()).isEmpty();
    assertThat(host.holder.lastReload().generation()).isEqualTo(1);

    goOn.countDown();
    await().until(() -> port() == 1001);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void nothingComesToLifeAfterTheEnd() {
    start();
    Generation last = host.holder.acquire();
    last.release();

    host.close();

    assertThatThrownBy(host.holder::acquire).isInstanceOf(IllegalStateException.class);
    assertThat(host.holder.reload().ok()).isFalse();
    assertThatThrownBy(host.holder::acquire).isInstanceOf(IllegalStateException.class);
    assertThat(last.users()).isZero();
  }
}
