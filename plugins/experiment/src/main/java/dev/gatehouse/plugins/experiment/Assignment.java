package dev.gatehouse.plugins.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Decides which variant a unit gets. A pure function of salt, unit, coverage and weights: the same
/// on every node, after every restart, in any order of calls.
///
/// Two independent hashes are taken: one says whether the unit takes part, the other which variant
/// it gets. Raising the coverage so adds units and moves none between variants.
final class Assignment {
  // 2^-53: the upper 53 bits of a hash become a number in [0, 1) without rounding.
  private static final double UNIT = 0x1.0p-53;

  private final String salt;
  private final double coverage;
  private final List<Share> shares;
  private final double sum;

  /// A variant and its weight.
  record Share(String variant, double weight) {}

  /// Prepares an experiment.
  ///
  /// @param coverage share of the units that take part, 0 to 1
  Assignment(String salt, double coverage, List<Share> shares) {
    this.salt = salt;
    this.coverage = coverage;
    this.shares = List.copyOf(shares);
    this.sum = shares.stream().mapToDouble(Share::weight).sum();
  }

  /// Returns the variant of a unit, or an empty text when it does not take part.
  String variant(String unit) {
    if (position(salt + "/coverage", unit) >= coverage) {
      return "";
    }
    double point = position(salt + "/variant", unit) * sum;
    double end = 0;
    for (Share share : shares) {
      end += share.weight();
      if (point < end) {
        return share.variant();
      }
    }
    return shares.getLast().variant();
  }

  /// Returns the unit's position in [0, 1): the first eight bytes of SHA-256(salt, 0x00, unit), of
  /// which the upper 53 bits count.
  static double position(String salt, String unit) {
    return (ByteBuffer.wrap(hash(salt, unit)).getLong() >>> 11) * UNIT;
  }

  /// Returns a name for the unit that does not tell who it is.
  static String pseudonym(String salt, String unit) {
    return HexFormat.of().formatHex(hash(salt + "/unit", unit), 0, 8);
  }

  private static byte[] hash(String salt, String unit) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt.getBytes(UTF_8));
      digest.update((byte) 0);
      return digest.digest(unit.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
