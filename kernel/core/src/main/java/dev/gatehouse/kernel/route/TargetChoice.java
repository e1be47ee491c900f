package dev.gatehouse.kernel.route;

import dev.gatehouse.sdk.exchange.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Puts targets in the order in which they are tried: one is drawn by weight, the others follow in
/// the order of the configuration, then the fallbacks. A pure function.
public final class TargetChoice {
  private TargetChoice() {}

  /// Returns the order.
  ///
  /// @param draw in [0, 1)
  /// @param explain takes a line for the explanation
  public static List<Target> byWeight(
      List<Target> candidates, List<Target> fallback, double draw, Consumer<String> explain) {
    Target chosen = draw(candidates, draw);
    List<Target> order = new ArrayList<>(candidates.size() + fallback.size());
    order.add(chosen);
    for (Target candidate : candidates) {
      if (!candidate.equals(chosen) && candidate.weight() > 0) {
        order.add(candidate);
      }
    }
    for (Target target : fallback) {
      if (order.stream()
          .noneMatch(
              t -> t.provider().equals(target.provider()) && t.model().equals(target.model()))) {
        order.add(target);
      }
    }
    explain.accept(explanation(candidates, draw, chosen));
    return List.copyOf(order);
  }

  private static Target draw(List<Target> candidates, double draw) {
    long sum = candidates.stream().mapToLong(Target::weight).sum();
    if (sum == 0) {
      return candidates.getFirst();
    }
    double point = draw * sum;
    for (Target candidate : candidates) {
      point -= candidate.weight();
      if (point < 0) {
        return candidate;
      }
    }
    return candidates.getLast();
  }

  private static String explanation(List<Target> candidates, double draw, Target chosen) {
    if (candidates.size() == 1) {
      return chosen.id() + " is the only target";
    }
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "draw %.6f over ", draw));
    for (int i = 0; i < candidates.size(); i++) {
      line.append(i == 0 ? "" : ", ")
          .append(candidates.get(i).id())
          .append(' ')
          .append(candidates.get(i).weight());
    }
    return line.append(" chose ").append(chosen.id()).toString();
  }
}
