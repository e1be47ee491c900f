package dev.gatehouse.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Shows that the suite finds what it is for: each plugin does one thing wrong.
@Isolated("the suite counts threads and open files of the whole process")
class PluginTckTest {
  @TempDir Path folder;

  @Test
  void findsADescriptorThatIsOlderThanTheCode() throws Exception {
    assertThat(
            BadPlugin.withHooks(folder, "")
                .described("\"name\" : \"bad\"", "\"name\" : \"older\"")
                .complaint("saysOfItselfWhatItsCodeSays"))
        .contains("plugin.json differs from register()");
  }

  @Test
  void findsRegisterThatDependsOnItsSurroundings() throws Exception {
    assertThat(
            BadPlugin.withMethods(
                    folder,
                    """
                    static int calls;
                    public void register(PluginRegistry registry) {
                      registry.add(Filter.POINT, "bad-" + calls++, Config.class, F::new);
                    }
                    """)
                .complaint("registersTheSameEachTimeAndTouchesNothing"))
        .contains("something else the second time");
  }

  @Test
  void findsRegisterThatStartsThreads() throws Exception {
    assertThat(
            BadPlugin.withMethods(
                    folder,
                    """
                    public void register(PluginRegistry registry) {
                      registry.add(Filter.POINT, "bad", Config.class, F::new);
                      Thread.startVirtualThread(P::rest);
                    }
                    static void rest() {
                      try { Thread.sleep(5_000); } catch (InterruptedException e) { return; }
                    }
                    """)
                .complaint("registersTheSameEachTimeAndTouchesNothing"))
        .contains("register() started threads");
  }

  @Test
  void findsThreadLocals() throws Exception {
    assertThat(
            BadPlugin.withHooks(
                    folder, "static final ThreadLocal<String> LAST = new ThreadLocal<>();")
                .complaint("keepsNothingInThreadLocals"))
        .contains("bad.P$F");
  }

  @Test
  void findsAHookThatFailsInStreamsOnly() throws Exception {
    assertThat(
            BadPlugin.withHooks(
                    folder,
                    """
                    public StreamTransform onStream(Exchange exchange, Answer head) {
                      throw new IllegalStateException("not for streams");
                    }
                    """)
                .complaint("servesWholeAndStreamedExchanges"))
        .contains("a hook threw");
  }

  @Test
  void findsAHookThatIsTooSlow() throws Exception {
    assertThat(
            BadPlugin.withHooks(
                    folder,
                    """
                    public void onResponse(Exchange exchange, Answer answer) throws Exception {
                      Thread.sleep(2_000);
                    }
                    """)
                .complaint("servesWholeAndStreamedExchanges"))
        .contains("exceeded its time limit in each of");
  }

  @Test
  void findsWhoHoldsAnExchangeAfterTheClientHasLeft() throws Exception {
    assertThat(
            BadPlugin.withHooks(
                    folder,
                    """
                    public void onComplete(Exchange exchange, Completion completion) {
                      long end = System.nanoTime() + 7_000_000_000L;
                      while (System.nanoTime() < end) {
                        try { Thread.sleep(100); } catch (InterruptedException e) { continue; }
                      }
                    }
                    """)
                .complaint("isDoneSoonAfterTheClientHasLeft"))
        .contains("after the client had left");
  }

  @Test
  void findsASecretInALog() throws Exception {
    assertThat(
            BadPlugin.withHooks(
                    folder,
                    """
                    public Decision onRequest(Exchange exchange) {
                      context.logger().log(System.Logger.Level.INFO, config.secret().reveal());
                      return Decision.next();
                    }
                    """)
                .complaint("tellsNoSecret"))
        .contains("a secret of the configuration is told");
  }

  @Test
  void findsTheKeyOfAClientInATag() throws Exception {
    assertThat(
            BadPlugin.withHooks(
                    folder,
                    """
                    public Decision onRequest(Exchange exchange) {
                      exchange.tag("who", String.valueOf(exchange.head().header("authorization")));
                      return Decision.next();
                    }
                    """)
                .complaint("tellsNoSecret"))
        .contains("the key of a client is told");
  }

  @Test
  void findsAThreadThatGoesOnAfterTheStop() throws Exception {
    assertThat(
            BadPlugin.withMore(
                    folder,
                    """
                    public void start(PluginContext context) {
                      Thread.ofPlatform().daemon().name("bad").start(P::rest);
                    }
                    static void rest() {
                      try { Thread.sleep(60_000); } catch (InterruptedException e) { return; }
                    }
                    """)
                .complaint("leavesNothingBehindHoweverOftenItIsReplaced"))
        .contains("50 of 50 replaced builds are still in memory")
        .contains("bad");
  }
}
