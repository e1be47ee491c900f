package dev.gatehouse.history.query;

import dev.gatehouse.history.query.Field.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads queries by recursive descent. Never throws and never drops a part silently: a part that
/// makes no sense matches nothing, or is left out when it is mere punctuation, and either is told.
public final class QueryParser {
  /// The longest query that is read, in characters.
  public static final int MAX_LENGTH = 16_384;

  /// The most terms a query may have.
  public static final int MAX_TERMS = 256;

  private static final int MAX_DEPTH = 40;

  /// Stands before the name of a field that has to hold anything at all.
  private static final Field HAS = new Field("has", Kind.KEYWORD, "", List.of());

  private final List<Token> tokens;
  private final List<Diagnostic> diagnostics;
  private int next;
  private int depth;
  private int terms;

  private QueryParser(List<Token> tokens, List<Diagnostic> diagnostics) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
  }

  /// Returns what the text means.
  public static ParsedQuery parse(String text) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    if (text.length() > MAX_LENGTH) {
      String message =
          "A query has at most " + MAX_LENGTH + " characters; this one matches nothing.";
      return refused(message, text, diagnostics);
    }
    QueryParser parser = new QueryParser(Lexer.cut(text, diagnostics), diagnostics);
    Node root = parser.whole();
    if (parser.terms > MAX_TERMS) {
      String message = "A query has at most " + MAX_TERMS + " terms; this one matches nothing.";
      return refused(message, text, diagnostics);
    }
    diagnostics.sort(Comparator.comparingInt(Diagnostic::start));
    return new ParsedQuery(root, diagnostics);
  }

  private static ParsedQuery refused(String message, String text, List<Diagnostic> diagnostics) {
    diagnostics.add(new Diagnostic(message, 0, text.length(), null));
    return new ParsedQuery(Node.NOTHING, diagnostics);
  }

  private Node whole() {
    List<Node> parts = new ArrayList<>();
    while (true) {
      expression(null).ifPresent(parts::add);
      if (peek().kind() == Token.Kind.END) {
        return Node.and(parts);
      }
      tell(take(), "There is no bracket to close here.");
    }
  }

  /// Reads alternatives up to a closing bracket or the end.
  ///
  /// @param field the field whose values these are, or null
  private Optional<Node> expression(@Nullable Field field) {
    List<Node> parts = new ArrayList<>();
    conjunction(field).ifPresent(parts::add);
    while (peek().kind() == Token.Kind.OR) {
      Token or = take();
      Optional<Node> right = conjunction(field);
      if (parts.isEmpty() || right.isEmpty()) {
        tell(or, "\"or\" needs a term on both sides; it is left out here.");
      }
      right.ifPresent(parts::add);
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(Node.or(parts));
  }

  private Optional<Node> conjunction(@Nullable Field field) {
    List<Node> parts = new ArrayList<>();
    Token dangling = null;
    while (true) {
      Token token = peek();
      switch (token.kind()) {
        case END, CLOSE, OR -> {
          if (dangling != null) {
            tell(dangling, "\"and\" needs a term on both sides; it is left out here.");
          }
          return parts.isEmpty() ? Optional.empty() : Optional.of(Node.and(parts));
        }
        case AND -> {
          take();
          if (parts.isEmpty() || dangling != null) {
            tell(token, "\"and\" needs a term on both sides; it is left out here.");
          }
          dangling = token;
        }
        case FIELD, SIGN, WORD, QUOTED, OPEN, RANGE_OPEN, RANGE_CLOSE, NOT -> {
          Optional<Node> part = negation(field);
          part.ifPresent(parts::add);
          if (part.isPresent()) {
            dangling = null;
          }
        }
      }
    }
  }

  private Optional<Node> negation(@Nullable Field field) {
    Token token = peek();
    int negations = 0;
    while (peek().kind() == Token.Kind.NOT) {
      take();
      negations++;
    }
    Optional<Node> part = term(field);
    if (negations > 0 && part.isEmpty()) {
      tell(token, "\"not\" needs a term behind it; it is left out here.");
    }
    return negations % 2 == 0 ? part : part.map(Node::not);
  }

  private Optional<Node> term(@Nullable Field field) {
    Token token = peek();
    return switch (token.kind()) {
      case OPEN -> brackets(field);
      case FIELD -> {
        take();
        terms++;
        yield Optional.of(fieldTerm(token));
      }
      case WORD, QUOTED -> {
        take();
        terms++;
        Value value = value(token);
        yield field != null
            ? Optional.of(match(field, value, token))
            : Optional.of(
                value instanceof Value.Any ? new Node.Everything() : new Node.Words(value));
      }
      case SIGN, RANGE_OPEN, RANGE_CLOSE -> {
        take();
        tell(token, "A field and a colon have to stand before \"" + token.text() + "\".");
        yield Optional.empty();
      }
      case CLOSE, AND, OR, NOT, END -> Optional.empty();
    };
  }

  private Optional<Node> brackets(@Nullable Field field) {
    Token open = take();
    if (depth == MAX_DEPTH) {
      tell(
          open, "Brackets are nested more than " + MAX_DEPTH + " deep; this part matches nothing.");
      skipBrackets();
      return Optional.of(Node.NOTHING);
    }
    depth++;
    Optional<Node> inside = expression(field);
    depth--;
    if (peek().kind() == Token.Kind.CLOSE) {
      take();
    } else {
      tell(open, "The closing bracket is missing.");
    }
    if (inside.isEmpty()) {
      tell(open, "There is nothing in these brackets.");
    }
    return inside;
  }

  private void skipBrackets() {
    int open = 1;
    while (open > 0 && peek().kind() != Token.Kind.END) {
      Token.Kind kind = take().kind();
      open += kind == Token.Kind.OPEN ? 1 : kind == Token.Kind.CLOSE ? -1 : 0;
    }
  }

  private Node fieldTerm(Token name) {
    Token token = peek();
    boolean adjacent = token.start() == name.end();
    Field field = field(name);
    if (adjacent) {
      switch (token.kind()) {
        case WORD, QUOTED -> {
          take();
          return match(field, value(token), token);
        }
        case SIGN -> {
          return comparison(field, take());
        }
        case RANGE_OPEN -> {
          return range(field, take());
        }
        case OPEN -> {
          return brackets(field).orElse(Node.NOTHING);
        }
        case FIELD, CLOSE, RANGE_CLOSE, AND, OR, NOT, END -> {}
      }
    }
    tell(
        name,
        "A value is missing after \""
            + name.text()
            + ":\". To search for that text itself, put it in quotes.");
    return new Node.Match(field.name(), new Value.Text(""));
  }

  private Field field(Token name) {
    if (name.text().equalsIgnoreCase(HAS.name())) {
      return HAS;
    }
    Optional<Field> found = Fields.find(name.text());
    if (found.isPresent()) {
      return found.get();
    }
    Optional<String> closest = Fields.closest(name.text());
    int end = Math.min(name.end(), name.start() + name.text().length());
    diagnostics.add(
        new Diagnostic(
            "There is no field \""
                + name.text()
                + "\", so nothing matches."
                + closest.map(it -> " Did you mean \"" + it + "\"?").orElse("")
                + " To search for that text itself, put it in quotes.",
            name.start(),
            end,
            closest.orElse(null)));
    return new Field(name.text(), Kind.KEYWORD, "", List.of());
  }

  private Node comparison(Field field, Token sign) {
    Token token = peek();
    if (!textual(token)) {
      tell(sign, "A value is missing after \"" + sign.text() + "\".");
      return new Node.Match(field.name(), new Value.Text(""));
    }
    take();
    Value value = value(token);
    if (sign.text().equals("=")) {
      return match(field, value, token);
    }
    String bound = token.kind() == Token.Kind.QUOTED ? token.text() : unescaped(token.text());
    check(field, bound, token);
    return new Node.Compare(field.name(), Comparison.of(sign.text()), bound);
  }

  private Node range(Field field, Token open) {
    List<Token> bounds = new ArrayList<>();
    while (textual(peek())) {
      Token token = take();
      boolean to = token.kind() == Token.Kind.WORD && token.text().equalsIgnoreCase("to");
      if (!to || bounds.isEmpty() || bounds.size() > 1) {
        bounds.add(token);
      }
    }
    Token end = peek();
    if (end.kind() == Token.Kind.RANGE_CLOSE) {
      take();
    } else {
      tell(open, "The closing \"]\" is missing.");
    }
    if (bounds.size() != 2) {
      diagnostics.add(
          new Diagnostic(
              "A range is written [low to high], and * stands for an open end.",
              open.start(),
              end.end(),
              null));
      return new Node.Match(field.name(), new Value.Text(""));
    }
    return new Node.Between(field.name(), bound(field, bounds.get(0)), bound(field, bounds.get(1)));
  }

  private @Nullable String bound(Field field, Token token) {
    if (token.kind() == Token.Kind.WORD && token.text().equals("*")) {
      return null;
    }
    String bound = token.kind() == Token.Kind.QUOTED ? token.text() : unescaped(token.text());
    check(field, bound, token);
    return bound;
  }

  private Node match(Field field, Value value, Token token) {
    if (field.equals(HAS)) {
      return exists(value, token);
    }
    if (field.kind().numeric()) {
      switch (value) {
        case Value.Any _ -> {}
        case Value.Text text -> check(field, text.text(), token);
        case Value.Glob _ ->
            tell(
                token,
                "Patterns work on words, not on numbers. " + Literals.expected(field.kind()));
      }
    }
    return new Node.Match(field.name(), value);
  }

  private Node exists(Value value, Token token) {
    if (value instanceof Value.Text text
        && Lexer.isName(text.text())
        && !text.text().equalsIgnoreCase(HAS.name())) {
      Token name = new Token(Token.Kind.FIELD, text.text(), token.start(), token.end());
      return new Node.Match(field(name).name(), new Value.Any());
    }
    tell(token, "\"has:\" takes the name of a field; nothing matches.");
    return new Node.Match(HAS.name(), value);
  }

  private void check(Field field, String literal, Token token) {
    if (field.equals(HAS)) {
      tell(token, "\"has:\" takes the name of a field; nothing matches.");
    }
    if (Fields.find(field.name()).isEmpty()) {
      return;
    }
    if (!field.kind().numeric()) {
      tell(token, "\"" + field.name() + "\" holds text that cannot be compared; nothing matches.");
    } else if (Literals.read(field.kind(), literal, Instant.EPOCH).isEmpty()) {
      tell(
          token,
          "\""
              + field.name()
              + "\" does not understand this value; nothing matches. "
              + Literals.expected(field.kind()));
    }
  }

  private static Value value(Token token) {
    if (token.kind() == Token.Kind.QUOTED) {
      return new Value.Text(token.text());
    }
    String raw = token.text();
    StringBuilder pattern = new StringBuilder(raw.length());
    boolean glob = false;
    boolean onlyStars = true;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      boolean escaped = c == '\\' && i + 1 < raw.length();
      if (escaped) {
        i++;
        c = raw.charAt(i);
      }
      boolean wild = c == '*' || c == '?';
      if ((wild && escaped) || c == '\\') {
        pattern.append('\\');
      }
      pattern.append(c);
      glob |= wild && !escaped;
      onlyStars &= c == '*' && !escaped;
    }
    if (onlyStars && glob) {
      return new Value.Any();
    }
    return glob ? new Value.Glob(pattern.toString()) : new Value.Text(unescaped(raw));
  }

  private static String unescaped(String raw) {
    StringBuilder plain = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '\\' && i + 1 < raw.length()) {
        i++;
      }
      plain.append(raw.charAt(i));
    }
    return plain.toString();
  }

  private static boolean textual(Token token) {
    return token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED;
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    Token token = tokens.get(next);
    if (token.kind() != Token.Kind.END) {
      next++;
    }
    return token;
  }

  private void tell(Token token, String message) {
    diagnostics.add(new Diagnostic(message, token.start(), token.end(), null));
  }
}
