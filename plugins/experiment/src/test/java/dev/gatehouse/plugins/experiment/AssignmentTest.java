package dev.gatehouse.plugins.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.plugins.experiment.Assignment.Share;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AssignmentTest {
  private static final List<Share> HALVES =
      List.of(new Share("control", 50), new Share("candidate", 50));
  // Critical values of the chi-square distribution at 99.99 %.
  private static final double CHI_99_DOF = 161.3;
  private static final double CHI_1_DOF = 15.14;

  @Test
  void takesTheUpper53BitsOfTheFirstEightBytesOfTheHash() throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] hash = sha.digest("salt\0alice".getBytes(UTF_8));
    BigInteger upper = new BigInteger(1, java.util.Arrays.copyOf(hash, 8)).shiftRight(11);

    assertThat(Assignment.position("salt", "alice"))
        .isEqualTo(upper.doubleValue() / Math.pow(2, 53));
  }

  @Test
  void spreadsAMillionIdsEvenlyWhateverTheyLookLike() {
    int[] sequential = new int[100];
    int[] random = new int[100];
    for (int i = 0; i < 1_000_000; i++) {
      sequential[(int) (Assignment.position("s", "user-" + i) * 100)]++;
      random[
          (int)
              (Assignment.position("s", new UUID(i * 0x9E3779B97F4A7C15L, i).toString()) * 100)]++;
    }
    assertThat(chiSquare(sequential)).isLessThan(CHI_99_DOF);
    assertThat(chiSquare(random)).isLessThan(CHI_99_DOF);
  }

  private static double chiSquare(int[] counts) {
    double expected = 1_000_000 / (double) counts.length;
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  @Test
  void decidesCoverageAndVariantIndependently() {
    Assignment first = new Assignment("a", 1, HALVES);
    Assignment second = new Assignment("b", 1, HALVES);
    int[][] table = new int[2][2];
    for (int i = 0; i < 200_000; i++) {
      table[first.variant("u" + i).equals("control") ? 0 : 1][
          second.variant("u" + i).equals("control") ? 0 : 1]++;
    }
    double n = 200_000;
    double chi = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        double expected = (table[i][0] + table[i][1]) * (double) (table[0][j] + table[1][j]) / n;
        chi += Math.pow(table[i][j] - expected, 2) / expected;
      }
    }
    assertThat(chi).isLessThan(CHI_1_DOF);
  }

  @Property
  void raisingTheCoverageMovesNobodyBetweenVariants(
      @ForAll String unit,
      @ForAll @DoubleRange(min = 0, max = 1) double low,
      @ForAll @DoubleRange(min = 0, max = 1) double high) {
    String before = new Assignment("s", Math.min(low, high), HALVES).variant(unit);
    String after = new Assignment("s", Math.max(low, high), HALVES).variant(unit);

    assertThat(before.isEmpty() || before.equals(after)).isTrue();
  }

  @Test
  void followsTheWeights() {
    Assignment assignment =
        new Assignment("s", 1, List.of(new Share("a", 9), new Share("none", 0), new Share("b", 1)));
    int b = 0;
    for (int i = 0; i < 100_000; i++) {
      String variant = assignment.variant("u" + i);
      assertThat(variant).isNotEqualTo("none");
      b += variant.equals("b") ? 1 : 0;
    }
    assertThat(b).isBetween(9_600, 10_400);
  }

  @Test
  void hidesTheUnit() {
    assertThat(Assignment.pseudonym("s", "alice")).hasSize(16).doesNotContain("alice");
  }
}
