package dev.gatehouse.plugins.simulated;

import java.util.Locale;
import java.util.SplittableRandom;

/// Turns texts into vectors of length one. Each word has a direction of its own, and a text points
/// where its words point together, so texts that share words are near each other.
final class Vectors {
  static final int LONGEST = 4096;

  private Vectors() {}

  static float[] embed(String text, int dimensions) {
    double[] sum = new double[dimensions];
    for (String word : Wording.words(text.toLowerCase(Locale.ROOT))) {
      add(word, sum);
    }
    double length = length(sum);
    if (length == 0) {
      add("", sum);
      length = length(sum);
    }
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (sum[i] / length);
    }
    return vector;
  }

  private static void add(String word, double[] sum) {
    SplittableRandom direction = new SplittableRandom(seed(word));
    for (int i = 0; i < sum.length; i++) {
      sum[i] += direction.nextGaussian();
    }
  }

  private static long seed(String word) {
    long seed = 1125899906842597L;
    for (int i = 0; i < word.length(); i++) {
      seed = 31 * seed + word.charAt(i);
    }
    return seed;
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double each : vector) {
      squares += each * each;
    }
    return Math.sqrt(squares);
  }
}
