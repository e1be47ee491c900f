package dev.gatehouse.kernel.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The console's files, from the class path. Without them a plain page says so.
final class ConsoleFiles {
  private static final String ROOT = "META-INF/gateway/console/";
  private static final Pattern FILE =
      Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "woff2", "font/woff2");
  private static final String LEFT_OUT =
      "<!doctype html><title>Gatehouse</title><p>The console was left out of this build, because Node.js was missing or"
          + " -DskipConsole was given. The admin API is at <a href=/admin/v1/status>/admin/v1/status</a>.";

  Answer answer(AdminCall call) throws IOException {
    if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
      throw new ProblemException(
          Problem.of(405, "method_not_allowed", "The console is read with GET."));
    }
    String path = call.path().equals("/") ? "index.html" : call.path().substring(1);
    byte[] file = FILE.matcher(path).matches() ? read(path) : null;
    if (file != null) {
      return file(path, file);
    }
    if (path.contains(".") || path.startsWith("admin/")) {
      throw new ProblemException(
          Problem.of(404, "not_found", "There is nothing at " + call.path() + "."));
    }
    byte[] index = read("index.html");
    return file("index.html", index == null ? LEFT_OUT.getBytes(UTF_8) : index);
  }

  private static byte @Nullable [] read(String path) throws IOException {
    try (InputStream in = ConsoleFiles.class.getClassLoader().getResourceAsStream(ROOT + path)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private static Answer file(String path, byte[] bytes) {
    String type =
        TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
    // Names in assets/ hold a hash of their content, so they never change.
    String caching =
        path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    return Answer.whole(
        200,
        Headers.of(
            "content-type",
            type,
            "cache-control",
            caching,
            "content-security-policy",
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
            "x-content-type-options",
            "nosniff",
            "referrer-policy",
            "no-referrer"),
        Body.of(bytes));
  }
}
