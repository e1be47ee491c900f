package dev.gatehouse.plugins.simulated;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/// What happens to one request. It follows from provider, model and request alone: the same request
/// fares the same each time at one target, and independently of that at another.
///
/// @param fails whether it is refused
/// @param cut whether its answer breaks off
/// @param stalled whether its answer falls silent; not together with a cut
/// @param point where in the answer that happens, from 0 to 1
/// @param random for everything else
record Fate(boolean fails, boolean cut, boolean stalled, double point, SplittableRandom random) {
  static Fate of(String provider, String model, String request, Behaviour behaviour) {
    SplittableRandom random = new SplittableRandom(seed(provider, model, request));
    // all are drawn always, so that one rate does not change what another one hits
    boolean fails = random.nextDouble() < behaviour.failureRate();
    boolean cut = random.nextDouble() < behaviour.cutRate();
    boolean stalled = random.nextDouble() < behaviour.stallRate();
    return new Fate(fails, cut, stalled && !cut, random.nextDouble(), random);
  }

  /// Returns whether the answer does not come to its end.
  boolean breaks() {
    return cut || stalled;
  }

  private static long seed(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
