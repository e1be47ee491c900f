package dev.gatehouse.bench.swap;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Clients that ask without a pause, each on a connection of its own, and judge what they get.
final class Clients implements AutoCloseable {
  private static final int MOST_FAULTS = 20;

  private final String url;
  private final LongSupplier generation;
  private final List<HttpClient> connections = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentHashMap<String, Long> firstSeen = new ConcurrentHashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  final LongAdder requests = new LongAdder();
  final LongAdder streams = new LongAdder();
  final LongAdder streamsOverSwap = new LongAdder();
  final LongAdder errors = new LongAdder();
  final LongAdder mixed = new LongAdder();

  /// Begins to ask.
  ///
  /// @param generation the number of the generation that serves
  Clients(String url, LongSupplier generation, int whole, int streaming) {
    this.url = url;
    this.generation = generation;
    for (int i = 0; i < whole + streaming; i++) {
      boolean stream = i >= whole;
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      connections.add(http);
      threads.add(
          Thread.ofPlatform().name("client-" + i).daemon().start(() -> askOn(http, stream)));
    }
  }

  private void askOn(HttpClient http, boolean stream) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + (stream ? "/stream" : "/whole"))).build();
    while (!stopped) {
      long before = generation.getAsLong();
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        long now = System.nanoTime();
        judge(response, stream);
        response
            .headers()
            .firstValue(StampPlugin.ANSWER)
            .ifPresent(it -> firstSeen.putIfAbsent(it, now));
      } catch (IOException e) {
        fault(errors, String.valueOf(e));
      } catch (InterruptedException e) {
        return;
      }
      (stream ? streams : requests).increment();
      if (stream && generation.getAsLong() != before) {
        streamsOverSwap.increment();
      }
    }
  }

  private void judge(HttpResponse<String> response, boolean stream) {
    String asked = response.headers().firstValue(StampPlugin.REQUEST).orElse("none");
    String answered = response.headers().firstValue(StampPlugin.ANSWER).orElse("none");
    if (response.statusCode() != 200) {
      fault(errors, response.statusCode() + " " + response.body());
    } else if (!asked.equals(answered)) {
      fault(mixed, "asked " + asked + ", answered " + answered);
    } else if (stream) {
      List<String> events = response.body().lines().filter(line -> !line.isEmpty()).toList();
      String expected = "data: event " + asked;
      if (events.size() != Upstream.EVENTS) {
        fault(errors, events.size() + " events");
      } else if (!events.stream().allMatch(expected::equals)) {
        fault(mixed, "asked " + asked + ", events " + events);
      }
    }
  }

  private void fault(LongAdder kind, String what) {
    kind.increment();
    if (faults.size() < MOST_FAULTS) {
      faults.add(what);
    }
  }

  /// Returns when the first answer of a version came, as [System#nanoTime], or null.
  @Nullable Long firstSeen(int version) {
    return firstSeen.get(String.valueOf(version));
  }

  /// Returns the first things that went wrong.
  List<String> faults() {
    return List.copyOf(faults);
  }

  /// Ends asking; the connections stay open.
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    stopped = true;
    leave();
  }

  /// Closes the connections.
  void leave() {
    connections.forEach(HttpClient::shutdownNow);
  }
}
