package dev.gatehouse.history.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SearchPoolTest {
  @Test
  void refusesMoreThanMayWaitAndTakesWorkAgainAfterwards() throws Exception {
    try (SearchPool pool = new SearchPool(1)) {
      CountDownLatch release = new CountDownLatch(1);
      AtomicInteger refused = new AtomicInteger();
      List<CompletableFuture<Void>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(
            CompletableFuture.runAsync(
                () -> {
                  try {
                    pool.call(() -> {
                      release.await();
                      return null;
                    });
                  } catch (ProblemException e) {
                    assertThat(e.problem().status()).isEqualTo(503);
                    refused.incrementAndGet();
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                },
                command -> Thread.ofPlatform().start(command)));
      }
      // one runs and four wait
      Awaitility.await().until(() -> refused.get() == 3);
      release.countDown();
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();

      assertThat(pool.call(() -> "done")).isEqualTo("done");
    }
  }

  @Test
  void passesOnWhatTheWorkThrows() {
    try (SearchPool pool = new SearchPool(1)) {
      assertThatThrownBy(() ->
              pool.call(() -> {
                throw new java.io.IOException("gone");
              }))
          .isInstanceOf(java.io.IOException.class)
          .hasMessage("gone");
    }
  }
}
