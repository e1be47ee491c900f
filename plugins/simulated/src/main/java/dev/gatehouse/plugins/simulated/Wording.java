package dev.gatehouse.plugins.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Words an answer out of the words of the question.
final class Wording {
  private static final int QUOTED_WORDS = 12;
  private static final int LONG_WORD = 4;

  private static final List<String> SENTENCES =
      List.of(
          "The answer turns on %s, and %s follows from it.",
          "First look at %s, then at %s.",
          "Nothing about %s is as hard as it sounds once %s is clear.",
          "In short, %s matters more than %s.",
          "Seen together, %s and %s explain each other.",
          "Take %s step by step, and %s will fall into place.",
          "Most people begin with %s and forget %s.",
          "A small example of %s says more than a long text about %s.",
          "If %s changes, %s changes with it.",
          "So keep %s in mind whenever you meet %s.");

  private Wording() {}

  /// Returns an answer of at most `tokens` tokens; whole sentences, unless already the first is
  /// longer.
  static String answer(String question, int tokens, SplittableRandom random) {
    List<String> words = words(question);
    StringBuilder answer = new StringBuilder(opening(words));
    int left = tokens - Tokens.count(answer.toString());
    while (left > 0) {
      String sentence =
          " "
              + SENTENCES
                  .get(random.nextInt(SENTENCES.size()))
                  .formatted(word(words, random), word(words, random));
      left -= Tokens.count(sentence);
      if (left >= 0) {
        answer.append(sentence);
      }
    }
    return answer.toString();
  }

  private static String opening(List<String> words) {
    if (words.isEmpty()) {
      return "You asked nothing, so here is something.";
    }
    List<String> quoted = words.subList(0, Math.min(words.size(), QUOTED_WORDS));
    return "You asked about \"" + String.join(" ", quoted) + "\".";
  }

  /// Returns one of the words, rather one that is not short.
  static String word(List<String> words, SplittableRandom random) {
    if (words.isEmpty()) {
      return "this";
    }
    int start = random.nextInt(words.size());
    for (int i = 0; i < words.size(); i++) {
      String word = words.get((start + i) % words.size());
      if (word.length() >= LONG_WORD) {
        return word;
      }
    }
    return words.get(start);
  }

  /// Returns the words of a text, in order, without what surrounds them.
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inside = i < text.length() && belongs(text, i, start >= 0);
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        words.add(text.substring(start, i));
        start = -1;
      }
    }
    return words;
  }

  private static boolean belongs(String text, int at, boolean inWord) {
    char c = text.charAt(at);
    if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
      return true;
    }
    // apostrophes, points and hyphens inside a word or number
    return inWord
        && (c == '\'' || c == '-' || c == '.' || c == '_')
        && at + 1 < text.length()
        && Character.isLetterOrDigit(text.charAt(at + 1));
  }
}
