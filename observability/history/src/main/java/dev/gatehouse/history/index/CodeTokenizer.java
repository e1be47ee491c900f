package dev.gatehouse.history.index;

import java.io.IOException;
import java.io.Reader;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/// Cuts text into the words that people search for, identifiers included.
///
/// A word is a run of letters or of digits, in lower case. `getUserById`, `get_user_by_id` and "get
/// user by id" give the same words. Ideographs, kana and the like, which are written without
/// spaces, are words one by one. Offsets point into the original text.
final class CodeTokenizer extends Tokenizer {
  /// Longer runs are cut; text and queries alike, so they are still found.
  static final int MAX_WORD = 200;

  private enum Kind {
    OTHER,
    UPPER,
    LETTER,
    DIGIT,
    ALONE
  }

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
  private final StringBuilder text = new StringBuilder();
  private int at;

  @Override
  public void reset() throws IOException {
    super.reset();
    text.setLength(0);
    at = 0;
    char[] buffer = new char[4096];
    Reader reader = input;
    for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
      text.append(buffer, 0, n);
    }
  }

  @Override
  public boolean incrementToken() {
    clearAttributes();
    while (at < text.length() && kind(text.codePointAt(at)) == Kind.OTHER) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at >= text.length()) {
      return false;
    }
    int start = at;
    int end = wordEnd(start);
    at = end;
    term.setEmpty();
    for (int i = start; i < end; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      int lower = Character.toLowerCase(c);
      if (Character.isBmpCodePoint(lower)) {
        term.append((char) lower);
      } else {
        term.append(Character.highSurrogate(lower)).append(Character.lowSurrogate(lower));
      }
    }
    offset.setOffset(correctOffset(start), correctOffset(end));
    return true;
  }

  @Override
  public void end() throws IOException {
    super.end();
    int last = correctOffset(text.length());
    offset.setOffset(last, last);
  }

  private int wordEnd(int start) {
    int first = text.codePointAt(start);
    Kind previous = kind(first);
    int end = start + Character.charCount(first);
    if (previous == Kind.ALONE) {
      return end;
    }
    while (end < text.length() && end - start < MAX_WORD) {
      int c = text.codePointAt(end);
      if (!mark(c)) {
        Kind kind = kind(c);
        if (border(previous, kind, end)) {
          return end;
        }
        previous = kind;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  private boolean border(Kind previous, Kind kind, int at) {
    return switch (kind) {
      case OTHER, ALONE -> true;
      case DIGIT -> previous != Kind.DIGIT;
      case LETTER -> previous == Kind.DIGIT;
      // "userId" breaks before I, "HTTPServer" before S
      case UPPER -> previous != Kind.UPPER || lowerFollows(at);
    };
  }

  private boolean lowerFollows(int at) {
    int next = at + Character.charCount(text.codePointAt(at));
    return next < text.length() && Character.isLowerCase(text.codePointAt(next));
  }

  private static Kind kind(int c) {
    if (c < 128) {
      return c >= 'a' && c <= 'z'
          ? Kind.LETTER
          : c >= 'A' && c <= 'Z' ? Kind.UPPER : c >= '0' && c <= '9' ? Kind.DIGIT : Kind.OTHER;
    }
    if (alone(c)) {
      return Kind.ALONE;
    }
    if (Character.isUpperCase(c)) {
      return Kind.UPPER;
    }
    return Character.isLetter(c)
        ? Kind.LETTER
        : Character.isDigit(c) || Character.getType(c) == Character.OTHER_NUMBER
            ? Kind.DIGIT
            : Kind.OTHER;
  }

  private static boolean alone(int c) {
    if (c < 0x0E00) {
      return false;
    }
    return Character.isIdeographic(c)
        || switch (Character.UnicodeScript.of(c)) {
          case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetter(c);
          default -> false;
        };
  }

  /// Accents that follow their letter belong to the word.
  private static boolean mark(int c) {
    return c >= 0x300 && Character.getType(c) == Character.NON_SPACING_MARK;
  }
}
