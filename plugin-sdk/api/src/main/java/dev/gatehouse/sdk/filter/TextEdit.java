package dev.gatehouse.sdk.filter;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Edits one run of text that arrives in pieces, and may hold the end of it back until more has
/// come. Used by one thread.
public interface TextEdit {
  /// Takes the next piece.
  ///
  /// @return what may go out now, edited; may be empty, and may begin with what was held back
  String next(String piece);

  /// Returns whether something is held back. As long as it is, events that mean nothing, such as
  /// pings, wait behind it.
  boolean holding();

  /// Returns what is still held back, edited. Called once, when the text is at its end.
  String end();

  /// Returns an edit that holds nothing back: what it looks for must not be spread over pieces.
  static TextEdit each(UnaryOperator<String> edit) {
    return new TextEdit() {
      @Override
      public String next(String piece) {
        return edit.apply(piece);
      }

      @Override
      public boolean holding() {
        return false;
      }

      @Override
      public String end() {
        return "";
      }
    };
  }

  /// Returns an edit that replaces all matches of a pattern, however they are cut into pieces.
  ///
  /// @param longest the longest match in characters, at least 1. Only text that may be the
  ///   beginning of a match is held back, and no more than this; of a longer match that is spread
  ///   over pieces the beginning may go out
  /// @param replacement makes of a match what is put in its place
  static TextEdit replacing(Pattern pattern, int longest, UnaryOperator<String> replacement) {
    if (longest < 1) {
      throw new IllegalArgumentException("the longest match has at least one character");
    }
    return new Replacing(pattern, longest, replacement);
  }

  /// Replaces what matches, with a window over the end of what has come.
  final class Replacing implements TextEdit {
    private final Pattern pattern;
    private final int longest;
    private final UnaryOperator<String> replacement;
    private String held = "";

    private Replacing(Pattern pattern, int longest, UnaryOperator<String> replacement) {
      this.pattern = pattern;
      this.longest = longest;
      this.replacement = replacement;
    }

    @Override
    // Asking whether more text could change a match is what hitEnd is for.
    @SuppressWarnings("JdkObsolete")
    public String next(String piece) {
      String all = held + piece;
      Matcher matcher = pattern.matcher(all);
      StringBuilder out = new StringBuilder(all.length());
      int at = 0;
      // What begins before the last places is whole by now, or longer than it may be.
      while (matcher.find() && matcher.start() <= all.length() - longest) {
        out.append(all, at, matcher.start()).append(replacement.apply(matcher.group()));
        at = matcher.end();
      }
      int from = Math.max(at, all.length() - longest + 1);
      // A match may begin at each of the last places, and more text may make it one, or longer.
      matcher.useTransparentBounds(true).useAnchoringBounds(false);
      while (from < all.length()) {
        matcher.region(from, all.length());
        boolean matches = matcher.lookingAt();
        if (matcher.hitEnd()) {
          break;
        }
        if (matches && matcher.end() > from) {
          out.append(all, at, from).append(replacement.apply(matcher.group()));
          at = matcher.end();
          from = at;
        } else {
          from++;
        }
      }
      out.append(all, at, from);
      held = all.substring(from);
      return out.toString();
    }

    @Override
    public boolean holding() {
      return !held.isEmpty();
    }

    @Override
    public String end() {
      String rest = held;
      held = "";
      return pattern
          .matcher(rest)
          .replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match.group())));
    }
  }
}
