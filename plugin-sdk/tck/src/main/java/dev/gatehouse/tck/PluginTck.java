package dev.gatehouse.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.kernel.plugin.DescribedPlugin;
import dev.gatehouse.kernel.plugin.PluginStatus.InstanceStatus;
import dev.gatehouse.kernel.plugin.ReloadResult;
import dev.gatehouse.kernel.plugin.UnpackagedPlugin;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.GatewayClient;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/// What every plugin has to keep to. A plugin's build runs all of it by one class:
///
/// ```java
/// class HelloTckTest extends PluginTck<HelloPlugin> {}
/// ```
///
/// The plugin is loaded from a file into real gateways, so its build has to have run
/// `gatehouse:describe` before. The clients speak the OpenAI protocol: the bundled plugin `openai`
/// has to be in the class path of the tests.
///
/// @param <P> the plugin's entry point
// The type parameter names the plugin, which is read from the subclass.
@SuppressWarnings("UnusedTypeParameter")
@Isolated("counts threads and open files of the whole process")
// On a thread of its own, because what computes for ever cannot be interrupted.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class PluginTck<P extends GatewayPlugin> {
  private static final int STARTS = 50;
  private static final int ROUNDS = 4;
  // A thread of the JDK or of a pool that happened to start while the plugin ran may keep one
  // alive;
  // what leaks keeps all of them.
  private static final int MOST_ALIVE = 2;
  private static final long PATIENCE_MILLIS = 20_000;
  private static final long LOOK_MILLIS = 50;
  private static final long SOON_MILLIS = 5_000;
  private static final List<String> ADMIN_PAGES =
      List.of("/admin/v1/plugins", "/admin/v1/config", "/admin/v1/status", "/admin/v1/routes");

  private final Subject subject = Subject.of(getClass());

  /// For the class of the plugin's build.
  protected PluginTck() {}

  /// Returns what extensions are configured with, by their names, in YAML's flow style, such as `{
  /// language: de }`; the others by their defaults. Where a plugin uses a name twice, the point
  /// before it tells them apart: `provider mine`. `${UPSTREAM}` is the address of the scripted
  /// model, `${TCK_SECRET}` a secret that must be seen nowhere.
  protected Map<String, String> settings() {
    return Map.of();
  }

  /// Returns the model behind the plugin; providers of another protocol than OpenAI's say here what
  /// it answers.
  protected ScriptedModel model() {
    return ScriptedModel.openAi();
  }

  /// Returns further top-level keys of the configuration, in YAML; none unless overridden. Clients
  /// authenticate by the bearer token `tck-key-of-the-client`.
  protected String configuration() {
    return "";
  }

  /// The jar says what `register()` says, and its schemas are those of its records.
  @Test
  public final void saysOfItselfWhatItsCodeSays() throws IOException {
    PluginDescriptor written = subject.descriptor();
    try (UnpackagedPlugin opened = subject.open()) {
      DescribedPlugin said = opened.described();

      assertEquals(
          said.extensions(),
          written.extensions(),
          "plugin.json differs from register(); run gatehouse:describe again");
      for (var schema : said.schemas().entrySet()) {
        JsonNode packed = Json.parse(subject.file(schema.getKey()));
        assertEquals(
            Json.parse(Json.write(schema.getValue())),
            packed,
            schema.getKey() + " differs from its record; run gatehouse:describe again");
      }
    }
  }

  /// Builds and gateways call `register()` as often as they like.
  @Test
  public final void registersTheSameEachTimeAndTouchesNothing() throws IOException {
    Set<String> before = OpenFiles.now();
    Set<String> threadsBefore = Threads.of(subject);
    try (UnpackagedPlugin opened = subject.open()) {
      DescribedPlugin first = opened.described();
      DescribedPlugin second = opened.described();

      assertEquals(first, second, "register() says something else the second time");
      Set<String> threads = new TreeSet<>(Threads.of(subject));
      threads.removeAll(threadsBefore);
      assertEquals(Set.of(), threads, "register() started threads");
      Set<String> opens = new TreeSet<>(OpenFiles.now());
      opens.removeAll(before);
      assertEquals(Set.of(), opens, "register() opened files or sockets");
    }
  }

  /// A connection's thread serves many exchanges, and what a thread keeps outlives the plugin.
  @Test
  public final void keepsNothingInThreadLocals() throws IOException {
    assertEquals(
        Set.of(),
        ThreadLocals.usedBy(subject.packed().classes()),
        "use attributes of the exchange instead of thread-locals");
  }

  /// Every hook is called, whole and streamed, and none fails.
  @Test
  public final void servesWholeAndStreamedExchanges() throws Exception {
    try (Trial trial = trial()) {
      inTime(
          trial,
          round -> {
            List<String> ids = new ArrayList<>();
            ids.add(trial.whole("whole " + round, model().whole()).requestId());
            try (EventStream streamed = trial.stream("streamed " + round, model().stream())) {
              streamed.rest();
              ids.add(streamed.requestId());
            }
            return ids;
          },
          PluginTck::assertWell);
    }
  }

  private static void assertWell(ExchangeRecord record) {
    assertUnharmed(record);
    assertTrue(
        record.outcome() == Outcome.OK || record.outcome() == Outcome.REJECTED,
        "the exchange ended as " + record.outcome() + ": " + record.problem());
  }

  private static void assertUnharmed(ExchangeRecord record) {
    assertEquals(List.of(), record.failedOpen(), "extensions failed and were skipped");
    assertTrue(record.outcome() != Outcome.PLUGIN_ERROR, "the plugin failed: " + record.problem());
  }

  /// Whatever the model or the client does, the plugin does not fail over it.
  @Test
  public final void bearsHoweverExchangesEnd() throws Exception {
    try (Trial trial = trial()) {
      inTime(
          trial,
          round -> {
            List<String> ids = new ArrayList<>();
            ids.add(trial.whole("refused " + round, model().whole().status(400)).requestId());
            ids.add(trial.whole("failed " + round, Reply.json("{}").status(500)).requestId());
            Reply noJson = Reply.bytes("text/plain", new byte[] {'?'});
            ids.add(trial.whole("no json " + round, noJson).requestId());
            Reply cut = model().stream().cutAfter(model().begun() + 20);
            try (EventStream stream = trial.stream("cut " + round, cut)) {
              ids.add(stream.requestId());
              readToTheEnd(stream);
            }
            Reply stalled = model().stream().stallAfter(model().begun());
            try (EventStream stream = trial.stream("left " + round, stalled)) {
              ids.add(stream.requestId());
            }
            return ids;
          },
          PluginTck::assertUnharmed);
    }
  }

  /// Sends requests and returns the ids of their exchanges.
  private interface Exchanges {
    List<String> send(int round) throws Exception;
  }

  /// Judges a round of exchanges in which no call was too slow. A process that has just begun, on a
  /// busy machine, exceeds time limits once or twice; that says nothing of the plugin.
  private static void inTime(Trial trial, Exchanges exchanges, Consumer<ExchangeRecord> judge)
      throws Exception {
    for (int round = 1; true; round++) {
      long before = trial.sum(InstanceStatus::timeouts);
      List<ExchangeRecord> records = new ArrayList<>();
      for (String id : exchanges.send(round)) {
        if (!id.isEmpty()) {
          records.add(trial.record(id));
        }
      }
      boolean slow = trial.sum(InstanceStatus::timeouts) > before;
      if (!slow || round == ROUNDS) {
        assertEquals(0, trial.sum(InstanceStatus::errors), "a hook threw; see the log");
        assertFalse(slow, "a hook exceeded its time limit in each of " + ROUNDS + " rounds");
        records.forEach(judge);
        return;
      }
    }
  }

  private static void readToTheEnd(EventStream stream) {
    try {
      stream.rest();
    } catch (IOException cut) {
      // that is how it was told to end
    }
  }

  /// A client that leaves interrupts the thread; who goes on regardless holds the exchange.
  @Test
  public final void isDoneSoonAfterTheClientHasLeft() throws Exception {
    try (Trial trial = trial()) {
      String id;
      try (EventStream left =
          trial.stream("left early", model().stream().stallAfter(model().begun()))) {
        id = left.requestId();
      }
      long begin = System.nanoTime();
      if (!id.isEmpty()) {
        trial.record(id);
      }
      // Who takes no notice is given up, and then the exchange goes on without it.
      while (trial.gateway().gateway().inFlight() + trial.gateway().gateway().stuck() > 0
          && millisSince(begin) < SOON_MILLIS) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      assertTrue(
          millisSince(begin) < SOON_MILLIS,
          "the plugin went on for " + millisSince(begin) + " ms after the client had left");
    }
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /// Fifty times it is replaced by a new build while a client keeps its connection; nothing of the
  /// builds before stays.
  @Test
  @Timeout(
      value = 600,
      threadMode =
          Timeout.ThreadMode
              .SEPARATE_THREAD) // each start loads and compiles the plugin's classes anew
  public final void leavesNothingBehindHoweverOftenItIsReplaced() throws Exception {
    try (Trial trial = trial()) {
      for (int i = 0; i < STARTS; i++) {
        subject.packed().writeTo(trial.gateway().pluginFolder(), "build " + i);
        ReloadResult result = trial.gateway().reload();
        assertTrue(result.ok(), "start " + i + " failed: " + result.problems());
        assertEquals("active", trial.status().state(), trial.status().reason());
        Received answer = trial.whole("question " + i, model().whole());
        assertFalse(answer.status() >= 500, "start " + i + ": " + answer);
      }
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
      while (trial.gateway().gateway().generations().retiredLoadersAlive() > MOST_ALIVE
          && System.nanoTime() < end) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      int alive = trial.gateway().gateway().generations().retiredLoadersAlive();
      assertTrue(
          alive <= MOST_ALIVE,
          alive
              + " of "
              + STARTS
              + " replaced builds are still in memory. Something holds on to a class of the plugin:"
              + " a thread or timer of its own, a thread-local, a shutdown hook, a driver or handler"
              + " that is registered with the JDK, a gauge that was not closed. Its threads: "
              + Threads.of(subject));
    }
    assertNoThreads();
  }

  private void assertNoThreads() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    Set<String> threads = Threads.of(subject);
    while (!threads.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      threads = Threads.of(subject);
    }
    assertEquals(Set.of(), threads, "threads of the plugin go on after it was stopped");
  }

  /// Neither secrets of the configuration nor keys of clients are told to anybody.
  @Test
  public final void tellsNoSecret() throws Exception {
    StringBuilder told = new StringBuilder();
    try (LogLines log = LogLines.begin()) {
      try (Trial trial = trial();
          GatewayClient admin = new GatewayClient(trial.gateway().adminUrl())) {
        String id = trial.whole("secrets", model().whole()).requestId();
        Received failed = trial.whole("secrets when it fails", Reply.json("{}").status(500));
        told.append(failed.text());
        for (String each : List.of(id, failed.requestId())) {
          ExchangeRecord record = trial.record(each);
          told.append(record.tags()).append(record.problem()).append(record.decision());
        }
        for (String page : ADMIN_PAGES) {
          told.append(admin.get(page).text());
        }
      }
      told.append(log.text());
    }
    String all = told.toString();
    assertFalse(all.contains(Trial.SECRET), "a secret of the configuration is told");
    assertFalse(all.contains(Trial.CLIENT_KEY), "the key of a client is told");
  }

  private Trial trial() throws IOException {
    List<ExtensionDescriptor> extensions = subject.descriptor().extensions();
    return Trial.start(
        subject,
        TrialConfiguration.of(extensions, settings(), configuration()),
        model(),
        Companions.of(subject),
        extensions.stream().noneMatch(each -> each.point().equals("telemetry")));
  }
}
