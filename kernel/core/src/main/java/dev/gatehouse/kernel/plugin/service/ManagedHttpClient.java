package dev.gatehouse.kernel.plugin.service;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// A plugin's client for other services: calls only the hosts it was given, never without a time
/// limit, and is closed by the kernel alone. Follows no redirects, since these could lead to hosts
/// that were not given.
public final class ManagedHttpClient extends HttpClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String pluginId;
  private final List<String> egress;
  private final HttpClient client;
  private volatile boolean stopped;

  /// Makes the client of a plugin.
  ///
  /// @param egress host names; `*.example.com` stands for all names below, `*` for every host
  public ManagedHttpClient(String pluginId, List<String> egress) {
    this.pluginId = pluginId;
    this.egress = egress.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .executor(
                Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("plugin-" + pluginId + "-http-", 0).factory()))
            .build();
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(checked(request), handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return client.sendAsync(checked(request), handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      BodyHandler<T> handler,
      @Nullable PushPromiseHandler<T> pushPromiseHandler) {
    return client.sendAsync(checked(request), handler, pushPromiseHandler);
  }

  private HttpRequest checked(HttpRequest request) {
    if (stopped) {
      throw new IllegalStateException("plugin stopped");
    }
    URI uri = request.uri();
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    if (egress.stream().noneMatch(allowed -> covers(allowed, host))) {
      throw new SecurityException(
          "plugin "
              + pluginId
              + " may not call "
              + host
              + "; its descriptor has to list it under permissions.egress"
              + (egress.isEmpty() ? "" : ", which has " + String.join(", ", egress)));
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request, (name, value) -> true)
            .timeout(request.timeout().orElse(LIMIT));
    W3CTraceContextPropagator.getInstance()
        .inject(
            Context.current(),
            builder,
            (to, name, value) -> {
              if (to != null) {
                to.setHeader(name, value);
              }
            });
    return builder.build();
  }

  private static boolean covers(String allowed, String host) {
    return allowed.equals("*")
        || allowed.equals(host)
        || (allowed.startsWith("*.") && host.endsWith(allowed.substring(1)));
  }

  /// Ends calls that go on, and every later one.
  public void stop() {
    stopped = true;
    client.shutdownNow();
  }

  @Override
  public void close() {
    // It belongs to the kernel.
  }

  @Override
  public void shutdown() {
    // It belongs to the kernel.
  }

  @Override
  public void shutdownNow() {
    // It belongs to the kernel.
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }
}
