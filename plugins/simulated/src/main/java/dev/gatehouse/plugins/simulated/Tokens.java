package dev.gatehouse.plugins.simulated;

import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import java.util.ArrayList;
import java.util.List;

/// An estimate of tokens that is simple enough to check by hand: a token is up to six letters or
/// digits of a word together with the white space before them; every other character is one of its
/// own. Each message adds four, each image, sound or document 85.
final class Tokens {
  private static final int LETTERS = 6;
  private static final int EACH_MESSAGE = 4;
  private static final int EACH_BINARY = 85;

  private Tokens() {}

  static List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int end = end(text, from);
      tokens.add(text.substring(from, end));
      from = end;
    }
    return tokens;
  }

  static int count(String text) {
    int count = 0;
    for (int from = 0; from < text.length(); from = end(text, from)) {
      count++;
    }
    return count;
  }

  static int count(List<Message> messages) {
    int count = 0;
    for (Message message : messages) {
      count += EACH_MESSAGE;
      for (Part part : message.parts()) {
        count += part.text() != null ? count(part.text()) : part.data() != null ? EACH_BINARY : 0;
      }
    }
    return count;
  }

  private static int end(String text, int from) {
    int i = from;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    int letters = 0;
    while (i < text.length() && letters < LETTERS) {
      int character = text.codePointAt(i);
      if (!Character.isLetterOrDigit(character)) {
        return letters == 0 ? i + Character.charCount(character) : i;
      }
      i += Character.charCount(character);
      letters++;
    }
    return i;
  }
}
