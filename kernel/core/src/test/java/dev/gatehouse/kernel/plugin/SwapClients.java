package dev.gatehouse.kernel.plugin;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that ask without a pause, each on a connection of its own, and judge what they get.
final class SwapClients implements AutoCloseable {
  private static final int EVENTS = 10;

  private final String url;
  private final List<One> clients = new ArrayList<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Set<String> versions = ConcurrentHashMap.newKeySet();
  private final Set<String> stayed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger closedByGateway = new AtomicInteger();
  private volatile boolean stopped;

  SwapClients(String url, int whole, int streaming) {
    this.url = url;
    for (int i = 0; i < whole + streaming; i++) {
      clients.add(new One(i < whole ? "/whole" : "/stream"));
    }
    clients.forEach(client -> client.thread.start());
  }

  /// One client.
  private final class One {
    private final HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger done = new AtomicInteger();
    private final HttpRequest request;
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);

    One(String path) {
      request = HttpRequest.newBuilder(URI.create(url + path)).build();
    }

    private void run() {
      while (!stopped) {
        try {
          judge(http.send(request, BodyHandlers.ofString()));
        } catch (IOException | InterruptedException e) {
          faults.add(request.uri().getPath() + ": " + e);
        }
        done.incrementAndGet();
      }
    }
  }

  private void judge(HttpResponse<String> response) {
    String body = response.body();
    if (response.headers().firstValue("connection").orElse("").equals("close")) {
      closedByGateway.incrementAndGet();
    }
    if (response.statusCode() != 200) {
      faults.add(response.statusCode() + " " + body);
    } else if (body.startsWith("stays-")) {
      stayed.add(body);
    } else if (body.startsWith("data: ")) {
      judgeStream(body);
    } else {
      versions.add(body);
      if (!response.headers().firstValue("x-outer").orElse("none").equals(body)) {
        faults.add("mixed: " + response.headers().map() + " " + body);
      }
    }
  }

  private void judgeStream(String body) {
    List<String> events = body.lines().filter(line -> !line.isEmpty()).toList();
    String version = events.getFirst().substring(events.getFirst().lastIndexOf(' ') + 1);
    versions.add(version);
    String whole = "data: " + version + " " + version;
    if (events.size() != EVENTS || !events.stream().allMatch(whole::equals)) {
      faults.add("mixed or cut: " + String.join(" / ", events));
    }
  }

  /// Waits until each client has had so many more answers.
  void awaitEach(int more) {
    int[] goals = clients.stream().mapToInt(client -> client.done.get() + more).toArray();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> {
          for (int i = 0; i < goals.length; i++) {
            if (clients.get(i).done.get() < goals[i]) {
              return false;
            }
          }
          return true;
        });
  }

  /// Ends asking; the connections stay open.
  void stop() throws InterruptedException {
    stopped = true;
    for (One client : clients) {
      client.thread.join();
    }
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  Set<String> versions() {
    return versions;
  }

  Set<String> instancesThatStayed() {
    return stayed;
  }

  int closedByGateway() {
    return closedByGateway.get();
  }

  @Override
  public void close() {
    stopped = true;
    clients.forEach(client -> client.http.shutdownNow());
  }
}
