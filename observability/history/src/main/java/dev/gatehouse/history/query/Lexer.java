package dev.gatehouse.history.query;

import dev.gatehouse.history.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts the text of a query into tokens. Every text can be cut; what is odd becomes a diagnostic.
///
/// What a character means depends on where it stands: a colon ends a field's name but is part of a
/// value, brackets open a range only behind a field's colon, and a minus negates only at the begin
/// of a term.
final class Lexer {
  private enum Place {
    TERM,
    VALUE,
    GROUP,
    RANGE
  }

  private final String text;
  private final List<Diagnostic> diagnostics;
  private final List<Token> tokens = new ArrayList<>();
  private Place place = Place.TERM;
  private int groupDepth;
  private int at;

  private Lexer(String text, List<Diagnostic> diagnostics) {
    this.text = text;
    this.diagnostics = diagnostics;
  }

  /// Returns the tokens, the last of which is the end.
  static List<Token> cut(String text, List<Diagnostic> diagnostics) {
    Lexer lexer = new Lexer(text, diagnostics);
    while (lexer.at < text.length()) {
      lexer.step();
    }
    lexer.add(Kind.END, "", text.length());
    return lexer.tokens;
  }

  private void step() {
    char c = text.charAt(at);
    if (space(c)) {
      at++;
      if (place == Place.VALUE && !lastIs(Kind.SIGN)) {
        place = Place.TERM;
      }
      return;
    }
    switch (place) {
      case TERM -> term(c);
      case VALUE -> value(c);
      case GROUP -> group(c);
      case RANGE -> range(c);
    }
  }

  private void term(char c) {
    if (c == '"') {
      quoted();
    } else if (c == '(') {
      sign(Kind.OPEN, 1);
    } else if (c == ')') {
      sign(Kind.CLOSE, 1);
    } else if (negation(c)) {
      sign(Kind.NOT, 1);
    } else {
      int name = fieldName();
      if (name > at) {
        int start = at;
        at = name + 1;
        tokens.add(new Token(Kind.FIELD, text.substring(start, name), start, at));
        place = Place.VALUE;
      } else {
        word(Place.TERM);
      }
    }
  }

  private void value(char c) {
    boolean signed = lastIs(Kind.SIGN);
    if (!signed && (c == '>' || c == '<' || c == '=')) {
      boolean orEqual = c != '=' && at + 1 < text.length() && text.charAt(at + 1) == '=';
      sign(Kind.SIGN, orEqual ? 2 : 1);
    } else if (!signed && c == '[') {
      sign(Kind.RANGE_OPEN, 1);
      place = Place.RANGE;
    } else if (!signed && c == '(') {
      sign(Kind.OPEN, 1);
      place = Place.GROUP;
      groupDepth = 1;
    } else if (c == '"') {
      quoted();
      place = Place.TERM;
    } else if (c == '(' || c == ')') {
      place = Place.TERM;
    } else {
      word(Place.VALUE);
      place = Place.TERM;
    }
  }

  private void group(char c) {
    if (c == '"') {
      quoted();
    } else if (c == '(') {
      sign(Kind.OPEN, 1);
      groupDepth++;
    } else if (c == ')') {
      sign(Kind.CLOSE, 1);
      groupDepth--;
      if (groupDepth == 0) {
        place = Place.TERM;
      }
    } else if (negation(c)) {
      sign(Kind.NOT, 1);
    } else {
      word(Place.GROUP);
    }
  }

  private void range(char c) {
    if (c == '"') {
      quoted();
    } else if (c == ']') {
      sign(Kind.RANGE_CLOSE, 1);
      place = Place.TERM;
    } else {
      word(Place.RANGE);
    }
  }

  /// A minus negates what follows it directly; alone it is a word.
  private boolean negation(char c) {
    return (c == '-' || c == '!') && at + 1 < text.length() && !space(text.charAt(at + 1));
  }

  /// Returns where the colon of a field's name stands, or -1 when none begins here.
  private int fieldName() {
    int i = at;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == ':') {
        return i > at ? i : -1;
      }
      if (!inName(c, i == at)) {
        return -1;
      }
      i++;
    }
    return -1;
  }

  /// Returns whether the text may stand before a field's colon.
  static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!inName(text.charAt(i), i == 0)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean inName(char c, boolean first) {
    return Character.isLetter(c)
        || c == '_'
        || (!first && (Character.isDigit(c) || c == '.' || c == '-'));
  }

  private void word(Place where) {
    int start = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at += 2;
        continue;
      }
      boolean ends =
          space(c) || c == '"' || (where == Place.RANGE ? c == ']' : c == '(' || c == ')');
      if (ends) {
        break;
      }
      at++;
    }
    String word = text.substring(start, at);
    tokens.add(new Token(keyword(word, where), word, start, at));
  }

  private static Kind keyword(String word, Place where) {
    if (where == Place.VALUE || where == Place.RANGE) {
      return Kind.WORD;
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "and", "&&" -> Kind.AND;
      case "or", "||" -> Kind.OR;
      case "not" -> Kind.NOT;
      default -> Kind.WORD;
    };
  }

  private void quoted() {
    int start = at;
    StringBuilder inside = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      inside.append(text.charAt(at));
      at++;
    }
    if (at < text.length()) {
      at++;
    } else {
      diagnostics.add(new Diagnostic("The closing quote is missing.", start, at, null));
    }
    tokens.add(new Token(Kind.QUOTED, inside.toString(), start, at));
  }

  private void sign(Kind kind, int length) {
    add(kind, text.substring(at, at + length), at + length);
    at += length;
  }

  private void add(Kind kind, String value, int end) {
    tokens.add(new Token(kind, value, at, end));
  }

  private boolean lastIs(Kind kind) {
    return !tokens.isEmpty() && tokens.getLast().kind() == kind;
  }

  private static boolean space(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
